"""Gives its headers in the form that the path names."""

HEADERS = {
    "/tuple": (("Content-Type", "text/plain"),),
    "/lists": [["Content-Type", "text/plain"]],
    "/bytes": [(b"Content-Type", b"text/plain")],
    "/number": [("Content-Type", "text/plain"), ("X-Number", 5)],
    "/three": [("Content-Type", "text/plain", "more")],
    "/none": None,
    "/empty": [],
    "/blanks": [("Content-Type", "text/plain"), ("X-Blanks", "  around  ")],
    "/nothing": [("Content-Type", "text/plain"), ("X-Nothing", "")],
}


def application(environ, start_response):
    start_response("200 OK", HEADERS[environ["PATH_INFO"]])
    return [b"odd headers"]
