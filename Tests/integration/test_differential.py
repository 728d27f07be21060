"""The same apps and the same requests before Emperor, gunicorn and uWSGI: the same answers, but for those of which
docs/COMPATIBILITY.md says how and why they differ. A difference that it does not list is a failure, and so is one that
it lists and that is none any more."""

import os
import re
from urllib.parse import unquote

import pytest
from harness import peers, places, wire
from harness.answer import Failed
from harness.arena import Arena
from harness.site import serve

FILE = places.FIXTURES / "all_apps.py"

BODY = b"one\ntwo\nthree"
LATIN1 = {"X-Word": "caf\xe9"}
PLAIN = """hello/ empty_iterable/ empty_chunks/ generator/ tuple_body/ bytes_body/ set_body/ bytearray_body/ text_body/
    none_body/ never_starts/ starts_twice/ starts_late/ keyword_exc_info/ system_exit/ head_body/ no_content/204
    no_content/304 no_content/205 many_headers/ long_header/ latin1_header/ unicode_header/ header_injection/value
    header_injection/name header_injection/feed header_injection/nul header_injection/blank header_injection/empty
    odd_status/bare odd_status/own odd_status/long odd_status/latin1 odd_status/bytes odd_status/number odd_status/word
    odd_status/injection odd_status/interim odd_status/four odd_headers/tuple odd_headers/lists odd_headers/bytes
    odd_headers/number odd_headers/three odd_headers/none odd_headers/empty odd_headers/blanks odd_headers/nothing
    hop_by_hop/close hop_by_hop/keep hop_by_hop/chunked hop_by_hop/upgrade own_date/ length_differs/more
    length_differs/less length_differs/none length_differs/twice length_differs/word length_differs/minus
    file_wrapped/file file_wrapped/position file_wrapped/end file_wrapped/empty file_wrapped/large file_wrapped/memory
    file_wrapped/reader file_wrapped/pipe write_mixed/before write_mixed/only write_mixed/empty write_mixed/text
    write_mixed/generator write_callable/ path_shown/a/b path_shown/a%20b%2Fc?d=%20&e path_shown/%C3%A4
    path_shown//a//b path_shown/a/../b path_shown/a;b=c path_shown/? path_shown/#x environ_types/ environ_changed/
    big_body/ small_chunks/ redirect/ callable_object/ sequence_body/ close_raises/ partial_application/ cookies/
    exception/before exception/after exception/replaced exception/fine validated/ answers_with/?length=0
    answers_with/?declare=3 answers_with/?status=404+Gone+Missing answers_with/?header=X-A:b&header=X-A:c""".split()
WITH_BODY = """echo_body/ digest_body/ reads_half/ reads_beyond/ read_variants/read read_variants/sized
    read_variants/line read_variants/lines read_variants/iterate read_variants/none reads_oddly/none reads_oddly/minus
    reads_oddly/huge reads_oddly/zero reads_oddly/line-zero reads_oddly/line-none reads_oddly/line-minus
    reads_oddly/lines-zero reads_oddly/next reads_oddly/word reads_oddly/float reads_oddly/two validated/
    headers_shown/ hello/""".split()
CASES = {
    **{f"GET {path}": ("GET", path, {}, b"") for path in PLAIN},
    **{f"POST {path}": ("POST", path, {}, BODY) for path in WITH_BODY},
    **{f"HEAD {path}": ("HEAD", path, {}, b"") for path in ("hello/", "head_body/", "generator/", "big_body/")},
    "GET environ_changed/ again": ("GET", "environ_changed/", {}, b""),
    "GET callable_object/ again": ("GET", "callable_object/", {}, b""),
    "POST echo_body/ of 300000 bytes": ("POST", "echo_body/", {}, b"0123456789" * 30_000),
    "POST digest_body/ of 3000000 bytes": ("POST", "digest_body/", {}, b"0123456789" * 300_000),
    "GET cookies/ with two headers": ("GET", "cookies/", [("Cookie", "a=b"), ("Cookie", "c=d")], b""),
    "GET headers_shown/ of Latin-1": ("GET", "headers_shown/", LATIN1, b""),
    "GET headers_shown/ of one name": ("GET", "headers_shown/", [("X-Same", "a"), ("x-same", "b")], b""),
    "GET headers_shown/ of an underscore": ("GET", "headers_shown/", {"X_Under": "a", "X-Hyphen": "b"}, b""),
    "GET headers_shown/ of blanks": ("GET", "headers_shown/", {"X-Blanks": "  a  b  ", "X-Empty": ""}, b""),
    "POST headers_shown/ of a type": ("POST", "headers_shown/", {"Content-Type": "text/plain; a=b"}, b"x"),
    "POST echo_body/ in chunks": ("POST", "echo_body/", {"Transfer-Encoding": "chunked"}, b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"),
    "POST echo_body/ when told to": ("POST", "echo_body/", {"Expect": "100-continue"}, BODY),
    "POST hello/ when told to": ("POST", "hello/", {"Expect": "100-continue"}, BODY),
    "PROPFIND path_shown/": ("PROPFIND", "path_shown/", {}, b""),
    "OPTIONS path_shown/": ("OPTIONS", "path_shown/", {}, b""),
    "DELETE echo_body/": ("DELETE", "echo_body/", {}, b"x"),
    "PUT echo_body/": ("PUT", "echo_body/", {}, b"x"),
}

OF_THE_SERVER = {"date", "server", "connection", "content-length", "transfer-encoding", "keep-alive"}


class Seen:
    """What of an answer is the app's doing."""

    def __init__(self, address, case, ask=wire.http):
        method, path, headers, body = case
        headers = headers.items() if isinstance(headers, dict) else headers
        try:
            answer = ask(address, "/" + path, method=method, headers=headers, body=body)
        except Failed as failure:
            self.status = {"empty": "nothing", "reset": "nothing", "status": "malformed"}.get(failure.kind, failure.kind)
            self.headers, self.body = [], b""
        else:
            self.status = f"{answer.status} {answer.reason}".strip()
            self.headers = sorted(f"{k.lower()}: {v}" for k, v in answer.headers if k.lower() not in OF_THE_SERVER)
            self.body = answer.body

    @property
    def is_of_server(self):
        """The text of an error is each server's own."""
        return self.status.startswith(("4", "5")) or self.status in ("nothing", "cut", "malformed")


def difference(theirs, ours):
    """What is there and what is here where two answers differ, as the table has it; None where they do not."""
    if theirs.status != ours.status:
        return theirs.status, ours.status
    if theirs.is_of_server:
        return None
    if theirs.headers != ours.headers:
        return tuple(shown(sorted(set(a.headers) - set(b.headers))) for a, b in ((theirs, ours), (ours, theirs)))
    return None if theirs.body == ours.body else apart(theirs.body.decode("latin-1"), ours.body.decode("latin-1"))


def apart(one, other):
    """Two texts from shortly before they begin to differ on."""
    start = max(0, len(os.path.commonprefix([one, other])) - 12)
    return shown([one[start:]]), shown([other[start:]])


def shown(texts):
    text = re.sub(r"[^ -~]", "?", ", ".join(texts)).replace("|", "/").replace("`", "'").strip()
    return text if len(text) <= 60 else text[:57] + "..."


def accepted():
    """The table of docs/COMPATIBILITY.md: what differs in which request, by peer."""
    text = (places.ROOT / "docs/COMPATIBILITY.md").read_text()
    _, _, section = text.partition("### Answers beside those of other servers\n")
    rows = re.findall(r"^\| `([^`]+)` \| (\w+) \| `?([^|]*?)`? \| `?([^|]*?)`? \| ([^|]+) \|$", section.partition("\n## ")[0], re.M)
    assert rows, "the table is gone"
    assert all(why.strip() for *_, why in rows), "a difference without its reason"
    return {(case, peer): (there.strip(), here.strip()) for case, peer, there, here, _ in rows}


@pytest.fixture(scope="module")
def servers():
    arena = Arena()
    site = serve(arena, None, ("wsgi-file", FILE))
    found = {"here": site.http, "socket": site.uwsgi}
    for name in ("uwsgi", "gunicorn"):
        _, found[name] = getattr(peers, name)(arena, FILE)
    yield found
    arena.close()


@pytest.fixture(scope="module")
def differences(servers):
    """Of every case, in order, before each server."""
    seen = {
        server: {name: Seen(servers[server], case) for name, case in CASES.items()}
        for server in ("here", "gunicorn", "uwsgi")
    }
    found = {}
    for peer in ("gunicorn", "uwsgi"):
        for name in CASES:
            apart = difference(seen[peer][name], seen["here"][name])
            if apart:
                found[name, {"uwsgi": "uWSGI"}.get(peer, peer)] = apart
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("peer", ["gunicorn", "uWSGI"])
def test_answers(differences, peer):
    listed = {key: value for key, value in accepted().items() if key[1] == peer}
    found = {key: value for key, value in differences.items() if key[1] == peer}
    unlisted = {key: apart for key, apart in found.items() if listed.get(key) != apart}
    rows = [f"| `{name}` | {peer} | {there} | {here} | |" for (name, _), (there, here) in unlisted.items()]
    assert not rows, "not in docs/COMPATIBILITY.md:\n" + "\n".join(rows)
    gone = [name for name, _ in listed if (name, peer) not in found]
    assert not gone, f"in docs/COMPATIBILITY.md, and no difference any more: {gone}"


def over_uwsgi(address, path, method, headers, body):
    """The request as nginx would pass it on."""
    more = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers}
    bare = unquote(path.partition("?")[0], "latin-1")
    return wire.uwsgi(address, path, method, body, PATH_INFO=bare, **more)


def test_both_protocols_agree(servers):
    """Emperor's own: whatever the app does, nginx before it gives the answer that HTTP gives. What the app shows of the
    request is the proxy's word, what it counts goes on, and a body that breaks off cannot be told from one that ends."""
    shows = ("headers_shown/", "path_shown/", "environ_types/", "cookies/", "echo_body/ in chunks", "callable_object/")
    apart = {}
    for name, case in CASES.items():
        if any(word in name for word in shows):
            continue
        http, uwsgi = Seen(servers["here"], case), Seen(servers["socket"], case, over_uwsgi)
        if http.status != "cut" and difference(http, uwsgi):
            apart[name] = difference(http, uwsgi)
    assert not apart


def test_there_are_enough():
    assert len({case[1].partition("/")[0] for case in CASES.values()}) >= 40
