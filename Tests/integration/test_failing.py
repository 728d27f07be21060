"""What is missing at a start and must not stop a site, and how often one that fails is tried."""

import os
import pwd
import shutil
import stat
import uuid
from pathlib import Path

import pytest
from harness import wire
from harness.emperor import ctl


@pytest.fixture
def runtime():
    """A directory below /run that is not there."""
    path = Path("/run", f"et-{uuid.uuid4().hex[:8]}")
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.mark.root
def test_parents_below_run_are_made_for_the_sites_user(arena, runtime):
    """As after a boot, when /run is empty. It is said, before the start and at it."""
    www = pwd.getpwnam("www-data")
    socket, log = runtime / "blog/site.sock", runtime / "log/blog.log"
    site = arena.site(
        "blog", "hello", [("uid", "www-data"), ("gid", "www-data"), ("socket", socket), ("chmod-socket", "660"),
                          ("logto", log), ("vacuum", "true")],
    )  # fmt: skip
    checked = ctl(arena, "check", site.ini)
    assert checked.code == 0, checked
    assert f"there is no directory {socket.parent}: it is made at the start" in checked.text
    emperor = arena.emperor()
    assert wire.uwsgi(socket).body == b"hello"
    for made in (runtime, socket.parent, log.parent):
        facts = made.stat()
        assert (facts.st_uid, facts.st_gid, stat.S_IMODE(facts.st_mode)) == (www.pw_uid, www.pw_gid, 0o755)
    assert f"the directory {socket.parent} was made" in emperor.log() + log.read_text()
    assert emperor.stop() == 0


@pytest.mark.root
def test_root_follows_nobody_below_run(arena, runtime):
    """In a directory of the site's user, root makes what the user could make, and no more."""
    www = pwd.getpwnam("www-data")
    runtime.mkdir()
    os.chown(runtime, www.pw_uid, www.pw_gid)
    target = arena.make("target")
    (runtime / "trap").symlink_to(target)
    arena.site("blog", "hello", [("uid", "www-data"), ("gid", "www-data"), ("socket", runtime / "trap/et/site.sock")])
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "failed"
    assert list(target.iterdir()) == []


def test_other_missing_parents_are_errors(arena):
    arena.site("blog", "hello", [("socket", arena.path / "missing/site.sock")])
    emperor = arena.emperor()
    failed = emperor.site("blog")
    assert failed["state"] == "failed" and f"there is no directory {arena.path}/missing" in failed["reason"]


def test_a_longer_queue_than_the_machine_allows_is_a_warning(arena):
    site = arena.site("blog", "hello", [("listen", "100000")])
    emperor = arena.emperor()
    assert site.get().body == b"hello"
    assert any("net.core.somaxconn" in warning for warning in emperor.site("blog")["warnings"])


def test_delays_are_as_the_emperor_says(arena):
    """The next try of a site whose import fails is the throttle away, a quarter less at most; an edit resets it."""
    site = arena.site("blog", "crash_on_import")
    emperor = arena.emperor("--emperor-throttle=40000", "--emperor-max-throttle=60000")
    failed = emperor.wait_site("blog", lambda now: now["nextTry"], "to wait for its next try")
    assert 29 <= failed["nextTry"] - failed["since"] <= 41
    site.use("hello")
    os.utime(site.ini)
    emperor.wait_state("blog", "running")


def test_an_edit_resets_the_delays(arena):
    site = arena.site("blog", "crash_on_import")
    emperor = arena.emperor("--emperor-throttle=1000", "--emperor-max-throttle=180000")
    emperor.wait_site("blog", lambda now: now["nextTry"] and now["nextTry"] - now["since"] > 1.4, "to wait for longer")
    generation = emperor.site("blog")["generation"]
    os.utime(site.ini)
    later = emperor.wait_site(
        "blog", lambda now: now["generation"] > generation and now["nextTry"], "to have tried again"
    )
    assert later["nextTry"] - later["since"] < 1.4


@pytest.mark.parametrize("how", ["a file in its place", "corrupt", "read-only"])
def test_a_state_directory_that_is_no_good_costs_history_only(arena, how):
    """Sites start and stop; it is said what is lost."""
    site = arena.site("blog")
    if how == "a file in its place":
        arena.state.write_text("")
    else:
        emperor = arena.emperor()
        emperor.ctl("stop", "blog")
        assert emperor.stop() == 0
        (document,) = arena.state.iterdir()
        document.write_text('{"directory":' if how == "corrupt" else "{}")
        if how == "read-only":
            document.unlink()
            document.mkdir()
    emperor = arena.emperor()
    assert site.get().body == b"hello"
    assert emperor.ctl("stop", "blog").code == 0
    assert str(arena.state) in emperor.log()
    assert emperor.ctl("start", "blog").code == 0
    assert site.get().body == b"hello"
