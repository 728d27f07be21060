"""Files without the app, beside uWSGI 2.0.31: each option, and what is different on purpose."""

import gzip
import os
from email.utils import formatdate, parsedate_to_datetime

import pytest
from harness import oracle, wire
from harness.oracle import Both, told

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

CHANGED = 1_500_000_000

# Headers that uWSGI does not send at all.
OURS_ALONE = ("ETag", "Accept-Ranges", "Vary")


@pytest.fixture(scope="session")
def uwsgi():
    return oracle.uwsgi_with_expressions()


@pytest.fixture
def folder(arena):
    """Files as a site has them."""
    root = arena.make("files/static")
    for name, text in {
        "a.css": "body {}",
        "a.js": "js",
        "page.html": "<p>",
        "deep/index.html": "<p>deep",
        "deep/a.txt": "deep",
        "program.py": "1",
        "unknown.zzz": "?",
        "empty.txt": "",
        "large.bin": "0123456789" * 40_000,
        "a.css.gz": None,
        "deep/a.txt.gz": None,
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(b"packed", mtime=0) if text is None else text.encode())
        os.utime(path, (CHANGED, CHANGED))
    (root / "link").symlink_to("deep/a.txt")
    safe = arena.make("files/safe")
    (safe / "file.txt").write_text("safe")
    os.utime(safe / "file.txt", (CHANGED, CHANGED))
    (root / "to_safe.txt").symlink_to(safe / "file.txt")
    (root / "to_etc").symlink_to("/etc/hostname")
    types = arena.path / "types"
    types.write_text("text/one css one\ntext/two css two\n# text/three three\ntext/plain txt zzz bin\ntext/x-js js\ntext/html html\n")
    return root


STATIC = ("static-map", "/s=ROOT")
GZIP = ("Accept-Encoding", "gzip")
SINCE = ("If-Modified-Since", formatdate(CHANGED, usegmt=True))
EARLIER = ("If-Modified-Since", formatdate(CHANGED - 1, usegmt=True))
LATER = ("If-Modified-Since", formatdate(CHANGED + 1, usegmt=True))


def ranged(text):
    return ("Range", f"bytes={text}")


# Options, and requests that both answer alike: a path, or a path, headers and a method.
SAME = {
    "static-map": (
        [STATIC],
        ["/s/a.css", "/s/none", "/s/deep/a.txt", "/s/link", "/s/to_etc", "/s//a.js",
         "/s/%61.css", "/s", "/s/", "/s/deep", "/s/empty.txt", "/s/large.bin", "/", "/s/a.css?x=y", "/s/a.css/",
         ("/s/a.css", [], "HEAD"), ("/s/a.css", [], "POST"), ("/s/none", [], "HEAD")],
    ),
    "of a file": ([("static-map", "/f.css=ROOT/a.css")], ["/f.css", "/f", "/", ("/f.css", [], "HEAD")]),
    "several": (
        [("static-map", "/s=ROOT/deep"), ("static-map", "/s=ROOT"), ("static-map", "/=ROOT/none")],
        ["/s/a.txt", "/s/a.css", "/s/index.html", "/a.css"],
    ),
    "static-map2": ([("static-map2", "/deep=ROOT")], ["/deep/a.txt", "/deep/none", "/a.css"]),
    "check-static": (
        [("check-static", "ROOT"), ("check-static", "ROOT/deep"), ("static-map", "/a.css=ROOT/a.js")],
        ["/a.css", "/a.txt", "/deep/a.txt", "/", "/none", ("/a.css", [], "POST")],
    ),
    "static-index": (
        [STATIC, ("static-index", "none"), ("static-index", "index.html")],
        ["/s/deep/", "/s/", "/s/deep/a.txt", ("/s/deep/", [], "HEAD")],
    ),
    "static-skip-ext": ([STATIC, ("static-skip-ext", ".py")], ["/s/program.py", "/s/a.css"]),
    "static-safe": ([STATIC, ("static-safe", "SAFE")], ["/s/to_safe.txt", "/s/to_etc", "/s/a.css"]),
    "without static-safe": ([STATIC], ["/s/to_safe.txt"]),
    "mimefile": ([STATIC, ("mimefile", "TYPES")], ["/s/a.css", "/s/unknown.zzz", "/s/empty.txt", "/s/large.bin"]),
    "If-Modified-Since": (
        [STATIC],
        [("/s/a.css", [EARLIER]), ("/s/a.css", [("If-Modified-Since", "yesterday")]), ("/s/none", [SINCE])],
    ),
    "ranges": (
        [STATIC, ("honour-range", "true")],
        [("/s/large.bin", [ranged(text)]) for text in ("0-0", "5-9", "-5", "399990-", "399990-999999", "100-300000")]
        + [("/s/none", [ranged("0-1")])],
    ),
    "static-expires-mtime": (
        [STATIC, ("static-expires-mtime", r"/static/.*\.css$ 60"), ("static-expires-mtime", "/static/deep/* 120")],
        ["/s/a.css", "/s/deep/a.txt", "/s/a.js", "/s/link"],
    ),
    "static-expires-path-info-mtime": (
        [STATIC, ("static-expires-path-info-mtime", r"^/s/a\. 60")], ["/s/a.css", "/s/a.css?/s/b", "/s/deep/a.txt"]),
    "static-expires-uri-mtime": (
        [STATIC, ("static-expires-uri-mtime", r"\?v=\d+$ 60")], ["/s/a.css?v=1", "/s/a.css", "/s/a.css?v=x"]),
    "static-expires-type-mtime": (
        [STATIC, ("static-expires-type-mtime", "text/css=60"), ("static-expires-type-mtime", "text/css=70")],
        ["/s/a.css", "/s/a.js"],
    ),
    "static-gzip-all": ([STATIC, ("static-gzip-all", "true")], [("/s/a.css", [GZIP]), "/s/a.css", ("/s/a.js", [GZIP]), ("/s/deep/a.txt", [GZIP])]),
    "static-gzip-dir": ([STATIC, ("static-gzip-dir", "ROOT/deep")], [("/s/a.css", [GZIP]), ("/s/deep/a.txt", [GZIP])]),
    "static-gzip-prefix": ([STATIC, ("static-gzip-prefix", "ROOT/de")], [("/s/a.css", [GZIP]), ("/s/deep/a.txt", [GZIP])]),
    "static-gzip-ext": ([STATIC, ("static-gzip-ext", "css")], [("/s/a.css", [GZIP]), ("/s/deep/a.txt", [GZIP])]),
    "static-gzip-suffix": ([STATIC, ("static-gzip-suffix", "txt")], [("/s/a.css", [GZIP]), ("/s/deep/a.txt", [GZIP])]),
    "static-gzip": ([STATIC, ("static-gzip", r"a\.c.s$")], [("/s/a.css", [GZIP]), ("/s/deep/a.txt", [GZIP])]),
    "file-serve-mode nginx": ([STATIC, ("file-serve-mode", "nginx")], ["/s/a.css", "/s/link", "/s/none"]),
    "file-serve-mode x-sendfile": ([STATIC, ("file-serve-mode", "x-sendfile")], ["/s/a.css", "/s/link"]),
    "add-header": ([STATIC, ("add-header", "X-A: b")], ["/s/a.css", "/"]),
}


def options(asked, folder):
    places = {"ROOT": folder, "SAFE": folder.parent / "safe", "TYPES": folder.parent.parent / "types"}
    changed = []
    for key, value in asked:
        for word, place in places.items():
            value = value.replace(word, str(place))
        changed.append((key, value))
    return changed


def request(asked):
    path, headers, method = (*asked, "GET")[:3] if isinstance(asked, tuple) else (asked, [], "GET")
    return path, {"headers": headers, "method": method, "body": b"x" if method == "POST" else b""}


@pytest.mark.parametrize("name", SAME)
def test_alike(arena, uwsgi, folder, name):
    asked, requests = SAME[name]
    # Types that only we know by themselves.
    types = [] if any(key == "mimefile" for key, _ in asked) else [("mimefile", "TYPES")]
    both = Both(arena, uwsgi, "hello", options([*asked, *types], folder))
    differences = []
    for one in requests:
        path, how = request(one)
        # A file that the server in front sends has no length here; over HTTP an answer has one.
        left_out = [*OURS_ALONE, "Content-Length"] if name.startswith("file-serve-mode") else OURS_ALONE
        ours, theirs = (told(answer, *left_out) for answer in both.ask(path, **how))
        if ours != theirs:
            differences.append(f"{one}\n  ours:   {str(ours)[:600]}\n  uWSGI's: {str(theirs)[:600]}")
    assert not differences, "\n".join(differences)
    both.stop()


# What is different on purpose (docs/COMPATIBILITY.md), with the status and a header or the body of either.
DIFFERENT = [
    ("a prefix ends at a slash", [("static-map", "/s=ROOT/deep")], "/sa.txt", (200, b"hello"), (200, b"deep")),
    ("a file's path is the whole path", [("static-map", "/f=ROOT/a.css")], "/fx", (200, b"hello"), (200, b"body {}")),
    ("siblings are no part of a directory", [("static-map", "/d=ROOT/deep")], "/d/beside", (200, b"hello"), (200, b"deeper")),
    ("a path with .. is no file's", [STATIC], "/s/deep/../a.css", (200, b"hello"), (200, b"body {}")),
    ("a link's type is that of its own name", [STATIC], "/s/link.css", (200, b"deep"), (200, b"deep")),
    ("a directory's path ends with a slash", [STATIC, ("static-index", "index.html")], "/s/deep", (301, b""), (200, b"<p>deep")),
    ("what is no range is no mistake", [STATIC, ("honour-range", "true")], ("/s/a.css", [ranged("x-y")]), (200, b"body {}"), (416, b"")),
    ("all bytes are a range", [STATIC, ("honour-range", "true")], ("/s/a.css", [ranged("0-")]), (206, b"body {}"), (200, b"body {}")),
    ("ranges need no option", [STATIC], ("/s/a.css", [ranged("0-1")]), (206, b"bo"), (200, b"body {}")),
    ("If-Range is about the version that the client has", [STATIC, ("honour-range", "true")],
     ("/s/a.css", [ranged("0-1"), ("If-Range", EARLIER[1])]), (200, b"body {}"), (206, b"bo")),
    ("a weight of 0 says no", [STATIC, ("static-gzip-all", "true")], ("/s/a.css", [("Accept-Encoding", "gzip;q=0")]),
     (200, b"body {}"), (200, gzip.compress(b"packed", mtime=0))),
]


@pytest.mark.parametrize("reason, asked, one, ours, theirs", DIFFERENT, ids=[case[0] for case in DIFFERENT])
def test_different(arena, uwsgi, folder, reason, asked, one, ours, theirs):
    (folder / "deeper").mkdir()
    (folder / "deeper/x").write_text("deeper")
    (folder / "deep/beside").symlink_to("../deeper/x")
    (folder / "link.css").symlink_to("deep/a.txt")
    both = Both(arena, uwsgi, "hello", options(asked, folder))
    path, how = request(one)
    assert [(answer.status, answer.body) for answer in both.ask(path, **how)] == [ours, theirs], reason
    both.stop()


def test_not_modified(arena, uwsgi, folder):
    """A 304 of either; ours tells what the file is (RFC 9110 section 15.4.5)."""
    both = Both(arena, uwsgi, "hello", options([STATIC], folder))
    for header in (SINCE, LATER):
        ours, theirs = both.ask("/s/a.css", headers=[header])
        assert (ours.status, theirs.status) == (304, 304)
        assert ours.header("Last-Modified") == SINCE[1] and theirs.header("Last-Modified") is None
    both.stop()


@pytest.mark.parametrize("option", ["static-expires", "static-expires-path-info", "static-expires-uri", "static-expires-type"])
def test_expires_from_now_on(arena, uwsgi, folder, option):
    value = "text/css=3600" if option.endswith("type") else ". 3600"
    both = Both(arena, uwsgi, "hello", options([STATIC, ("mimefile", "TYPES"), (option, value.replace("css", "one"))], folder))
    ours, theirs = (parsedate_to_datetime(answer.header("Expires")) for answer in both.ask("/s/a.css"))
    assert abs((ours - theirs).total_seconds()) <= 2
    both.stop()


def test_document_root(arena, uwsgi, folder):
    socket = {}
    answers = []
    for kind in ("ours", "theirs"):
        socket[kind] = arena.path / f"{kind}.sock"
    site = [("check-static-docroot", "true"), ("mimefile", "TYPES")]
    for kind, program in (("ours", None), ("theirs", uwsgi)):
        chosen = options([*site, ("socket", str(socket[kind])), ("vacuum", "true")], folder)
        one = arena.site(kind, "hello", [*chosen, ("master", "true"), ("die-on-term", "true")])
        daemon = arena.daemon(kind, [program, "--ini", one.ini]) if program else arena.vassal(one.ini)
        oracle.until(lambda: wire.accepts(socket[kind]), daemon.log)
        answers.append([
            told(wire.uwsgi(socket[kind], path, DOCUMENT_ROOT=str(folder)), *OURS_ALONE)
            for path in ("/a.css", "/none", "/deep/a.txt", "/to_etc")
        ])
        daemon.stop()
    assert answers[0] == answers[1]
