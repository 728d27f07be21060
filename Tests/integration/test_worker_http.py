"""HTTP/1.1 on the wire."""

import json

import pytest
from harness import load, wire
from harness.held import Held
from harness.site import serve
from harness.wire import Connection, head


@pytest.fixture
def hello(arena):
    return serve(arena, "hello")


def test_keep_alive(hello):
    """One connection, many answers, until the client says close."""
    with Connection(hello.http) as connection:
        for _ in range(50):
            answer = connection.request()
            assert (answer.status, answer.body) == (200, b"hello")
            assert answer.version == "HTTP/1.1"
            assert (answer.header("Connection") or "keep-alive").lower() == "keep-alive"
        last = connection.request(headers=[("Connection", "close")])
        assert last.header("Connection") == "close"
        assert connection.ended()


def test_http_1_0(hello):
    """Closed after the answer unless the client asks to keep it."""
    with Connection(hello.http) as connection:
        connection.send(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.answer().body == b"hello"
        assert connection.ended()
    with Connection(hello.http) as connection:
        for _ in range(2):
            connection.send(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            answer = connection.answer()
            assert (answer.body, answer.header("Connection").lower()) == (b"hello", "keep-alive")


def test_pipelined(hello):
    with Connection(hello.http) as connection:
        connection.send(head("/") * 10)
        assert [connection.answer().body for _ in range(10)] == [b"hello"] * 10


def test_date_and_server_once(hello):
    answer = hello.get()
    assert answer.header("Date") is not None
    assert answer.header("Server") is not None
    assert answer.header("Content-Length") == "5"


def test_head_has_no_body(hello):
    with Connection(hello.http) as connection:
        for _ in range(3):
            answer = connection.request(method="HEAD")
            assert (answer.status, answer.header("Content-Length")) == (200, "5")
        assert connection.request().body == b"hello"


def test_split_anywhere(hello):
    """A request that comes byte by byte is the same request."""
    with Connection(hello.http) as connection:
        for byte in head("/"):
            connection.send(bytes([byte]))
        assert connection.answer().body == b"hello"


@pytest.mark.parametrize(
    "request_bytes, status",
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", None),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ],
    ids=lambda value: value[:30].decode() if isinstance(value, bytes) else str(value),
)
def test_what_is_refused(hello, request_bytes, status):
    """An answer, then the end of the connection; the worker goes on."""
    with Connection(hello.http) as connection:
        connection.send(request_bytes)
        answer = connection.answer()
        assert answer.status == status if status else 400 <= answer.status < 500, answer
        assert connection.ended()
    load.good(hello.get(), b"hello")


def test_environ(arena):
    site = serve(arena, "environ_dump")
    answer = wire.http(
        site.http, "/a%20b/%C3%A9?x=1&y=%2F", headers=[("X-Word", "w"), ("Content-Type", "text/x")], method="POST", body=b"12"
    )
    environ = json.loads(answer.body)
    expected = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/a b/\u00c3\u00a9",
        "QUERY_STRING": "x=1&y=%2F",
        "REQUEST_URI": "/a%20b/%C3%A9?x=1&y=%2F",
        "CONTENT_TYPE": "text/x",
        "CONTENT_LENGTH": "2",
        "HTTP_X_WORD": "w",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_PORT": str(site.port),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.version": "(1, 0)",
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    assert {key: environ.get(key) for key in expected} == expected
    assert "HTTP_CONTENT_TYPE" not in environ and "HTTP_CONTENT_LENGTH" not in environ


def test_underscore_headers_do_not_pass_for_dashed_ones(arena):
    site = serve(arena, "environ_dump")
    environ = json.loads(wire.http(site.http, headers=[("X_Forwarded_For", "evil"), ("X-Dup", "a")]).body)
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["HTTP_X_DUP"] == "a"


@pytest.mark.parametrize("target", ["?status=200%20OK%0d%0aX:1", "?header=X-A:b%0d%0aX-B:c", "?header=X%0aY:b", "?header=X-A:b%00"])
def test_what_an_app_may_not_put_into_the_head(arena, target):
    """CR, LF and NUL end as a 500, never as a second header."""
    site = serve(arena, "answers_with")
    answer = site.get(f"/{target}")
    assert answer.status == 500
    assert answer.header("X-B") is None and answer.header("X") is None


@pytest.mark.parametrize("status", ["204%20No%20Content", "304%20Not%20Modified"])
def test_answers_without_a_body(arena, status):
    site = serve(arena, "answers_with")
    with Connection(site.http) as connection:
        assert connection.request(f"/?status={status}&length=0").status == int(status[:3])
        assert connection.request("/?length=4").body == b"xxxx", "the next answer begins where it should"


def test_expect_100_continue(arena):
    site = serve(arena, "echo_body")
    with Connection(site.http) as connection:
        connection.send(head("/", "POST", [("Content-Length", "5"), ("Expect", "100-continue")]))
        assert connection.stream.until(b"\r\n\r\n").startswith(b"HTTP/1.1 100 ")
        connection.send(b"later")
        assert connection.answer().body == b"later"


def test_an_idle_connection_holds_no_worker(arena):
    """One process: twenty kept connections that say nothing keep nobody waiting."""
    site = serve(arena, "hello")
    kept = [Connection(site.http) for _ in range(20)]
    try:
        for connection in kept:
            assert connection.request().status == 200
        load.good(site.get(), b"hello")
        half = Connection(site.http)
        kept.append(half)
        half.send(b"GET / HTTP/1.1\r\nHo")
        load.good(site.get(), b"hello")
        assert {connection.request().status for connection in kept[:20]} == {200}
    finally:
        for connection in kept:
            connection.close()


def test_a_busy_worker_leaves_requests_to_an_idle_one(arena):
    site = serve(arena, "gate", ("processes", 2))
    with Held(site, "a") as held:
        with load.Load(load.http(site.http), clients=4) as clients:
            clients.go_on(100)
        assert clients.failures == [], str(clients)
        assert held.release().body == held.pid_text


def test_a_client_that_leaves_harms_nobody(arena):
    """In the head, in the body, before the answer."""
    site = serve(arena, "echo_body")
    for beginning in (
        b"", b"GET / HT", head("/", "POST", [("Content-Length", "100")]) + b"abc", head("/"),
    ):  # fmt: skip
        for _ in range(5):
            with Connection(site.http) as connection:
                connection.send(beginning)
    assert site.get("/", method="POST", body=b"still here").body == b"still here"


def test_a_unix_socket_speaks_http_too(arena):
    socket = arena.path / "web.sock"
    site = serve(arena, "hello", ("http-socket", socket))
    answer = wire.http(socket)
    assert (answer.status, answer.body) == (200, b"hello")
    load.good(site.get(), b"hello")


def test_http_spoken_to_a_uwsgi_socket_is_answered(arena):
    """Not silence: a 400, and a line in the log that says what came."""
    site = serve(arena, "hello")
    with Connection(site.uwsgi) as connection:
        connection.send(head("/"))
        assert connection.answer().status == 400
    site.daemon.says("HTTP")
    load.good(wire.uwsgi(site.uwsgi), b"hello")
