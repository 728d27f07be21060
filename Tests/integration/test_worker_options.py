"""Options of an ini file on their way to the workers: each does there what its row says."""

import json
import signal
import subprocess

import pytest
from harness import python, wire
from harness.site import serve
from harness.vassal import vassal
from harness.wait import until


def told(answer):
    return json.loads(answer.body)


def test_log_format(arena):
    """%(uri) stands in the file as people write it; a line of a client's cannot be forged."""
    form = '{"%(method)": "%(uri)", "status": %(status), "agent": "%(var.HTTP_USER_AGENT)"}'
    site = serve(arena, "hello", ("log-format", form))
    site.get("/a?b", headers=[("User-Agent", "me\tyou")])
    site.daemon.says('{"GET": "/a?b", "status": 200, "agent": "me?you"}\n')
    assert "log-format" not in site.daemon.log()


def test_log_classes(arena):
    site = serve(arena, "told", ("disable-logging", "true"), ("log-4xx", "true"), ("log-micros", "true"))
    site.get("/fine")
    site.get("/gone?410")
    site.daemon.says("/gone?410 =>")
    log = site.daemon.log()
    assert "/fine =>" not in log
    assert " micros (HTTP/1.1 410)" in log


@pytest.mark.parametrize("value, kept", [("0", "close"), ("1", None), ("30", None)])
def test_keepalive(arena, value, kept):
    site = serve(arena, "hello", ("http-keepalive", value))
    with wire.Connection(site.http) as connection:
        assert connection.request().header("Connection") == kept


@pytest.mark.parametrize("option", ["http-timeout", "http-headers-timeout"])
def test_a_silent_client(arena, option):
    site = serve(arena, "hello", ("socket-timeout", 3600), (option, 1))
    with wire.Connection(site.http) as connection:
        connection.send(b"GET / HT")
        assert connection.answer().status == 408


def test_mounts(arena):
    site = serve(
        arena, "told", ("mount", "/shop=app:application"), ("mount", "/shop/admin=app.py"), ("manage-script-name", "true")
    )
    asked = {path: told(site.get(path)) for path in ("/", "/shop", "/shop/x", "/shopping", "/shop/admin/y")}
    found = {path: (answer["script"], answer["path"]) for path, answer in asked.items()}
    assert found == {
        "/": ("", "/"),
        "/shop": ("/shop", ""),
        "/shop/x": ("/shop", "/x"),
        "/shopping": ("", "/shopping"),
        "/shop/admin/y": ("/shop/admin", "/y"),
    }
    site.daemon.says("|app: 2|req: 1/5]")


def test_a_mount_that_does_not_load(arena):
    site = arena.site("blog", "hello", [("mount", "/shop=missing:application")])
    done = vassal(arena, site.ini)
    assert done.code == 22
    assert "mount /shop=missing:application: ModuleNotFoundError: No module named 'missing'" in done.err


def test_modules_and_directory(arena):
    site = arena.site("blog", "told", write=False)
    for name in "extra", "common":
        (site.folder / f"{name}.py").write_text("")
    (site.folder / "after").mkdir()
    options = [("import", "extra"), ("shared-import", "common"), ("pymodule-alias", "other_name=extra")]
    site.write(*options, ("chdir2", "after"))
    arena.vassal(site.ini, address=site.http)
    answer = told(site.get())
    assert answer["modules"] == ["extra", "common", "other_name"]
    assert answer["directory"] == str(site.folder / "after")


@pytest.mark.parametrize("options, level", [([], 0), ([("optimize", 1)], 1), ([("optimize", 7)], 2)])
def test_optimize(arena, options, level):
    assert told(serve(arena, "told", *options).get())["optimize"] == level


def test_headers(arena):
    site = serve(arena, "told", ("add-header", "X-A: b; c"), ("add-header", "Connection: Close"), ("del-header", "server"))
    with wire.Connection(site.http) as connection:
        answer = connection.request()
        assert (answer.header("X-A"), answer.header("Connection"), answer.header("Server")) == ("b; c", "close", None)
        assert connection.ended()


def test_a_header_with_a_second_line(arena):
    """It comes from a file; the check names it, and nothing starts."""
    value = arena.path / "value"
    value.write_text("a\r\nX-B: c")
    site = arena.site("blog", "hello", [("add-header", f"X-A: @({value})")])
    done = vassal(arena, "--check", site.ini)
    assert done.code == 1
    assert "add-header" in done.text and "line end" in done.text


def test_catch_exceptions(arena):
    site = serve(arena, "exception", ("catch-exceptions", "true"))
    answer = site.get("/before")
    assert answer.status == 500
    assert answer.body.startswith(b"Traceback")


def test_envdir(arena):
    """Its variables win over those of env, and an empty file takes one away; a change counts from the next start."""
    folder = arena.make("env")
    for name, value in ("A", "file\n"), ("GONE", ""):
        (folder / name).write_text(value)
    site = arena.site("blog", None, [("env", "A=ini"), ("env", "GONE=ini"), ("env", "B=ini"), ("envdir", folder)])
    site.code.write_text(
        "import os\n"
        "def application(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [' '.join(str(os.environ.get(name)) for name in ('A', 'B', 'GONE')).encode()]\n"
    )
    daemon = arena.vassal(site.ini, address=site.http)
    assert site.get().body == b"file ini None"
    (folder / "A").write_text("changed")
    daemon.signal(signal.SIGHUP)
    until(lambda: site.get().body == b"changed ini None", "the changed variable")


def test_an_envdir_that_is_not_there(arena):
    done = vassal(arena, arena.site("blog", "hello", [("envdir", "/nowhere")]).ini)
    assert done.code == 22
    assert "envdir = /nowhere" in done.err


def test_a_plugin_names_the_python(arena):
    """Debian has a plugin for each version; `home` outranks it, and a version that is not there is told."""
    version = subprocess.run([python.DEBIAN, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True)
    version = version.stdout.strip()
    site = serve(arena, "who", ("plugins", f"http,python{version.replace('.', '')}"))
    assert json.loads(site.get().body)["executable"].endswith(f"/python{version}")
    home = python.virtualenv(arena.path / "env")
    at_home = serve(arena, "who", ("plugin", "python399"), ("home", home), name="home")
    assert json.loads(at_home.get().body)["prefix"] == str(home)
    missing = vassal(arena, arena.site("missing", "who", [("plugin", "python399")]).ini)
    assert missing.code == 22 and "plugin: it is one for Python 3.99, and PATH" in missing.text


def test_who_is_believed(arena):
    """forwarded-allow-ips and enable-proxy-protocol, from the ini to the app."""
    line = b"PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n"
    forwarded = ("X-Forwarded-Proto", "https")
    for networks, scheme, status in ((None, "https", 200), ("192.0.2.0/24", "http", 400), ("*", "https", 200)):
        options = [("enable-proxy-protocol", "true")] + ([("forwarded-allow-ips", networks)] if networks else [])
        site = serve(arena, "environ_dump", *options, name=f"scheme-{status}-{networks == '*'}")
        assert json.loads(site.get(headers=[forwarded]).body)["wsgi.url_scheme"] == scheme
        with wire.Connection(site.http) as connection:
            connection.send(line + wire.head("/"))
            answer = connection.answer()
        assert answer.status == status
        assert status == 400 or json.loads(answer.body)["REMOTE_ADDR"] == "192.0.2.1"
