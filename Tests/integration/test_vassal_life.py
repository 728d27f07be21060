"""A master through many generations: sockets, files and processes are what the newest ini says, and nothing piles up."""

import os
import pwd
import signal
import socket as sockets
import stat

import pytest
from harness import load, ports, proc, wire
from harness.answer import Failed
from harness.emperor import expected_processes, processes, worker_pids
from harness.wait import until


def settled(site):
    return site["state"] == "running" and processes(site) == expected_processes(site)


def replace(site, key, *options):
    """The ini with options in place of those of a key."""
    site.options = [option for option in site.options if option[0] != key] + list(options)
    site.write()


def refused(address):
    try:
        wire.http(address)
    except Failed:
        return True
    return False


def test_sockets_move_with_a_reload(arena):
    """From TCP to unix and another port: the new ones serve, the old ones go, other modes are in force, and a worker that
    is forked later gets the sockets of its generation."""
    path, port = arena.path / "blog.sock", ports.free()
    site = arena.site("blog", "version", [("socket", path), ("chmod-socket", "600"), ("vacuum", "true")])
    emperor = arena.emperor()
    before, old = emperor.site("blog"), site.http
    replace(site, "http-socket", ("http-socket", f"127.0.0.1:{port}"), ("socket", arena.path / "more.sock"))
    replace(site, "chmod-socket", ("chmod-socket", "666"))
    emperor.wait_site("blog", lambda now: now["generation"] > before["generation"] and settled(now), "to have moved")
    until(lambda: refused(old), "the port of the old ini to go")
    load.good(wire.http(("127.0.0.1", port)))
    for name in ("blog.sock", "more.sock"):
        assert stat.S_IMODE((arena.path / name).stat().st_mode) == 0o666
        load.good(wire.uwsgi(arena.path / name))
    [worker] = worker_pids(emperor.site("blog"))
    proc.kill(worker)
    emperor.wait_site("blog", lambda now: worker_pids(now) not in ([], [worker]) and settled(now), "to have a worker")
    load.good(wire.http(("127.0.0.1", port)))
    load.good(wire.uwsgi(path))
    before = emperor.site("blog")
    replace(site, "socket", ("socket", path))
    emperor.wait_site("blog", lambda now: now["generation"] > before["generation"] and settled(now), "to have moved")
    until(lambda: not (arena.path / "more.sock").exists(), "the socket that is not wanted any more to go")
    load.good(wire.uwsgi(path))


def test_files_move_with_a_reload(arena):
    """pidfile and logto2 of the newest ini are there, those of an older one are not written any more."""
    first, second = arena.path / "one.pid", arena.path / "two.pid"
    site = arena.site("blog", "version", [("pidfile", first), ("vacuum", "true")])
    emperor = arena.emperor()
    before = emperor.site("blog")
    replace(site, "pidfile", ("pidfile", second), ("logto2", arena.path / "blog.txt"))
    emperor.wait_site("blog", lambda now: now["generation"] > before["generation"] and settled(now), "to have reloaded")
    assert not first.exists()
    assert int(second.read_text()) == before["pid"]
    site.get()
    until(lambda: "GET /" in (arena.path / "blog.txt").read_text(), "the request in the new log")


def test_a_failed_start_is_mended_on_another_port(arena):
    """The first start settled sockets and pidfile; the edit that mends it moves all of them."""
    site = arena.site("blog", "crash_on_import", [("pidfile", arena.path / "one.pid"), ("vacuum", "true")])
    emperor = arena.emperor()
    old, port = site.http, ports.free()
    assert emperor.site("blog")["state"] == "failed"
    assert wire.http(old).status == 503
    site.use("version")
    replace(site, "http-socket", ("http-socket", f"127.0.0.1:{port}"))
    replace(site, "pidfile", ("pidfile", arena.path / "two.pid"), ("logto", arena.path / "blog.txt"))
    now = emperor.wait_site("blog", settled, "to run")
    load.good(wire.http(("127.0.0.1", port)))
    until(lambda: refused(old), "the port of the old ini to go")
    assert not (arena.path / "one.pid").exists()
    assert int((arena.path / "two.pid").read_text()) == now["pid"]


def test_from_the_stand_in_to_the_site_no_connection_is_refused(arena):
    site = arena.site("blog", "crash_on_import")
    emperor = arena.emperor()
    assert wire.http(site.http).status == 503

    def answer():
        if (status := site.get().status) not in (200, 503):
            raise AssertionError(f"status {status}")

    with load.Load(answer) as clients:
        clients.go_on()
        site.use("version")
        emperor.ctl("reload", "blog")
        emperor.wait_state("blog", "running")
        clients.go_on()
    assert clients.failures == [], str(clients)
    load.good(site.get())


def test_a_stand_in_with_many_silent_clients_rests(arena):
    """More clients than it serves at a time wait without costing the processor anything."""
    site = arena.site("blog", "crash_on_import", [("listen", 128)])
    emperor = arena.emperor()
    master = emperor.site("blog")["pid"]
    silent = [sockets.create_connection(site.http) for _ in range(100)]
    try:
        assert silent[0].recv(12) == b"HTTP/1.1 503"
        before = ticks(master)
        assert silent[99].recv(12) == b"HTTP/1.1 503", "when the first ones have had their time"
        assert ticks(master) - before < 50, "hundredths of a second of processor time"
    finally:
        for client in silent:
            client.close()


def ticks(pid):
    fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_a_master_holds_no_more_after_many_generations(arena):
    """Descriptors and memory after reloads, failed reloads and dead workers."""
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    emperor.ctl("reload", "blog")
    before = emperor.wait_site("blog", settled, "to have drained")
    master = before["pid"]
    held, memory = len(proc.descriptors(master)), proc.private_bytes(master)
    for round in range(8):
        site.use("version")
        assert emperor.ctl("reload", "blog").code == 0
        site.use("crash_on_import")
        assert emperor.ctl("reload", "blog").code == 1
        [worker] = worker_pids(emperor.wait_site("blog", lambda now: len(worker_pids(now)) == 1, "to have drained"))
        proc.kill(worker)
        emperor.wait_site("blog", lambda now: worker_pids(now) not in ([], [worker]), "to have another worker")
        emperor.notify.hear_all()
    until(lambda: len(proc.descriptors(master)) == held, lambda: f"{held} descriptors, not {proc.descriptors(master)}")
    assert proc.private_bytes(master) < memory + (256 << 10)


FLOOD = """
import os
def application(environ, start_response):
    start_response("200 OK", [])
    return [b"ok"]
def flood():
    line = b"x" * 5000 + b"\\n"
    while True:
        os.write(1, line)
if os.fork() == 0:
    flood()
"""


def test_one_that_prints_without_end_does_not_hold_up_its_master(arena):
    """What it prints goes to a full disk; the site reloads and stops as always."""
    site = arena.site("blog", "hello", [("logto", "/dev/full")])
    site.code.write_text(FLOOD)
    emperor = arena.emperor()
    load.good(site.get(), b"ok")
    assert emperor.ctl("reload", "--timeout", "20", "blog").code == 0
    assert emperor.ctl("stop", "--timeout", "20", "blog").code == 0
    for process in arena.processes():
        if process.name.startswith("python"):
            proc.kill(process.pid)


@pytest.mark.root
@pytest.mark.parametrize("option", ["pidfile2", "logto2"])
def test_a_file_of_the_user_cannot_be_a_link_to_roots(arena, option):
    """In a directory of the site's user, a link leads root nowhere."""
    www = pwd.getpwnam("www-data")
    secret, folder = arena.path / "secret", arena.make("theirs")
    secret.write_text("root's own")
    secret.chmod(0o600)
    os.chown(folder, www.pw_uid, www.pw_gid)
    (folder / "file").symlink_to(secret)
    arena.site("blog", "hello", [("uid", "www-data"), ("gid", "www-data"), (option, folder / "file")])
    emperor = arena.emperor()
    failed = emperor.site("blog")
    assert failed["state"] == "failed"
    assert str(folder / "file") in failed["reason"], failed
    assert secret.read_text() == "root's own"
    assert (secret.stat().st_uid, stat.S_IMODE(secret.stat().st_mode)) == (0, 0o600)


def test_alone_a_reload_during_the_first_start_is_no_failure(arena):
    """Whoever called with daemonize hears of the generation that came up, not of the one that was replaced."""
    started, gate = arena.path / "started", arena.path / "gate"
    site = arena.site("blog", "hello", [("daemonize", arena.path / "log.txt"), ("pidfile", arena.path / "blog.pid"),
                                        ("vacuum", "true")])
    code = site.code.read_text()
    site.code.write_text(
        f"import os, time\nopen({str(started)!r}, 'a').write('x')\n"
        f"while not os.path.exists({str(gate)!r}):\n    time.sleep(0.01)\n{code}"
    )
    caller = arena.vassal(site.ini)
    until(started.exists, "the first generation to load")
    os.kill(int((arena.path / "blog.pid").read_text()), signal.SIGHUP)
    until(lambda: started.read_text() == "xx", "the second generation to load")
    gate.touch()
    assert caller.ended() == 0
    load.good(site.get())
    os.kill(int((arena.path / "blog.pid").read_text()), signal.SIGTERM)
    until(lambda: not (arena.path / "blog.pid").exists(), "the daemon to end")


def test_a_failed_start_is_not_ready(arena):
    """Only a site that serves says READY to the supervisor."""
    path = arena.path / "notify"
    with sockets.socket(sockets.AF_UNIX, sockets.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(path))
        supervisor.setblocking(False)
        site = arena.site("blog", "crash_on_import")
        daemon = arena.vassal(site.ini, environment={"NOTIFY_SOCKET": str(path)})
        assert daemon.ended() == 22
        with pytest.raises(BlockingIOError):
            supervisor.recv(100)
    path.unlink()
