"""Lines about requests beside uWSGI 2.0.31: the usual one, each log-format of the corpus, loggers, encoders."""

import os
import re
import socket
from pathlib import Path

import pytest
from harness import oracle
from harness.oracle import Both
from harness.wait import until

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

CORPUS = Path(os.environ.get("EMPEROR_CORPUS", "/nowhere"))

# What differs from one run, process or port to the next.
MASKS = [
    (r"\[pid: \d+", "[pid: P"),
    (r"\b\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}", "DATE"),
    (r"\b[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}", "DATE"),
    (r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "DATE"),
    (r"in \d+ (msecs|micros)", r"in T \1"),
    (r"127\.0\.0\.1:\d+", "HOST"),
    # The router's own variables, its headers, and how often it switches.
    (r"\{\d+ vars in \d+ bytes\}", "{VARS}"),
    (r"\d+ headers in \d+ bytes \(\d+ switches", "HEADERS"),
]


@pytest.fixture(scope="session")
def uwsgi():
    return oracle.uwsgi_with_expressions()


def masked(line, *more):
    for pattern, text in [*MASKS, *more]:
        line = re.sub(pattern, text, line)
    return line


class Lines:
    """The lines of both about the same requests."""

    def __init__(self, arena, uwsgi, *asked, app="hello"):
        self.arena, self.asked = arena, asked
        chosen = list(asked)
        if not any(key == "req-logger" for key, _ in asked):
            chosen.append(("req-logger", "file:FOLDER/log"))
        self.both = Both(arena, uwsgi, app, chosen)

    def files(self, name="log"):
        return [site.folder / name for site in (self.both.ours, self.both.theirs)]

    def of(self, *requests, count=None, name="log"):
        for path, how in requests:
            self.both.ask(path, **how)
        wanted = len(requests) if count is None else count

        def lines():
            return [path.read_text(errors="replace").splitlines() if path.exists() else [] for path in self.files(name)]

        until(lambda: all(len(found) >= wanted for found in lines()), lambda: f"{wanted} lines: {lines()}")
        found = lines()
        self.both.stop()
        return found


REQUESTS = [
    ("/", {}),
    ("/path?a=b&c=%20d", {"headers": [("User-Agent", 'an "agent"'), ("Referer", "http://a/b")]}),
    ("/post", {"method": "POST", "body": b"12345"}),
    ("/delete", {"method": "DELETE"}),
    ("/%C3%A9?q=%E9", {"headers": [("X-Forwarded-For", "192.0.2.9, 192.0.2.8")]}),
]


@pytest.mark.parametrize("more", [[], [("log-micros", "true")], [("log-x-forwarded-for", "true")], [("log-date", "true")]],
                         ids=["usual", "log-micros", "log-x-forwarded-for", "log-date"])
def test_the_usual_line(arena, uwsgi, more):
    ours, theirs = Lines(arena, uwsgi, *more).of(*REQUESTS)
    assert [masked(line) for line in ours] == [masked(line) for line in theirs]


def formats():
    """Every log-format of the corpus, as its file has it once the language is through with it."""
    found = []
    for path in sorted((CORPUS / "ini").glob("*.ini")):
        for line in path.read_text(errors="replace").splitlines():
            match = re.match(r"\s*log-?format\s*=\s*(.*)", line)
            if match:
                found.append(pytest.param(match.group(1), id=path.stem))
    return found


@pytest.mark.parametrize("form", formats())
def test_formats_of_the_corpus(arena, uwsgi, form):
    assert form
    strftime = [("log-format-strftime", "true"), ("log-date", "%%Y-%%m-%%d %%H:%%M:%%S,000")] if "ftime" in form else []
    ours, theirs = Lines(arena, uwsgi, ("log-format", form), *strftime).of(*REQUESTS)
    changing = numbers(form)
    assert [masked(line, *changing) for line in ours] == [masked(line, *changing) for line in theirs]


def numbers(form):
    """Sizes with our own headers in them, and times: in the form they stand where a number is."""
    masks = []
    if "%(size)" in form or "%(hsize)" in form:
        masks.append((r"(?<= )\d{2,4}(?= |$|,)|(?<=resp_size\":)\d+", "SIZE"))
    if any(name in form for name in ("%(msecs)", "%(micros)", "%(secs)")):
        masks += [(r"\d+ms\b", "Tms"), (r"\b\d+\.\d{6}\b", "SECONDS"), (r"(?<= )\d+(?= -)", "MICROS")]
    return masks


# The names whose values are the same of any server that answers this request.
NAMES = (
    "uri method user addr proto uagent referer status rsize cl wid core werr rerr ioerr modifier1 modifier2 var.HTTP_X "
    "var.REQUEST_METHOD var.nope metric.x nope"
).split()


def test_every_name(arena, uwsgi):
    form = " ".join(f"{name}=[%({name})]" for name in NAMES)
    ours, theirs = Lines(arena, uwsgi, ("log-format", form)).of(("/p?q", {"headers": [("X", "y"), ("User-Agent", "me")]}))
    assert ours == theirs and "uagent=[me]" in ours[0]


ENCODERS = [
    ["prefix <>"],
    ["suffix <>", "nl"],
    ["nl"],
    ["format [${msg}]", "nl"],
    ["format ${msgnl}"],
    ['json {"message":"${msg}"}', "nl"],
    ["format {${strftime:%%Y}} ${msg} ${nothing}x", "nl"],
    ["prefix:other <", "prefix >"],
]


@pytest.mark.parametrize("chain", ENCODERS, ids=lambda chain: ", ".join(chain))
def test_encoders(arena, uwsgi, chain):
    """Of the corpus and beyond: prefix, suffix, nl, format, json, and for one logger alone."""
    lines = Lines(arena, uwsgi, ("log-format", '%(method) "%(uri)"'), *[("log-req-encoder", encoder) for encoder in chain])
    for path in ("/a", "/b?\"c\\"):
        lines.both.ask(path)
    texts = [b"", b""]

    def complete():
        texts[:] = [path.read_bytes() if path.exists() else b"" for path in lines.files()]
        return all(b"/b" in text for text in texts) and len(texts[0]) == len(texts[1])

    until(complete, lambda: str(texts))
    lines.both.stop()
    assert texts[0] == texts[1]


def test_routes(arena, uwsgi):
    lines = Lines(
        arena, uwsgi, ("logger", "named file:FOLDER/named"), ("logger", "other file:FOLDER/other"),
        ("log-req-route", "named /named"), ("log-req-route", "other /named/other"), ("log-format", "%(uri)"))
    asked = [(path, {}) for path in ("/a", "/named/x", "/named/other", "/b")]
    assert lines.of(*asked, count=2) == [["/a", "/b"]] * 2
    for name, expected in (("named", "/named/x\n/named/other\n"), ("other", "/named/other\n")):
        assert [path.read_text() for path in lines.files(name)] == [expected] * 2


def test_drains(arena, uwsgi):
    """Without a logger of their own lines about requests are lines as others."""
    asked = [("logger", "file:FOLDER/log"), ("log-drain", "/quiet"), ("log-drain", "^[^G]"), ("log-format", "GET %(uri)")]
    both = Both(arena, uwsgi, "hello", asked)
    for path in ("/a", "/quiet", "/b"):
        both.ask(path)
    files = [site.folder / "log" for site in (both.ours, both.theirs)]
    until(lambda: all("/b" in path.read_text() for path in files if path.exists()), "the last line")
    both.stop()
    assert [re.findall(r"^GET .*$", path.read_text(), re.M) for path in files] == [["GET /a", "GET /b"]] * 2


@pytest.mark.parametrize("form, pattern", [
    ("socket:127.0.0.1:PORT", rb"/a\n"), ("socket:127.0.0.1:PORT,before", rb"before/a\n"),
    ("rsyslog:127.0.0.1:PORT", rb"<29>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ uwsgi: /a"),
    ("rsyslog:127.0.0.1:PORT,me,134", rb"<134>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d me: /a")])
def test_datagrams(arena, uwsgi, form, pattern):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(20)
        logger = form.replace("PORT", str(receiver.getsockname()[1]))
        both = Both(arena, uwsgi, "hello", [("req-logger", logger), ("log-format", "%(uri)")])
        both.ask("/a")
        messages = [receiver.recv(4096) for _ in range(2)]
        both.stop()
    assert all(re.fullmatch(pattern, message) for message in messages), messages


def test_a_control_character(arena, uwsgi):
    """Ours never reaches the log as it is (docs/COMPATIBILITY.md)."""
    ours, theirs = Lines(arena, uwsgi, ("log-format", "%(uagent)")).of(("/", {"headers": [("User-Agent", "a\tb")]}))
    assert (ours, theirs) == (["a?b"], ["a\tb"])
