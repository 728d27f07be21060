"""Users and modes: who runs, who owns, who may connect."""

import grp
import json
import os
import pwd
import stat

import pytest
from harness import load, proc, wire
from harness.emperor import processes
from harness.site import serve

pytestmark = pytest.mark.root


@pytest.fixture
def www():
    return pwd.getpwnam("www-data").pw_uid, grp.getgrnam("www-data").gr_gid


@pytest.mark.parametrize("uid, gid", [("www-data", "www-data"), ("33", "33"), ("www-data ; the web server", "www-data")])
def test_everything_of_the_site_is_its_users(arena, www, uid, gid):
    """Master, zygote and workers; the socket belongs to it, groups are its groups, root is nowhere."""
    socket = arena.make("sockets") / "blog.sock"
    os.chown(socket.parent, *www)
    site = arena.site("blog", "who", [("uid", uid), ("gid", gid), ("processes", 2), ("socket", socket), ("vacuum", "true")])
    emperor = arena.emperor()
    now = emperor.site("blog")
    assert {proc.users(pid) for pid in processes(now)} == {www}
    for pid in processes(now):
        fields = proc.status(pid)
        assert fields["Uid"].split() == [str(www[0])] * 4 and fields["Gid"].split() == [str(www[1])] * 4
        assert fields["Groups"].split() in ([], [str(www[1])])
        assert int(fields["CapEff"], 16) == 0
    facts = socket.stat()
    assert (facts.st_uid, facts.st_gid) == www
    who = json.loads(site.get().body)
    assert (who["uid"], who["gid"]) == www
    for verb in ("reload", "restart", "stop", "start"):
        assert emperor.ctl(verb, "blog").code == 0, verb
    assert {proc.users(pid) for pid in processes(emperor.site("blog"))} == {www}
    load.good(wire.uwsgi(socket))


def test_a_user_that_is_not_there(arena):
    arena.site("blog", "hello", [("uid", "nobody-of-that-name")])
    emperor = arena.emperor()
    failed = emperor.site("blog")
    assert failed["state"] == "failed"
    assert "nobody-of-that-name" in failed["reason"], failed


@pytest.mark.parametrize("mode, bits", [("666", 0o666), ("660", 0o660), ("600", 0o600), ("660 ; group only", 0o660)])
def test_chmod_socket(arena, mode, bits):
    socket = arena.path / "blog.sock"
    arena.site("blog", "hello", [("socket", socket), ("chmod-socket", mode), ("vacuum", "true")])
    emperor = arena.emperor()
    assert stat.S_IMODE(socket.stat().st_mode) == bits
    assert emperor.ctl("reload", "blog").code == 0
    assert stat.S_IMODE(socket.stat().st_mode) == bits


def test_alone_the_master_gives_up_its_privileges_too(arena, www):
    arena.path.chmod(0o777)
    site = serve(arena, "who", ("uid", "www-data"), ("gid", "www-data"), ("pidfile2", arena.path / "blog.pid"))
    site.get()
    assert proc.users(site.daemon.pid) == www
    assert (site.uwsgi.stat().st_uid, site.uwsgi.stat().st_gid) == www


def test_the_run_directory_lets_others_connect_and_nothing_else(arena):
    site = arena.site("blog", "hello", bare=True, options=[])
    site.options = [("chdir", site.folder), ("wsgi-file", "app.py")]
    site.write()
    arena.emperor()
    for folder in (arena.run, arena.run / "sockets"):
        facts = folder.stat()
        assert (facts.st_uid, stat.S_IMODE(facts.st_mode) & 0o022) == (0, 0), folder
        assert stat.S_IMODE(facts.st_mode) & 0o001, f"{folder}: a web server of another user has to pass"
