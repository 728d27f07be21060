"""A vassal without an emperor, as people call uwsgi from scripts."""

import os
import signal

import pytest
from harness import load, proc, wire
from harness.answer import Failed
from harness.held import Held
from harness.vassal import vassal
from harness.wait import until


def test_command_line_as_uwsgi(arena):
    """vassal --http-socket :8000 --wsgi-file app.py --master -p 4"""
    site = arena.site("blog", "who", write=False)
    daemon = arena.vassal(
        "--http-socket", f":{site.port}", "--wsgi-file", site.code, "--master", "-p", "4", address=site.http
    )
    below = [process for process in proc.descendants(daemon.pid) if process.alive]
    assert len(below) == 5, "a zygote and four workers"
    assert wire.http(site.http).status == 200


def test_short_options_glued(arena):
    site = arena.site("blog", "hello", write=False)
    daemon = arena.vassal(f"--http-socket=127.0.0.1:{site.port}", f"--wsgi-file={site.code}", "-Mp2", address=site.http)
    assert len([process for process in proc.descendants(daemon.pid) if process.alive]) == 3


def test_section_of_a_file(arena):
    site = arena.site("blog", "hello")
    text = site.text().replace("[uwsgi]", "[staging]") + "[uwsgi]\nprocesses = many\n"
    site.ini.write_text(text)
    arena.vassal(f"{site.ini}:staging", address=site.http)
    assert site.get().body == b"hello"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_term_and_int_stop_gracefully(arena, number):
    site = arena.site("blog", "gate", [("pidfile", arena.path / "blog.pid"), ("vacuum", "true")])
    daemon = arena.vassal(site.ini, address=site.http)
    with Held(site, "a") as held:
        daemon.signal(number)
        until(lambda: not wire.accepts(site.http) or b"stop" in daemon.log().encode(), "the stop to have begun")
        assert daemon.running
        assert held.release().body == held.pid_text
    assert daemon.ended() == 0
    assert not (arena.path / "blog.pid").exists()


def test_quit_stops_at_once(arena):
    """A request that would hold up a graceful stop is given up."""
    site = arena.site("blog", "gate")
    daemon = arena.vassal(site.ini, address=site.http)
    with Held(site, "a") as held:
        daemon.signal(signal.SIGQUIT)
        daemon.ended(within=10)
        with pytest.raises(Failed):
            held.outcome()


@pytest.mark.parametrize("dies", [False, True])
def test_signals_as_uwsgi_means_them(arena, dies):
    options = [("uwsgi-signals", "true"), *([("die-on-term", "true")] if dies else [])]
    reloads, stops = (signal.SIGQUIT, signal.SIGTERM) if dies else (signal.SIGTERM, signal.SIGQUIT)
    site = arena.site("blog", "gate", options)
    daemon = arena.vassal(site.ini, address=site.http)
    daemon.signal(reloads)
    daemon.says("generation 2 serves")
    with Held(site, "a") as held:
        daemon.signal(stops)
        daemon.ended(within=10)
        with pytest.raises(Failed):
            held.outcome()


def test_hup_reloads_under_load(arena):
    """Same master, other workers, nothing lost; a broken app changes nothing."""
    site = arena.site("blog", "version", [("processes", 2)])
    daemon = arena.vassal(site.ini, address=site.http)
    with site.load(body=b"version ") as clients:
        clients.go_on()
        site.use("version", one="two")
        daemon.signal(signal.SIGHUP)
        until(lambda: site.get().body.startswith(b"version two"), "the new code")
        site.use("crash_on_import")
        daemon.signal(signal.SIGHUP)
        daemon.says("RuntimeError: the database password is not configured")
        clients.go_on()
        site.use("version", one="three")
        daemon.signal(signal.SIGHUP)
        until(lambda: site.get().body.startswith(b"version three"), "the mended code")
    assert clients.failures == [], str(clients)


def test_daemonize_pidfile_reload_and_stop(arena):
    """The call returns, the log is a file, --reload and --stop take the pidfile."""
    pidfile, log = arena.path / "blog.pid", arena.path / "daemon.txt"
    site = arena.site("blog", "version", [("pidfile", pidfile), ("daemonize", log), ("vacuum", "true")])
    started = vassal(arena, site.ini)
    assert started.code == 0, started
    until(lambda: wire.accepts(site.http), lambda: f"the daemon to listen: {started}\n{log.read_text()}")
    until(lambda: site.get().status == 200, "the app to answer")
    pid = int(pidfile.read_text())
    master = proc.process(pid)
    assert master is not None and master.session != os.getsid(0), "detached"
    assert proc.descriptors(pid)[0] == "/dev/null"

    site.use("version", one="two")
    assert vassal(arena, "--reload", pidfile).code == 0
    until(lambda: site.get().body.startswith(b"version two"), "the new code")
    assert int(pidfile.read_text()) == pid
    assert log.stat().st_size > 0

    assert vassal(arena, "--stop", pidfile).code == 0
    until(lambda: not proc.alive(pid), "the master to end")
    until(lambda: not pidfile.exists(), "vacuum")
    assert arena.processes() == []


@pytest.mark.parametrize("word", ["--stop", "--reload"])
def test_stop_and_reload_of_nobody(arena, word):
    """A pidfile that is missing, empty or stale is named; nobody is hit."""
    missing, empty, stale = (arena.path / f"{name}.pidfile" for name in ("missing", "empty", "stale"))
    empty.touch()
    ended = arena.daemon("ended", ["/bin/true"])
    ended.ended()
    stale.write_text(f"{ended.pid}\n")
    for pidfile in (missing, empty, stale):
        result = vassal(arena, word, pidfile)
        assert result.code == 1, result
        assert str(pidfile) in result.text, result


def test_a_failed_first_start_ends_with_22(arena):
    """No socket and no pidfile stay behind."""
    socket, pidfile = arena.path / "blog.sock", arena.path / "blog.pid"
    site = arena.site("blog", "crash_on_import", [("socket", socket), ("pidfile", pidfile), ("vacuum", "true")])
    result = vassal(arena, site.ini)
    assert result.code == 22, result
    assert "RuntimeError: the database password is not configured" in result.text
    assert not socket.exists()
    assert not pidfile.exists()


def test_print_config(arena):
    site = arena.site("blog", options=["place = %d", "pidfile = %(place)blog.pid"])
    result = vassal(arena, "--print-config", site.ini)
    assert result.code == 0, result
    assert result.out.splitlines()[-2:] == [f"place = {arena.vassals}/", f"pidfile = {arena.vassals}/blog.pid"]


def test_check(arena):
    site = arena.site("blog", options=[("harakiri", "30")])
    assert vassal(arena, "--check", site.ini).code == 0
    site.write(("threads", "a few"))
    result = vassal(arena, "--check", site.ini)
    assert result.code == 1, result
    assert f"{site.ini}:{len(site.options) + 1}: error: " in result.text, result


def test_its_workers_do_not_outlive_a_killed_master(arena):
    """Alone nobody will replace the master: the workers answer what they have and end."""
    site = arena.site("blog", "gate", [("processes", 2)])
    daemon = arena.vassal(site.ini, address=site.http)
    with Held(site, "a") as held:
        daemon.kill()
        assert held.release().body == held.pid_text
    until(lambda: arena.processes() == [], "the workers to end")


def test_two_on_one_port(arena):
    """The second is told who is there and ends; the first never notices."""
    site = arena.site("blog", "hello")
    first = arena.vassal(site.ini, address=site.http)
    second = vassal(arena, site.ini)
    assert second.code != 0, second
    assert str(site.port) in second.text and str(first.pid) in second.text, second
    assert site.get().body == b"hello"


def test_a_port_is_free_at_once_for_the_next(arena):
    """Connections in TIME_WAIT are no reason to wait."""
    site = arena.site("blog", "hello")
    for _ in range(3):
        daemon = arena.vassal(site.ini, address=site.http)
        load.good(site.get(), b"hello")
        assert daemon.stop() == 0
