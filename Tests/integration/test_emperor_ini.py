"""The emperor's own ini: the files that people have for uWSGI's emperor."""

import json
import os
import pwd
import signal

import pytest
from harness import places, proc, wire
from harness.emperor import command, ctl, processes
from harness.own import OwnEmperor, ini
from harness.wait import until


@pytest.mark.parametrize("program", [places.EMPEROR, places.VASSAL], ids=["emperor", "vassal"])
def test_both_programs_run_it(arena, program):
    """A script that says `uwsgi emperor.ini` says `vassal emperor.ini`: one process, the emperor."""
    site = arena.site("blog")
    emperor = OwnEmperor(arena, ini(arena, ("master", "true"), ("emperor", arena.vassals)), program=program)
    assert site.get().body == b"hello"
    assert os.path.basename(os.readlink(f"/proc/{emperor.pid}/exe")) == "emperor"
    assert emperor.stop() == 0


def test_a_vassal_with_emperor_options_becomes_one(arena):
    site = arena.site("blog")
    emperor = arena.daemon(
        "emperor",
        [places.VASSAL, "--master", "--emperor", arena.vassals, "--run-dir", arena.run, "--state-dir", arena.state],
    )
    until(lambda: wire.accepts(site.http), emperor.log)
    assert ctl(arena, "status").code == 0


@pytest.mark.root
def test_the_whole_emperor_drops(arena):
    """Log and pidfile belong to root, as in uWSGI; everything that runs is the user's, and it is said."""
    www = pwd.getpwnam("www-data")
    arena.make("log")
    log, pidfile, second = arena.path / "log/emperor.log", arena.path / "log/e.pid", arena.path / "log/u.log"
    second.touch()
    os.chown(second, www.pw_uid, www.pw_gid)
    site = arena.site("blog", "who")
    file = ini(
        arena, ("emperor", arena.vassals), ("uid", "www-data"), ("gid", "www-data"), ("workers", 2),
        ("logto", log), ("emperor-pidfile", pidfile),
    )  # fmt: skip
    emperor = OwnEmperor(arena, file)
    assert json.loads(site.get().body)["uid"] == www.pw_uid
    assert {proc.users(pid) for pid in [emperor.pid, *processes(emperor.site("blog"))]} == {(www.pw_uid, www.pw_gid)}
    assert f"it runs as uid {www.pw_uid}, gid {www.pw_gid} from now on" in log.read_text()
    assert pidfile.read_text() == f"{emperor.pid}\n"
    assert (log.stat().st_uid, pidfile.stat().st_uid) == (0, 0)
    for verb in ("reload", "restart"):
        assert emperor.ctl(verb, "blog").code == 0
    assert emperor.stop() == 0
    pidfile.unlink()


def test_daemonize_returns_when_it_works_and_says_why_it_does_not(arena):
    site = arena.site("blog")
    log, pidfile = arena.path / "emperor.log.txt", arena.path / "e.pid"
    file = ini(arena, ("emperor", arena.vassals), ("daemonize", log), ("pidfile", pidfile))
    arguments = [places.EMPEROR, "--ini", file, "--run-dir", arena.run, "--state-dir", arena.state]
    assert command(arena, arguments).code == 0
    pid = int(pidfile.read_text())
    until(lambda: wire.accepts(site.http), log.read_text)
    second = command(arena, arguments)
    assert second.code == 1
    assert f"pid {pid}" in second.err
    proc.kill(pid, signal.SIGTERM)
    until(lambda: not proc.alive(pid), log.read_text)
    assert not pidfile.exists()
    assert "everything has stopped" in log.read_text()


def test_a_file_that_also_serves_does_both(arena):
    """One writes the pidfile, and that is the emperor; nothing of either is called the other's."""
    other = arena.site("blog")
    own = arena.site("own", "version", [("emperor", arena.vassals), ("pidfile", arena.path / "e.pid"),
                                        ("workers", 2)], write=False)  # fmt: skip
    file = arena.path / "both.ini"
    file.write_text(own.text())
    emperor = OwnEmperor(arena, file)
    assert other.get().body == b"hello"
    assert own.get().body.startswith(b"version one")
    assert set(emperor.status()) == {"blog", "both"}
    assert len(emperor.site("both")["workers"]) == 2
    assert "is an option of" not in emperor.log()
    assert (arena.path / "e.pid").read_text() == f"{emperor.pid}\n"
    own.use("version", one="two")
    os.utime(file)
    emperor.wait_site("both", lambda now: now["generation"] == 2, "to be reloaded")
    assert own.get().body.startswith(b"version two")


def test_hup_reads_it_again(arena):
    """Directories, defaults and the log are as the file says from then on; a mistake in it changes nothing."""
    first = arena.site("blog", "who")
    more = arena.make("more")
    log = arena.path / "emperor.txt"
    ini(arena, ("emperor", arena.vassals), ("vassal-set", "env=DEFAULT=one"), ("logto", log))
    emperor = OwnEmperor(arena, arena.path / "emperor.ini")
    second = arena.site("shop", write=False)
    (more / "shop.ini").write_text(second.text())
    log.rename(arena.path / "rotated.txt")
    file = ini(
        arena, ("emperor", arena.vassals), ("emperor", more), ("vassal-set", "env=DEFAULT=two"), ("logto", log),
        ("pidfile", arena.path / "new.pid"),
    )  # fmt: skip
    emperor.signal(signal.SIGHUP)
    emperor.wait_state("shop", "running")
    assert second.get().body == b"hello"
    emperor.wait_site("blog", lambda now: (now["state"], now["generation"]) == ("running", 2), "to be reloaded")
    assert json.loads(first.get().body)["environment"]["DEFAULT"] == "two"
    until(lambda: "what changed of pidfile needs a restart of the emperor" in log.read_text(), log.read_text)

    file.write_text("[uwsgi]\nemperor-freq = often\n")
    emperor.signal(signal.SIGHUP)
    until(lambda: "the configuration stays as it was" in log.read_text(), log.read_text)
    assert f"{file}:2: error" in log.read_text()
    assert set(emperor.status()) == {"blog", "shop"}


def test_hup_lets_the_sites_of_a_directory_go(arena):
    arena.site("blog")
    more = arena.make("more")
    shop = arena.site("shop", write=False)
    (more / "shop.ini").write_text(shop.text())
    ini(arena, ("emperor", arena.vassals), ("emperor", more))
    emperor = OwnEmperor(arena, arena.path / "emperor.ini")
    ini(arena, ("emperor", arena.vassals))
    emperor.signal(signal.SIGHUP)
    emperor.wait_gone("shop")
    assert set(emperor.status()) == {"blog"}


def test_a_missing_directory_is_waited_for(arena):
    """While the sites of the others are served."""
    site = arena.site("blog")
    late = arena.site("late", write=False)
    missing = arena.path / "missing"
    file = ini(arena, ("emperor", missing), ("emperor", arena.vassals), ("ready-timeout", "1"))
    emperor = OwnEmperor(arena, file)
    assert site.get().body == b"hello"
    assert str(missing) in emperor.log()
    missing.mkdir()
    (missing / "late.ini").write_text(late.text())
    emperor.wait_state("late", "running")
    assert late.get().body == b"hello"
