"""The part of a browser that a login needs: cookies and forms."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from . import wire


class Browser:
    def __init__(self, address):
        self.address = address
        self.cookies = {}

    def get(self, path):
        return self._ask(path, "GET", [], b"")

    def post(self, path, **fields):
        """Sends the form with the token that the site has set as a cookie."""
        form = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Referer", f"http://localhost{path}")]
        return self._ask(path, "POST", headers, urlencode(form).encode())

    def _ask(self, path, method, headers, body):
        if self.cookies:
            headers = [*headers, ("Cookie", "; ".join(f"{key}={value}" for key, value in self.cookies.items()))]
        answer = wire.http(self.address, path, method, headers, body)
        for text in answer.all("Set-Cookie"):
            self.cookies.update({key: morsel.value for key, morsel in SimpleCookie(text).items()})
        return answer


def stylesheets(answer):
    """Where the page's style sheets are."""
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.body.decode())


def log_in(browser, user, password):
    """Django's admin: the page, its CSS, a wrong password, the right one, the page behind it."""
    page = browser.get("/admin/login/?next=/admin/")
    assert page.status == 200, page
    assert b"csrfmiddlewaretoken" in page.body
    for path in stylesheets(page):
        sheet = browser.get(path)
        assert (sheet.status, sheet.header("Content-Type")) == (200, "text/css"), path
    assert stylesheets(page), "the admin's login page names no style sheet"

    wrong = browser.post("/admin/login/", username=user, password="wrong", next="/admin/")
    assert wrong.status == 200 and b"Please enter the correct" in wrong.body
    forged = Browser(browser.address).post("/admin/login/", username=user, password=password)
    assert forged.status == 403, "a POST without the cookie has to fail"

    right = browser.post("/admin/login/", username=user, password=password, next="/admin/")
    assert (right.status, right.header("Location")) == (302, "/admin/"), right.body[:500]
    inside = browser.get("/admin/")
    assert inside.status == 200 and b"Site administration" in inside.body
