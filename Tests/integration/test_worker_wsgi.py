"""PEP 3333, over both protocols."""

import json
import threading

import pytest
from harness import load, python, wire
from harness.answer import Failed
from harness.site import both, serve
from harness.wait import until
from harness.wire import Connection, head


def test_validator_is_silent(arena):
    site = serve(arena, "validated")
    for answer in [*both(site), *both(site, "/a/b?c=d", method="POST", body=b"body")]:
        assert answer.status == 200, site.daemon.log()
        assert answer.body in (b"valid ", b"valid body")
    assert "AssertionError" not in site.daemon.log()
    assert "Warning" not in site.daemon.log()


def test_streaming_goes_out_part_by_part(arena):
    """A part is with the client before the app makes the next one."""
    site = serve(arena, "streaming")
    with Connection(site.http) as connection:
        connection.send(head("/"))
        start = connection.stream.until(b"\r\n\r\n").lower()
        assert b"transfer-encoding: chunked" in start
        for number in range(3):
            part = f"part {number}\n".encode()
            assert int(connection.stream.line(), 16) == len(part)
            assert connection.stream.exactly(len(part) + 2) == part + b"\r\n"
            (site.folder / f"part.{number + 1}").touch()
        assert connection.stream.exactly(5) == b"0\r\n\r\n"
        assert connection.request("/").body.count(b"part") == 3, "the connection is kept"
    assert wire.uwsgi(site.uwsgi).body == b"part 0\npart 1\npart 2\n"


def test_write(arena):
    site = serve(arena, "write_callable")
    assert [answer.body for answer in both(site)] == [b"written, twice, then returned"] * 2


@pytest.mark.parametrize("path", ["/", "/raise", "/head"])
def test_close_is_called_once(arena, path):
    """After a good answer, one that broke in the middle, and one that never began."""
    site = serve(arena, "close_called")
    for ask in (wire.http, wire.uwsgi):
        log = site.folder / "closed.log"
        log.unlink(missing_ok=True)
        try:
            answer = ask(site.uwsgi if ask is wire.uwsgi else site.http, path)
            assert answer.status == (500 if path == "/head" else 200)
        except Failed as failure:
            assert path == "/raise" and failure.kind in ("cut", "empty"), failure
        until(log.exists, "close() to be called")
        load.good(wire.http(site.http, "/next"))
        until(lambda: "/next" in log.read_text(), "close() to be called for the next one")
        assert log.read_text() == f"{path}\n/next\n"


def test_close_is_called_when_the_client_has_left(arena):
    site = serve(arena, "streaming")
    with Connection(site.http) as connection:
        connection.send(head("/"))
        connection.stream.until(b"part 0")
    (site.folder / "part.1").touch()
    (site.folder / "part.2").touch()
    assert site.get().status == 200


def test_an_exception_is_a_500_and_a_traceback_in_the_log(arena):
    site = serve(arena, "exception")
    for path in ("/before", "/after"):
        for answer in both(site, path):
            assert answer.status == 500
            assert b"Traceback" not in answer.body, "the client is not told"
    log = site.daemon.log()
    assert log.count("LookupError: no such planet: Vulcan") == 2
    assert "Traceback (most recent call last)" in log and "in application" in log
    assert [answer.body for answer in both(site, "/fine")] == [b"fine"] * 2


def test_an_exception_in_the_middle_is_seen_as_one(arena):
    """A body that ends early must not look complete."""
    site = serve(arena, "exception")
    with pytest.raises(Failed) as failure:
        wire.http(site.http, "/middle")
    assert failure.value.kind in ("cut", "reset", "empty")
    site.daemon.says("LookupError: in the middle")
    load.good(site.get("/fine"), b"fine")


def test_exc_info_replaces_the_answer(arena):
    site = serve(arena, "exception")
    for answer in both(site, "/replaced"):
        assert (answer.status, answer.reason, answer.body) == (503, "Not Now", b"replaced")


BODY = b"one\ntwo\nthree"


@pytest.mark.parametrize(
    "way, pieces",
    [
        ("/read", ["one\ntwo\nthree"]),
        ("/sized", ["one", "", "\ntwo", "\nthree", ""]),
        ("/line", ["one\n", "tw", "o\n", "three", ""]),
        ("/lines", ["one\n", "two\n", "three"]),
        ("/iterate", ["one\n", "two\n", "three"]),
    ],
)
def test_ways_to_read(arena, way, pieces):
    site = serve(arena, "read_variants")
    for answer in both(site, way, method="POST", body=BODY):
        assert json.loads(answer.body) == pieces
    chunked = b"4\r\none\n\r\n1;x=y\r\nt\r\n8\r\nwo\nthree\r\n0\r\nX-Sum: t\r\n\r\n"
    with Connection(site.http) as connection:
        for _ in range(2):
            connection.send(head(way, "POST", [("Transfer-Encoding", "chunked")]) + chunked)
            assert json.loads(connection.answer().body) == pieces


def test_a_body_that_nobody_reads(arena):
    """The next request on the connection is not read out of it."""
    site = serve(arena, "read_variants")
    with Connection(site.http) as connection:
        for size in (10, 100_000):
            answer = connection.request("/none", "POST", body=b"x" * size)
            assert (answer.status, answer.body) == (200, b"[]")
            if answer.header("Connection") == "close":
                break
        else:
            assert json.loads(connection.request("/read", "POST", body=b"end").body) == ["end"]


def test_uwsgi_environ(arena):
    """The variables of the packet, and nothing that chooses code."""
    site = serve(arena, "environ_dump")
    environ = json.loads(
        wire.uwsgi(site.uwsgi, "/a?b=c", HTTPS="on", UWSGI_SCHEME="https", HTTP_X_WORD="w", UWSGI_FILE="/etc/passwd").body
    )
    assert environ["PATH_INFO"] == "/a" and environ["QUERY_STRING"] == "b=c"
    assert environ["REMOTE_ADDR"] == "192.0.2.7" and environ["HTTP_X_WORD"] == "w"
    assert environ["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize(
    "data",
    [b"\0", b"\0\xff\xff\0" + b"x" * 100, b"\0\x02\0\0\xff\xff", b"\0\x06\0\0\x01\0a\xff\xffb", b"\x63\0\0\0", b"\0\0\0\0"],
    ids=["short", "promises-more", "key-too-long", "value-too-long", "modifier-99", "empty"],
)
def test_wrong_packets_harm_nobody(arena, data):
    site = serve(arena, "hello")
    with Connection(site.uwsgi) as connection:
        connection.send(data)
    load.good(wire.uwsgi(site.uwsgi), b"hello")
    assert site.daemon.running


def test_uwsgi_packet_byte_by_byte(arena):
    site = serve(arena, "echo_body")
    with Connection(site.uwsgi) as connection:
        for byte in wire.packet(wire.variables("/", "POST", b"body")) + b"body":
            connection.send(bytes([byte]))
        assert connection.answer().body == b"body"


def test_a_packet_larger_than_the_buffer_is_answered(arena):
    site = serve(arena, "hello", ("buffer-size", 4096))
    answer = wire.uwsgi(site.uwsgi, HTTP_COOKIE="x" * 5000)
    assert 400 <= answer.status < 500
    site.daemon.says("buffer-size")
    load.good(wire.uwsgi(site.uwsgi, HTTP_COOKIE="x" * 3000), b"hello")


def test_threads_are_inside_together(arena):
    """`threads = 2`: two requests in one process at the same time; the environ says multithread."""
    site = serve(arena, "together", ("threads", 2))
    bodies = []
    clients = [threading.Thread(target=lambda: bodies.append(site.get().body)) for _ in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert len({body.split()[1] for body in bodies}) == 1, bodies
    assert len({body.split()[3] for body in bodies}) == 2, bodies


def test_a_background_thread_runs_between_requests(arena):
    site = serve(arena, "background_thread")
    first = int(site.get().body)
    until(lambda: int(site.get().body) > first + 5, "the thread to count on")


def test_what_an_app_prints(arena):
    """In the log once, import-time prints too, whatever the number of workers."""
    site = serve(arena, "prints", ("processes", 3))
    site.get()
    for text in ("said on wsgi.errors", "said on stdout", "said on stderr"):
        site.daemon.says(text)
    assert site.daemon.log().count("said while importing") == 1


def test_callable_and_module(arena):
    site = arena.site("named", "no_callable", [("callable", "app")])
    arena.vassal(site.ini, address=site.http)
    assert site.get().body == b"app"
    module = arena.site("module", "no_callable")
    module.options[2] = ("module", "app:app")
    module.write()
    arena.vassal(module.ini, address=module.http)
    assert module.get().body == b"app"


@pytest.mark.parametrize("app, said", [("crash_on_import", "the database password is not configured"), ("no_callable", "application")])
def test_without_need_app_every_request_is_a_500(arena, app, said):
    """`need-app = false` is uWSGI's way: the site is up without its app, and the log knows why."""
    site = serve(arena, app, ("need-app", "false"))
    for answer in both(site):
        assert answer.status == 500
    site.daemon.says(said)
    assert site.daemon.running


def test_where_the_app_finds_itself(arena):
    """chdir, env, home: as uWSGI sets them."""
    home = python.virtualenv(arena.path / "env")
    site = serve(arena, "who", ("home", home), ("env", "COLOUR=blue and green"), ("env", "PLACE=%d"))
    who = json.loads(site.get().body)
    assert who["cwd"] == str(site.folder)
    assert who["prefix"] == str(home)
    assert who["executable"] == str(home / "bin/python")
    assert (who["environment"]["COLOUR"], who["environment"]["PLACE"]) == ("blue and green", f"{arena.vassals}/")
    assert "PYTHONHOME" not in who["environment"]
    assert who["argv"] == ["uwsgi"]
