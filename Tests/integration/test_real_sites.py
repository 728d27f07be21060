"""Sites from PyPI, unchanged, through a real HTTP client, under several Pythons."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
import requests
from harness import places, python

HERE = Path(__file__).parent / "sites"
MEGABYTES = 50

pytestmark = pytest.mark.timeout(600)  # the first time, packages are installed


def installed(version):
    """The executable of a Python of that version, beside Debian's."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")) + [Path(f"/usr/bin/python{version}")]
    return next((path for path in found if path.exists()), None)


def newest():
    """The newest version at hand that is supported, "3.13"."""
    return next((f"3.{minor}" for minor in range(20, 9, -1) if installed(f"3.{minor}")), None)


PYTHONS = {"debian": python.DEBIAN, "3.9": installed("3.9"), "newest": newest() and installed(newest())}


@pytest.fixture(scope="module", params=PYTHONS)
def home(request):
    executable = PYTHONS[request.param]
    if executable is None:
        pytest.skip(f"there is no Python {request.param} on this machine beside Debian's")
    folder = places.ROOT / f".build/venv-sites-{request.param}"
    subprocess.run([places.ROOT / "scripts/venv", folder, HERE / "requirements.txt", executable], check=True)
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "large.bin"
    path.write_bytes(os.urandom(1 << 20) * MEGABYTES)
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def start(arena, home, large):
    """Serves one of the sites below `sites/`."""

    def start(name):
        folder = arena.make("real")
        (folder / "large.bin").symlink_to(large[0])
        code = folder / f"{name}_site.py"
        code.write_text((HERE / code.name).read_text())
        if name == "django":
            subprocess.run([home / "bin/python", code.name], cwd=folder, check=True)
        options = [("home", home), ("processes", 2), ("chdir", folder), ("module", f"{name}_site")]
        site = arena.site("real", None, options, bare=True, write=False)
        site.write(("http-socket", f"127.0.0.1:{site.port}"))
        site.url = f"http://127.0.0.1:{site.port}"
        arena.vassal(site.ini, address=site.http)
        return site

    return start


def exchange(client, url, large, **fields):
    """What every site has: an upload, a download and a stream."""
    path, digest = large
    with open(path, "rb") as file:
        assert client.post(f"{url}/upload", data=fields, files={"file": file}).text == digest
    with client.get(f"{url}/download", stream=True) as answer:
        assert answer.status_code == 200 and int(answer.headers["Content-Length"]) == MEGABYTES << 20
        found = hashlib.sha256()
        for piece in answer.iter_content(1 << 16):
            found.update(piece)
        assert found.hexdigest() == digest
    with client.get(f"{url}/stream", stream=True) as answer:
        assert answer.headers["Transfer-Encoding"] == "chunked"
        assert list(answer.iter_lines()) == [f"line {number}".encode() for number in range(1000)]


@pytest.fixture
def client():
    with requests.Session() as client:
        yield client


def test_django_with_its_admin(start, client, large):
    site = start("django")
    page = client.get(f"{site.url}/admin/login/?next=/admin/")
    assert page.status_code == 200 and "csrfmiddlewaretoken" in page.text
    login = {"username": "admin", "password": "let-me-in", "next": "/admin/"}
    assert requests.post(f"{site.url}/admin/login/", data=login).status_code == 403, "a POST without the cookie"
    login["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
    inside = client.post(f"{site.url}/admin/login/", data=login, headers={"Referer": site.url})
    assert inside.status_code == 200 and "Site administration" in inside.text
    new = client.get(f"{site.url}/admin/auth/group/add/")
    token = client.cookies["csrftoken"]
    added = client.post(new.url, data={"name": "editors", "csrfmiddlewaretoken": token}, headers={"Referer": site.url})
    assert "was added successfully" in added.text
    exchange(client, site.url, large, csrfmiddlewaretoken=client.get(f"{site.url}/upload").text)


@pytest.mark.parametrize("name, field", [("flask", "token"), ("bottle", "token"), ("pyramid", "csrf_token")])
def test_login_upload_download_stream(start, client, large, name, field):
    site = start(name)
    login = {"user": "ann", "password": "let-me-in", field: "wrong"}
    assert client.get(f"{site.url}/").status_code == 401
    token = client.get(f"{site.url}/login").text
    assert client.post(f"{site.url}/login", data=login).status_code in (400, 403)
    login[field] = token
    assert client.post(f"{site.url}/login", data=login).text == "hello ann"
    exchange(client, site.url, large)


EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:one\r
DTSTAMP:20260101T000000Z\r
DTSTART:20260101T100000Z\r
SUMMARY:Lunch\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_radicale(start, client):
    """A calendar server: methods that few other sites know."""
    site = start("radicale")
    client.auth = ("ann", "let-me-in")
    calendar = f"{site.url}/ann/calendar"
    assert client.request("MKCALENDAR", f"{calendar}/").status_code == 201
    assert client.put(f"{calendar}/one.ics", data=EVENT, headers={"Content-Type": "text/calendar"}).status_code == 201
    assert "SUMMARY:Lunch" in client.get(f"{calendar}/one.ics").text
    found = client.request("PROPFIND", f"{calendar}/", headers={"Depth": "1"})
    assert found.status_code == 207 and "/ann/calendar/one.ics" in found.text
    assert client.delete(f"{calendar}/one.ics").status_code == 200
    assert client.get(f"{calendar}/one.ics").status_code == 404
    assert client.options(f"{site.url}/ann/").headers["DAV"].startswith("1,")
