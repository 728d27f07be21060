"""Bodies of any size, both ways, over both protocols."""

import hashlib

import pytest
from harness import proc, wire
from harness.nginx import Nginx
from harness.site import serve
from harness.wire import Connection, head

LARGE = bytes(range(256)) * (50 << 12)
"""50 MB."""

PROOF = f"{len(LARGE)} {hashlib.sha256(LARGE).hexdigest()}".encode()


@pytest.fixture
def digest(arena):
    return serve(arena, "digest_body")


def test_50_mb_over_http(digest):
    assert wire.http(digest.http, method="POST", body=LARGE).body == PROOF


def test_50_mb_over_uwsgi(digest):
    assert wire.uwsgi(digest.uwsgi, method="POST", body=LARGE).body == PROOF


def test_50_mb_in_chunks(digest):
    with Connection(digest.http) as connection:
        connection.send(head("/", "POST", [("Transfer-Encoding", "chunked")]))
        for start in range(0, len(LARGE), 1 << 20):
            connection.send(b"100000\r\n" + LARGE[start : start + (1 << 20)] + b"\r\n")
        connection.send(b"0\r\n\r\n")
        assert connection.answer().body == PROOF


def test_50_mb_do_not_stay_in_memory(digest):
    """They stream: the worker has not grown by the size of the body."""
    (worker,) = digest_workers(digest)
    before = proc.private_bytes(worker)
    for _ in range(2):
        assert wire.uwsgi(digest.uwsgi, method="POST", body=LARGE).body == PROOF
    assert proc.private_bytes(worker) - before < 10 << 20


def digest_workers(site):
    """The processes below the master that have listening sockets: workers, not the zygote."""
    pids = [process.pid for process in proc.descendants(site.daemon.pid) if process.alive]
    return [pid for pid in pids if sum("socket:" in what for what in proc.descriptors(pid).values()) >= 2]


def test_50_mb_through_nginx_unbuffered(arena, digest):
    server = """
    server {{
        listen 127.0.0.1:{port};
        uwsgi_request_buffering off;
        location / {{ uwsgi_pass unix:{upstream}; include uwsgi_params; }}
    }}
    """
    nginx = Nginx(arena, lambda port: server.format(port=port, upstream=digest.uwsgi))
    assert wire.http(nginx.http, method="POST", body=LARGE).body == PROOF


@pytest.mark.parametrize("size", [1, 4095, 65535, 65536, 65537, 1 << 20])
def test_sizes_around_the_buffers(arena, size):
    site = serve(arena, "echo_body")
    body = LARGE[:size]
    with Connection(site.http) as connection:
        for _ in range(2):
            assert connection.request("/", "POST", body=body).body == body
    assert wire.uwsgi(site.uwsgi, method="POST", body=body).body == body


def test_large_answers(arena):
    """To a client that reads slowly, and to one that leaves in the middle."""
    site = serve(arena, "answers_with", ("threads", 2))
    target = f"/?length={len(LARGE)}"
    with Connection(site.http) as leaver:
        leaver.send(head(target))
        leaver.stream.until(b"\r\n\r\n")
    answer = site.get(target)
    assert len(answer.body) == len(LARGE)
    assert len(wire.uwsgi(site.uwsgi, target).body) == len(LARGE)


@pytest.mark.parametrize("declared, length", [(5, 3), (3, 5)])
def test_an_app_that_declares_a_wrong_length(arena, declared, length):
    """Never more than declared; when less comes, the connection ends instead of going on out of step."""
    site = serve(arena, "answers_with")
    with Connection(site.http) as connection:
        connection.send(head(f"/?declare={declared}&length={length}"))
        start = connection.stream.until(b"\r\n\r\n")
        assert b"ontent-" in start
        assert connection.stream.exactly(min(declared, length)) == b"x" * min(declared, length)
        if length < declared:
            assert connection.ended()
        else:
            assert connection.request("/?length=4").body == b"xxxx"
