"""master-fifo and the signals that uWSGI's masters know."""

import os
import signal
import stat

import pytest
from harness import load, proc
from harness.answer import Failed
from harness.emperor import worker_pids
from harness.held import Held
from harness.wait import until


def run(arena, *options, app="version"):
    """A site with one pipe, by itself."""
    pipe = arena.path / "pipe"
    site = arena.site("blog", app, [("master-fifo", pipe), ("vacuum", "true"), *options])
    site.daemon = arena.vassal(site.ini, address=site.http)
    site.pipe = pipe
    return site


def write(pipe, letters):
    """As `echo letters > pipe`, but an error where nobody reads."""
    descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    try:
        os.write(descriptor, letters.encode())
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("letter", "rRwWc")
def test_every_reload_is_one_by_generation(arena, letter):
    """The pipe stays and takes the next letter."""
    site = run(arena)
    facts = site.pipe.stat()
    assert stat.S_ISFIFO(facts.st_mode) and stat.S_IMODE(facts.st_mode) == 0o600
    site.use("version", one="two")
    write(site.pipe, f"{letter}\n")
    until(lambda: site.get().body.startswith(b"version two"), "the new code")
    site.use("version", one="three")
    write(site.pipe, letter)
    until(lambda: site.get().body.startswith(b"version three"), "the newest code")
    assert site.pipe.stat().st_ino == facts.st_ino


def test_q_stops_gracefully_and_vacuum_removes_the_pipe(arena):
    site = run(arena, app="gate")
    with Held(site, "a") as held:
        write(site.pipe, "q")
        site.daemon.says("stopping gracefully")
        assert held.release().body == held.pid_text
    assert site.daemon.ended() == 0
    assert not site.pipe.exists()


def test_capital_q_stops_at_once(arena):
    site = run(arena, app="gate")
    with Held(site, "a") as held:
        write(site.pipe, "Q")
        site.daemon.ended(within=10)
        with pytest.raises(Failed):
            held.outcome()


def test_logs_and_pidfiles(arena):
    """l, L and P."""
    log, pidfile = arena.path / "blog.txt", arena.path / "blog.pid"
    site = run(arena, ("logto", log), ("pidfile", pidfile))
    log.rename(arena.path / "moved.txt")
    write(site.pipe, "l")
    until(log.exists, "the new log")
    write(site.pipe, "L")
    until(lambda: list(arena.path.glob("blog.txt.*")), "the rotated log")
    pidfile.unlink()
    write(site.pipe, "P")
    until(lambda: pidfile.exists() and pidfile.read_text() == f"{site.daemon.pid}\n", "the pidfile")
    assert site.daemon.stop() == 0
    assert not pidfile.exists(), "the one that was written last is vacuumed"


def test_letters_that_do_nothing_are_said(arena):
    site = run(arena)
    site.daemon.says("generation 1 serves")
    write(site.pipe, "+f?! 7\n")
    site.daemon.says("+ does nothing: the number of workers is fixed: write cheaper = N")
    site.daemon.says("f does nothing: ")
    site.daemon.says('"?!"')
    site.daemon.says("there is no pipe number 7")
    load.good(site.get())


def test_slots(arena):
    """One pipe is there at a time, and a digit chooses which."""
    second = arena.path / "second"
    site = run(arena, ("master-fifo", second))
    assert not second.exists()
    write(site.pipe, "1")
    until(lambda: second.exists() and not site.pipe.exists(), "the second pipe in place of the first")
    # Sockets accept a moment before the site is said to serve.
    site.daemon.says("generation 1 serves")
    write(second, "s0")
    site.daemon.says("the site is running")
    until(lambda: site.pipe.exists() and not second.exists(), "the first pipe again")


def test_a_pipe_that_was_removed_is_made_again_by_a_reload(arena):
    site = run(arena)
    site.pipe.unlink()
    site.daemon.signal(signal.SIGHUP)
    # The pipe is there a moment before the generation serves.
    site.daemon.says("generation 2 serves")
    assert site.pipe.exists()
    write(site.pipe, "s")
    site.daemon.says("the site is running")


def test_somebody_elses_file_or_pipe_is_left_alone(arena):
    """The start fails and says why; what was there is there yet."""
    first = run(arena)
    other = arena.site("shop", "hello", [("master-fifo", first.pipe)])
    daemon = arena.vassal(other.ini, name="shop")
    assert daemon.ended() == 22
    assert f"{first.pipe}: another process reads it" in daemon.log()
    write(first.pipe, "s")
    first.daemon.says("the site is running")


def test_one_that_floods_the_pipe_does_not_hold_up_the_master(arena):
    """Reloads that nobody waits for do not pile up, and the site serves and stops."""
    site = run(arena)
    writer = os.open(site.pipe, os.O_WRONLY | os.O_NONBLOCK)
    try:
        for _ in range(200):
            try:
                os.write(writer, b"rsx" * 300)
            except BlockingIOError:
                pass
        load.good(site.get())
    finally:
        os.close(writer)
    until(lambda: proc.cmdline(site.daemon.pid) and site.get().status == 200, "an answer")
    assert site.daemon.stop() == 0


@pytest.mark.root
def test_the_pipe_belongs_to_the_user_of_the_site(arena):
    arena.path.chmod(0o777)
    site = run(arena, ("uid", "www-data"), ("gid", "www-data"))
    assert site.pipe.stat().st_uid == proc.users(site.daemon.pid)[0] != 0
    write(site.pipe, "r")
    site.daemon.says("generation 2 serves")


def test_the_emperor_removes_it_too(arena):
    pipe = arena.path / "pipe"
    arena.site("blog", "hello", [("master-fifo", pipe), ("vacuum", "true")])
    emperor = arena.emperor()
    before = emperor.site("blog")
    write(pipe, "r")
    emperor.wait_site("blog", lambda now: now["generation"] > before["generation"], "to have reloaded")
    assert emperor.site("blog")["pid"] == before["pid"]
    assert emperor.ctl("stop", "blog").code == 0
    assert not pipe.exists()


def test_the_next_master_has_the_pipe(arena):
    """After a restart, and after a master that was killed and could not remove it."""
    pipe = arena.path / "pipe"
    arena.site("blog", "hello", [("master-fifo", pipe), ("vacuum", "true")])
    emperor = arena.emperor()
    before = emperor.site("blog")
    assert emperor.ctl("restart", "blog").code == 0
    second = emperor.wait_site("blog", lambda now: now["pid"] != before["pid"], "to have another master")
    write(pipe, "s")
    until(lambda: "the site is running" in emperor.log(), lambda: f"the status:\n{emperor.log()}")
    proc.kill(second["pid"])
    third = emperor.wait_site(
        "blog", lambda now: now["pid"] not in (0, None, second["pid"]) and now["state"] == "running", "to be back"
    )
    write(pipe, "r")
    emperor.wait_site("blog", lambda now: now["generation"] > third["generation"], "to have reloaded")
    assert emperor.ctl("stop", "blog").code == 0
    assert not pipe.exists()


@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGUSR2])
def test_usr1_and_usr2_say_how_the_site_is(arena, number):
    site = arena.site("blog", "hello", [("processes", 2)])
    daemon = arena.vassal(site.ini, address=site.http)
    site.get()
    daemon.signal(number)
    daemon.says("vassal: the site is running: started; generation 1")
    daemon.says("vassal: worker 2 (pid ")
    assert daemon.running


def test_winch_is_harmless(arena):
    site = arena.site("blog", "hello")
    emperor = arena.emperor()
    site_before = emperor.site("blog")
    for number in (signal.SIGWINCH, signal.SIGUSR2):
        os.kill(site_before["pid"], number)
    until(lambda: "the site is running" in emperor.log(), "the answer to the last one")
    assert proc.process(site_before["pid"]).state in "SR"
    assert worker_pids(emperor.site("blog")) == worker_pids(site_before)
    load.good(site.get(), b"hello")
