"""static-map, logto, daemonize under an emperor, pidfile, touch-reload, vacuum."""

import os
import socket as sockets

import pytest
from harness import load, wire
from harness.emperor import worker_pids
from harness.site import both, serve
from harness.wait import until


@pytest.fixture
def static(arena):
    folder = arena.make("static")
    (folder / "style.css").write_text("body { color: red }\n")
    (folder / "deep").mkdir()
    (folder / "deep/with space.txt").write_text("deep\n")
    (folder / "empty").touch()
    (folder / "large.bin").write_bytes(os.urandom(3 << 20))
    (arena.path / "static_private").mkdir()
    (arena.path / "static_private/secret").write_text("secret\n")
    (folder / "outside").symlink_to("/etc/passwd")
    return folder


def test_static_map(arena, static):
    """Files go out with type and length, to GET and HEAD; what is missing is the app's."""
    site = serve(arena, "hello", ("static-map", f"/static={static}"))
    for answer in both(site, "/static/style.css"):
        assert (answer.status, answer.header("Content-Type")) == (200, "text/css")
        assert answer.body == b"body { color: red }\n"
        assert answer.header("Last-Modified") is not None
    assert site.get("/static/deep/with%20space.txt").body == b"deep\n"
    assert site.get("/static/empty").body == b""
    assert site.get("/static/large.bin").body == (static / "large.bin").read_bytes()
    headed = wire.http(site.http, "/static/large.bin", method="HEAD")
    assert (headed.status, headed.header("Content-Length")) == (200, str(3 << 20))
    for path in ("/static/missing.css", "/static/deep", "/other"):
        assert site.get(path).body == b"hello", path
    assert wire.http(site.http, "/static/style.css", method="POST", body=b"x").body == b"hello"


def test_static_map_on_a_kept_connection(arena, static):
    site = serve(arena, "hello", ("static-map", f"/static={static}"))
    with wire.Connection(site.http) as connection:
        for path, body in [("/static/empty", b""), ("/", b"hello"), ("/static/style.css", b"body { color: red }\n")] * 3:
            assert connection.request(path).body == body


def test_not_modified(arena, static):
    site = serve(arena, "hello", ("static-map", f"/static={static}"))
    stamp = site.get("/static/style.css").header("Last-Modified")
    with wire.Connection(site.http) as connection:
        again = connection.request("/static/style.css", headers=[("If-Modified-Since", stamp)])
        assert (again.status, again.body) == (304, b"")
        assert connection.request("/").body == b"hello"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../static_private/secret",
        "/static/%2e%2e/static_private/secret",
        "/static/..%2fstatic_private/secret",
        "/static_private/secret",
        "/static/deep/../../static_private/secret",
        "/static//../static_private/secret",
        "/static/style.css%00",
        "/static/" + "x" * 5000,
    ],
)
def test_static_map_stays_inside(arena, static, path):
    site = serve(arena, "hello", ("static-map", f"/static={static}"))
    answer = site.get(path)
    assert b"secret" not in answer.body
    assert answer.status == 400 or answer.body == b"hello", answer


def test_static_map_does_not_follow_links_out(arena, static):
    site = serve(arena, "hello", ("static-map", f"/static={static}"))
    assert b"root:" not in site.get("/static/outside").body


@pytest.mark.parametrize("option", ["logto", "daemonize", "logto2"])
def test_the_sites_own_log(arena, option):
    """Under an emperor all of them are the site's log, and the emperor's stays free of it."""
    log = arena.path / "site-output.txt"
    site = arena.site("blog", "prints", [(option, log)])
    emperor = arena.emperor()
    site.get()
    until(lambda: "said on wsgi.errors" in log.read_text(), "the app's words in its own log")
    assert "said while importing" in log.read_text()
    assert "said" not in emperor.log()


def test_without_logto_the_emperor_prints_with_the_sites_name(arena):
    site = arena.site("blog", "prints")
    emperor = arena.emperor()
    site.get()
    emperor.says("said on wsgi.errors")
    (line,) = (line for line in emperor.log().splitlines() if "said on wsgi.errors" in line)
    assert "blog" in line


def test_the_traceback_is_in_the_sites_log(arena):
    log = arena.path / "site-output.txt"
    site = arena.site("blog", "exception", [("logto", log)])
    arena.emperor()
    assert site.get("/before").status == 500
    until(lambda: "LookupError: no such planet: Vulcan" in log.read_text(), "the traceback")


@pytest.mark.parametrize("option", ["pidfile", "pidfile2", "safe-pidfile", "safe-pidfile2"])
def test_pidfile_is_the_masters_and_vacuum_removes_it(arena, option):
    pidfile, socket = arena.path / "blog.pid", arena.path / "blog.sock"
    site = arena.site("blog", "hello", [(option, pidfile), ("socket", socket), ("vacuum", "true")])
    emperor = arena.emperor()
    assert int(pidfile.read_text()) == emperor.site("blog")["pid"]
    assert emperor.ctl("reload", "blog").code == 0
    assert int(pidfile.read_text()) == emperor.site("blog")["pid"], "a reload keeps it"
    assert emperor.ctl("restart", "blog").code == 0
    assert int(pidfile.read_text()) == emperor.site("blog")["pid"], "a restart rewrites it"
    load.good(site.get(), b"hello")
    assert emperor.ctl("stop", "blog").code == 0
    assert not pidfile.exists() and not socket.exists()


def test_vacuum_leaves_what_somebody_else_has_bound_since(arena):
    socket = arena.path / "blog.sock"
    arena.site("blog", "hello", [("socket", socket), ("vacuum", "true")])
    emperor = arena.emperor()
    socket.unlink()
    socket.write_text("mine now")
    assert emperor.ctl("stop", "blog").code == 0
    assert socket.read_text() == "mine now"


def test_a_socket_file_that_nobody_listens_on_is_replaced(arena):
    path = arena.path / "blog.sock"
    with sockets.socket(sockets.AF_UNIX) as left:
        left.bind(str(path))
    arena.site("blog", "hello", [("socket", path), ("vacuum", "true")])
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "running"
    load.good(wire.uwsgi(path), b"hello")


def test_touch_reload_of_a_file_that_appears_and_changes(arena):
    trigger = arena.path / "trigger"
    site = arena.site("blog", "version", [("touch-reload", trigger)])
    emperor = arena.emperor()
    pids = worker_pids(emperor.site("blog"))
    for version in ("two", "three"):
        site.use("version", one=version)
        trigger.write_text(version)
        until(lambda: site.get().body.startswith(f"version {version}".encode()), f"version {version}")
    after = emperor.site("blog")
    assert after["generation"] == 3
    assert not set(pids) & set(worker_pids(after))
