"""Where lines of the log go: logger, req-logger, log-route, log-drain, log-encoder, log-json."""

import json
import re
import socket

import pytest
from harness import places
from harness.emperor import command
from harness.wait import until


def run(arena, *options, app="prints"):
    site = arena.site("blog", app, [("logto", arena.path / "main.txt"), *options])
    site.daemon = arena.vassal(site.ini, address=site.http)
    site.main = arena.path / "main.txt"
    return site


def text(path):
    return path.read_text() if path.exists() else ""


def awaited(path, *words):
    until(lambda: all(word in text(path) for word in words), lambda: f"{words} in {path.name}:\n{text(path)}")
    return text(path)


def test_requests_have_a_logger_of_their_own(arena):
    """And the app's words stay in the log, whole, even where they did not end their line."""
    requests = arena.path / "requests.txt"
    site = run(arena, ("req-logger", f"file:{requests}"))
    for number in range(3):
        site.get(f"/page{number}")
    lines = awaited(requests, "/page0", "/page2").splitlines()
    assert [re.search(r"GET (\S+) =>", line).group(1) for line in lines] == ["/page0", "/page1", "/page2"]
    assert all(line.startswith("[pid: ") for line in lines)
    log = awaited(site.main, "generation 1 serves")
    assert "GET /page" not in log and "\x01" not in log


def test_a_print_without_an_end_does_not_hide_a_request(arena):
    requests = arena.path / "requests.txt"
    site = run(arena, ("req-logger", f"file:{requests}"), app="no_line_end")
    site.get("/a")
    site.get("/b")
    assert [line[:6] for line in awaited(requests, "/a", "/b").splitlines()] == ["[pid: "] * 2
    assert awaited(site.main, "half a line").splitlines().count("half a line") == 2


def test_routes_drains_and_encoders(arena):
    crons, rest = arena.path / "crons.txt", arena.path / "rest.txt"
    site = run(
        arena,
        ("logger", f"cron file:{crons}"),
        ("logger", f"file:{rest}"),
        ("log-route", "cron GET /cron"),
        ("log-drain", "GET /noise"),
        ("log-encoder", "prefix:cron [cron]"),
    )
    for path in ("/cron", "/noise", "/page"):
        site.get(path)
    assert "GET /page" in awaited(rest, "GET /page") and "/cron" not in text(rest) and "/noise" not in text(rest)
    lines = awaited(crons, "GET /cron").splitlines()
    assert len(lines) == 1 and lines[0].startswith("[cron][pid: ")
    assert "/noise" not in text(site.main) + text(crons)


@pytest.mark.parametrize("kind", ["socket", "rsyslog"])
def test_datagrams(arena, kind):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(10)
        more = ",blog:" if kind == "socket" else ",host blog,134"
        site = run(arena, ("req-logger", f"{kind}:127.0.0.1:{receiver.getsockname()[1]}{more}"))
        site.get("/page?a=b")
        message = receiver.recv(65536).decode()
    if kind == "socket":
        assert re.fullmatch(r"blog:\[pid: \d+\|.*GET /page\?a=b => .*\n", message), message
    else:
        assert re.fullmatch(r"<134>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d host blog: \[pid: .*GET /page\?a=b => .*\)", message)


def test_datagrams_over_a_unix_socket_that_goes_and_comes(arena):
    """Nobody is waited for, and lines that were lost are counted."""
    path = arena.path / "log.sock"
    site = run(arena, ("logger", f"socket:{path}"), app="hello")
    site.get("/nobody")
    awaited(site.main, "lines were lost while the log could not be written")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(path))
        receiver.settimeout(10)
        site.get("/heard")
        while b"GET /heard" not in receiver.recv(65536):
            pass
    path.unlink()


def test_loggers_change_with_a_reload_and_are_opened_again(arena):
    first, second = arena.path / "first.txt", arena.path / "second.txt"
    site = run(arena, ("req-logger", f"file:{first}"))
    site.get("/one")
    awaited(first, "/one")
    site.ini.write_text(site.text().replace("first.txt", "second.txt"))
    site.daemon.signal(1)
    awaited(site.main, "generation 2 serves")
    site.get("/two")
    awaited(second, "/two")
    second.rename(arena.path / "moved.txt")
    site.daemon.signal(1)
    awaited(site.main, "generation 3 serves")
    site.get("/three")
    assert "/two" not in awaited(second, "/three")


def test_a_logger_that_cannot_be_opened_fails_the_generation(arena):
    site = run(arena)
    site.write(("logger", f"file:{arena.path}/nowhere/log"))
    site.daemon.signal(1)
    awaited(site.main, "there is no directory")
    assert site.get("/").status == 200


def test_json(arena):
    requests = arena.path / "requests.txt"
    site = run(arena, ("log-json", "true"), ("req-logger", f"file:{requests}"))
    agent = 'a "quoted" \\ \x09 \xff agent'
    site.get("/page?a=b", headers=[("User-Agent", agent), ("Referer", "/from")])
    line = json.loads(awaited(requests, "/page").splitlines()[0])
    assert (line["method"], line["uri"], line["status"], line["protocol"]) == ("GET", "/page?a=b", 200, "HTTP/1.1")
    assert (line["address"], line["worker"], line["referer"]) == ("127.0.0.1", 1, "/from")
    assert line["agent"] == 'a "quoted" \\ \x09 � agent'
    assert line["body_bytes"] > 0 and line["micros"] > 0 and "user" not in line


@pytest.mark.parametrize(
    "line, told",
    [
        ("logger = redislog:127.0.0.1", "is no logger that there is"),
        ("logger = file", "names no file"),
        ("logger = fd:7", "names a descriptor that no master has"),
        ("req-logger = syslog:blog,nowhere", "names no facility"),
        ("logger = socket:nowhere", "names no HOST:PORT"),
        ("log-encoder = gzip", "is none of prefix"),
        ("log-route = a", "is not of the form ID EXPRESSION"),
        ("log-drain = a(", "missing closing parenthesis"),
        ("log-route = a b", "warning: log-route: there is no logger a"),
    ],
)
def test_mistakes_are_told_with_their_line(arena, line, told):
    site = arena.site("blog", "hello", [line])
    checked = command(arena, [places.VASSAL, "--check", site.ini])
    number = site.text().splitlines().index(line) + 1
    found = [one for one in checked.out.splitlines() if told in one]
    assert found and f"blog.ini:{number}: " in found[0], checked.out
