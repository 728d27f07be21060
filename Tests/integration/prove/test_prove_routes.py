"""Internal routing beside uWSGI 2.0.31: conditions, actions, variables, and what is different on purpose."""

import base64
import re

import pytest
from harness import oracle
from harness.oracle import Both, told
from harness.wait import until

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

# uWSGI's answers to these end with the connection.
FRAMING = ("Content-Length", "Transfer-Encoding")


@pytest.fixture(scope="session")
def uwsgi():
    return oracle.uwsgi_with_expressions()


def basic(text):
    return ("Authorization", "Basic " + base64.b64encode(text.encode()).decode())


PROXY = ("X-Forwarded-Proto", "https")

# Options, and requests (a path, or path and headers), to an app that shows what it is told.
CASES = {
    "addheader": ([("route", "^/a addheader:X-A: b"), ("route", ".* addheader:X-B: c")], ["/a", "/b"]),
    "of the corpus": (
        [
            ("static-map", "/static=FOLDER"),
            ("route-uri", "^/static/ addheader:Vary: Accept-Encoding"),
            ("error-route-uri", "^/static/ addheader:Cache-Control: no-cache"),
            ("route-if", "equal:${HTTP_X_FORWARDED_PROTO};http redirect-permanent:https://${HTTP_HOST}${REQUEST_URI}"),
            ("route", ".* last:"),
        ],
        ["/static/app.py", "/a", ("/a?b=c", [("X-Forwarded-Proto", "http"), ("Host", "example.org")]), ("/a", [PROXY])],
    ),
    "redirect": (
        [("route", "^/old/(.*)$ redirect:/new/$1"), ("route-uri", r"^/x\?(\d+) redirect-permanent:/y/$1/${HTTP_HOST}")],
        ["/old/a/b", "/x?12", "/new", ("/x?1", [("Host", "h")])],
    ),
    "rewrite": (
        [("route", "^/r/(.*)$ rewrite:/s/$1"), ("route", "^/q/(.*)$ rewrite:/t?id=$1"), ("route", "^/s addheader:X-S: yes")],
        ["/r/a", "/q/5", "/q/5?b=c", "/r/%2541"],
    ),
    "break": ([("route", "^/no break:403 Forbidden"), ("route", "^/gone break:410 Gone"), ("route", ". addheader:X: y")], ["/no", "/gone", "/a"]),
    "return": ([("route", "^/no return:403"), ("route", "^/tea return:404")], ["/no", "/tea", "/a"]),
    "last": ([("route", "^/a last:"), ("route", "^/b continue:"), ("route", ". addheader:X: y")], ["/a", "/b", "/c"]),
    "goto": (
        [("route", "^/a goto:end"), ("route", ". addheader:X: y"), ("route-label", "end"), ("route", ". addheader:Z: z")],
        ["/a", "/b"],
    ),
    "goto to nowhere": ([("route", "^/b addheader:X: y")], ["/a", "/b"]),
    "seturi, setpathinfo, setuser, setmethod, addvar": (
        [
            ("route", "^/a setpathinfo:/other"), ("route", "^/b seturi:/uri"), ("route", "^/c setuser:anna"),
            ("route", "^/d setmethod:PUT"), ("route", "^/e/(.*) addvar:FOO=bar$1"), ("route", "^/e setscheme:https"),
        ],
        ["/a", "/b", "/c", "/d", "/e/x"],
    ),
    "variables": (
        [("route-run", "addheader:X-A: ${REQUEST_METHOD} ${QUERY_STRING} ${NONE}|${cookie[id]}|${qs[b]}|$x|${"),
         ("route", "^/(.)(.) addheader:X-G: $2$1")],
        ["/ab?a=1&b=2", ("/cd", [("Cookie", "x=y; id=7; z=1")])],
    ),
    "subjects": (
        [("route-host", "^example addheader:H: 1"), ("route-qs", "^a= addheader:Q: 1"), ("route-user-agent", "curl addheader:U: 1"),
         ("route-referer", "here addheader:R: 1"), ("route-remote-addr", r"^127\. addheader:A: 1"), ("route-remote-user", "^$ addheader:N: 1")],
        ["/", ("/?a=b", [("Host", "example.org"), ("User-Agent", "curl/8"), ("Referer", "from here")])],
    ),
    "conditions": (
        [("route-if", "equal:${PATH_INFO};/a addheader:E: 1"), ("route-if-not", "equal:${PATH_INFO};/a addheader:NE: 1"),
         ("route-if", "startswith:${PATH_INFO};/b addheader:S: 1"), ("route-if", "endswith:${PATH_INFO};z addheader:Z: 1"),
         ("route-if", "contains:${PATH_INFO};mid addheader:C: 1"), ("route-if", "empty:${QUERY_STRING} addheader:M: 1"),
         ("route-if", "regexp:${PATH_INFO};^/(.)(.) addheader:G: $2-$1"), ("route-if", "exists:FOLDER${PATH_INFO} addheader:X: 1"),
         ("route-if", "isfile:FOLDER${PATH_INFO} addheader:F: 1"), ("route-if", "isdir:FOLDER${PATH_INFO} addheader:D: 1")],
        ["/a", "/b", "/xyz", "/amidb", "/?q", "/app.py", "/none"],
    ),
    "static": ([("route", r"^/file$ static:FOLDER/app.py"), ("route", "^/f/(.*) static:FOLDER/$1")], ["/file", "/f/app.py", "/a"]),
    "response-route": (
        [("response-route", "^/a addheader:X-R: 1"), ("response-route-status", "200 addheader:X-S: 2"),
         ("response-route-status", "404 addheader:X-N: 3"), ("response-route-run", "addheader:X-L: 4")],
        ["/a", "/b"],
    ),
    "basicauth": (
        [("route", "^/secret basicauth:Realm,anna:pass:word")],
        ["/", "/secret", ("/secret", [basic("anna:pass:word")]), ("/secret", [basic("anna:other")]),
         ("/secret", [("Authorization", "Bearer x")])],
    ),
}


def difference(one, ours, theirs):
    return f"{one}\n  ours:   {ours}\n  uWSGI's: {theirs}"


def body(answer):
    """What the app was told, but for what is each server's own."""
    return re.sub(rb"127\.0\.0\.1:\d+|/tmp/et-[^/]*/sites/[^/\"]*", b"", answer)


@pytest.mark.parametrize("name", CASES)
def test_alike(arena, uwsgi, name):
    options, requests = CASES[name]
    both = Both(arena, uwsgi, "shows_request", [("mimefile", "/nowhere"), *options])
    differences = []
    for one in requests:
        path, headers = one if isinstance(one, tuple) else (one, [])
        found = []
        for answer, site in zip(both.ask(path, headers=headers), (both.ours, both.theirs)):
            status, headers_told, content = told(answer, *FRAMING, "ETag", "Accept-Ranges", "Last-Modified", "Content-Type")
            text = repr((status, headers_told, content)).replace(f":{site.port}", "")
            found.append(text.replace(str(site.folder), "FOLDER"))
        if found[0] != found[1]:
            differences.append(difference(one, *found))
    assert not differences, "\n".join(differences)
    both.stop()


def test_log_and_donotlog(arena, uwsgi):
    both = Both(arena, uwsgi, "hello", [
        ("route", "^/said log:said ${REQUEST_URI}"), ("route", "^/quiet donotlog:"), ("logto", "FOLDER/log")])
    for path in ("/said?a", "/quiet", "/end"):
        both.ask(path)
    logs = [site.folder / "log" for site in (both.ours, both.theirs)]
    until(lambda: all("GET /end" in path.read_text() for path in logs), "the last line")
    both.stop()
    for path in logs:
        text = path.read_text()
        assert re.search(r"^said /said\?a$", text, re.M) and "GET /quiet" not in text and "GET /said" in text


def test_a_path_in_a_file_that_a_route_names(arena, uwsgi):
    """What a client says leads to nothing outside of the directory that the route names."""
    both = Both(arena, uwsgi, "hello", [("route-qs", "^f=(.*)$ static:FOLDER/sub/$1")])
    for site in (both.ours, both.theirs):
        (site.folder / "sub").mkdir()
        (site.folder / "sub/in").write_text("in")
    assert [answer.body for answer in both.ask("/?f=in")] == [b"in", b"in"]
    for path in ("/?f=../app.py", "/?f=/etc/hostname", "/?f=../../../../etc/hostname"):
        ours, theirs = both.ask("/?f=in"), None
        assert b"def application" not in oracle.wire.http(both.ours.http, path).body, path
        assert oracle.wire.http(both.ours.http, path).status == 404
    both.stop()
