"""What proxies really send: nginx over TCP and unix sockets, Apache's mod_proxy_uwsgi, and a client that leaves them."""

import hashlib
import json

import pytest
from harness import ports, wire
from harness.apache import Apache
from harness.nginx import Nginx
from harness.site import serve

LARGE = bytes(range(256)) * (5 << 12)
"""5 MB."""
PROOF = f"{len(LARGE)} {hashlib.sha256(LARGE).hexdigest()}".encode()


def nginx(arena, upstream):
    server = "server {{ listen 127.0.0.1:{port}; location / {{ uwsgi_pass {upstream}; include uwsgi_params; }} }}"
    return Nginx(arena, lambda port: server.format(port=port, upstream=upstream))


def apache(arena, upstream):
    return Apache(arena, f"ProxyPass / {upstream}")


PROXIES = {
    "nginx over TCP": (nginx, "127.0.0.1:{port}"),
    "nginx over a unix socket": (nginx, "unix:{path}"),
    "Apache over TCP": (apache, "uwsgi://127.0.0.1:{port}/"),
    "Apache over a unix socket": (apache, "unix:{path}|uwsgi://site/"),
}


def behind(arena, name, app):
    """A site with a proxy before it."""
    start, upstream = PROXIES[name]
    port = ports.free()
    site = serve(arena, app, ("uwsgi-socket", f"127.0.0.1:{port}"))
    site.proxy = start(arena, upstream.format(port=port, path=site.uwsgi))
    return site


@pytest.mark.parametrize("name", PROXIES)
def test_environ(arena, name):
    site = behind(arena, name, "environ_dump")
    answer = wire.http(site.proxy.http, "/a%20b/c?d=e&f", headers=[("X-Word", "w"), ("Cookie", "a=b")])
    environ = json.loads(answer.body)
    expected = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/a b/c",
        "QUERY_STRING": "d=e&f",
        "SCRIPT_NAME": "",
        "SERVER_PORT": str(site.proxy.port),
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_WORD": "w",
        "HTTP_COOKIE": "a=b",
        "wsgi.url_scheme": "http",
    }
    assert {key: environ.get(key) for key in expected} == expected


@pytest.mark.parametrize("name", PROXIES)
def test_bodies(arena, name):
    """Small and large; in chunks as well, where the proxy does not refuse them itself, as Apache does."""
    site = behind(arena, name, "digest_body")
    for body, proof in ((LARGE, PROOF), (b"x", f"1 {hashlib.sha256(b'x').hexdigest()}".encode())):
        assert wire.http(site.proxy.http, method="POST", body=body).body == proof
        chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        answer = wire.http(site.proxy.http, method="POST", headers=[("Transfer-Encoding", "chunked")], body=chunk)
        assert answer.status == 411 if name.startswith("Apache") else answer.body == proof


@pytest.mark.parametrize("name", PROXIES)
def test_a_client_that_leaves_its_proxy(arena, name):
    """In the middle of its upload, and of its download: the only worker goes on."""
    site = behind(arena, name, "answers_with")
    with wire.Connection(site.proxy.http) as connection:
        connection.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 200_000)
    with wire.Connection(site.proxy.http) as connection:
        connection.send(wire.head(f"/?length={len(LARGE)}"))
        connection.stream.exactly(1000)
    assert wire.http(site.proxy.http, "/?length=4").body == b"xxxx"


@pytest.mark.parametrize("options", [
    [("http-socket", "{}")], [("http11-socket", "{}")], [("http", "{}")], [("socket", "{}"), ("protocol", "http")],
    [("socket", "{}"), ("protocol", "http11")],
])
def test_every_way_to_ask_for_http(arena, options):
    address = ("127.0.0.1", ports.free())
    site = serve(arena, "hello", *[(name, value.format("%s:%d" % address)) for name, value in options])
    with wire.Connection(address) as connection:
        for _ in range(2):
            assert connection.request().body == b"hello"
    assert site.daemon.running
