"""What a reload may change, and how the old generation takes its leave."""

import json
import os
import pwd
import signal
import socket
import stat
import threading
from pathlib import Path

import pytest
from harness import load, ports, proc, python, wire
from harness.answer import Failed
from harness.emperor import expected_processes, processes, worker_pids
from harness.held import Held
from harness.mistakes import replace
from harness.wait import until


def settled(site):
    return site["state"] == "running" and processes(site) == expected_processes(site)


def next_generation(emperor, change):
    """What the site is when a change of its ini has settled."""
    before = emperor.site("blog")["generation"]
    change()
    return emperor.wait_site("blog", lambda now: now["generation"] > before and settled(now), "to have changed")


def refused(address):
    return not wire.accepts(address)


# --- Sockets


class Clients:
    """Clients that use an address as long as it is there: to be refused is no failure once it may go."""

    def __init__(self, address, ask=wire.http):
        self.address, self.ask = address, ask
        self.failures, self.ok, self.pause = [], 0, 0.002
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(4)]

    def _run(self):
        while not self._end.is_set():
            try:
                load.good(self.ask(self.address))
                self.ok += 1
            except Failed as error:
                if error.kind == "refused":
                    return
                self.failures.append(str(error))
            self._end.wait(self.pause)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        until(lambda: self.ok > 20, "answers")
        return self

    def __exit__(self, *_):
        self._end.set()
        for thread in self._threads:
            thread.join()

    def until_refused(self):
        """Goes on, though not so fast that somebody always waits."""
        self.pause = 0.1
        for thread in self._threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in self._threads), "the old socket is still there"


@pytest.mark.parametrize("kind", ["tcp", "unix", "abstract"])
def test_clients_of_a_socket_that_goes_are_answered_or_refused(arena, kind):
    """Never reset: who was let in is served by the new generation."""
    option, address, ask = {
        "tcp": lambda port: (f"127.0.0.1:{port}", ("127.0.0.1", port), wire.http),
        "unix": lambda _: (arena.path / "old.sock", arena.path / "old.sock", wire.uwsgi),
        "abstract": lambda _: (f"@{arena.id}", f"\0{arena.id}", wire.uwsgi),
    }[kind](ports.free())
    key = "http-socket" if kind == "tcp" else "socket"
    site = arena.site("blog", "version", [("processes", 2), (key, option), ("chmod-socket", "666")])
    emperor = arena.emperor()
    with Clients(address, ask) as clients:
        next_generation(emperor, lambda: replace(site, key, ("http-socket", f"127.0.0.1:{site.port}")))
        clients.until_refused()
        assert clients.failures == []
    load.good(site.get())
    emperor.says("is shut down: no socket of the site any more")
    if kind == "unix":
        assert not address.exists()


def test_what_waits_in_the_backlog_of_a_socket_that_goes_is_answered(arena):
    """Its workers are all busy when the ini drops it."""
    old = arena.path / "old.sock"
    site = arena.site("blog", "gate", [("socket", old), ("chmod-socket", "666")])
    emperor = arena.emperor()
    with Held(site, "a") as held:
        waiting = [wire.Connection(old) for _ in range(5)]
        for client in waiting:
            client.send(wire.packet(wire.variables("/")))
        before = emperor.site("blog")["generation"]
        replace(site, "socket")
        emperor.wait_site("blog", lambda now: now["generation"] > before, "to have another generation")
        for client in waiting:
            load.good(client.answer(), b"pid ")
            client.close()
        load.good(held.release())
    until(lambda: refused(old), "the old socket to go")


def test_a_port_moves_between_one_address_and_all(arena):
    """And back, with nobody noticing: one of them covers the other."""
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    one, every = ("http-socket", f"127.0.0.1:{site.port}"), ("http-socket", f":{site.port}")
    with site.load(body=b"version ") as clients:
        for option in (every, one, every, one):
            now = next_generation(emperor, lambda: replace(site, "http-socket", option))
            assert now["sockets"] == [option[1]]
            clients.go_on()
    assert clients.failures == [], str(clients)
    until(lambda: list(listening(site.port)) == ["0100007F"], lambda: f"one socket alone: {list(listening(site.port))}")


def listening(port):
    """The addresses that are listened on at a port, as /proc/net/tcp has them."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        host, _, number = line.split()[1].partition(":")
        if line.split()[3] == "0A" and int(number, 16) == port:
            yield host


@pytest.mark.root
def test_a_port_moves_after_privileges_were_given_up(arena):
    site = arena.site("blog", "version", [("uid", "www-data"), ("gid", "www-data")])
    emperor = arena.emperor()
    with site.load(body=b"version ") as clients:
        for address in (f":{site.port}", f"127.0.0.1:{site.port}"):
            next_generation(emperor, lambda: replace(site, "http-socket", ("http-socket", address)))
            clients.go_on()
    assert clients.failures == [], str(clients)


def test_a_socket_comes_back_while_it_is_on_its_way_out(arena):
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    keep, other = list(site.options), ports.free()
    with site.load(body=b"version ") as clients:
        for _ in range(3):
            next_generation(emperor, lambda: replace(site, "http-socket", ("http-socket", f"127.0.0.1:{other}")))

            def back():
                site.options = list(keep)
                site.write()

            next_generation(emperor, back)
            clients.go_on()
    assert clients.failures == [], str(clients)
    until(lambda: refused(("127.0.0.1", other)), "the other socket to go")


@pytest.mark.root
def test_mode_and_owner_change_with_a_reload(arena):
    path = arena.path / "blog.sock"
    site = arena.site("blog", "version", [("socket", path), ("chmod-socket", "600"), ("vacuum", "true")])
    emperor = arena.emperor()
    inode = path.stat().st_ino
    with Clients(path, wire.uwsgi) as clients:
        next_generation(emperor, lambda: replace(site, "chmod-socket", ("chmod-socket", "660"),
                                                 ("chown-socket", "www-data:www-data")))
        assert clients.failures == []
    facts = path.stat()
    assert (stat.S_IMODE(facts.st_mode), facts.st_uid) == (0o660, pwd.getpwnam("www-data").pw_uid)
    assert facts.st_ino == inode, "the socket itself stays"


def test_the_backlog_changes_with_a_reload(arena):
    path = arena.path / "blog.sock"
    site = arena.site("blog", "version", [("socket", path), ("listen", 64), ("vacuum", "true")])
    emperor = arena.emperor()
    next_generation(emperor, lambda: replace(site, "listen", ("listen", 1)))
    with stopped(emperor.site("blog")):
        clients = [socket.socket(socket.AF_UNIX) for _ in range(4)]
        outcomes = []
        for client in clients:
            client.setblocking(False)
            outcomes.append(client.connect_ex(str(path)))
            client.close()
    assert outcomes[0] == 0 and outcomes[-1] != 0, outcomes


class stopped:
    """The site's workers do not accept."""

    def __init__(self, site):
        self.pids = worker_pids(site)

    def __enter__(self):
        for pid in self.pids:
            os.kill(pid, signal.SIGSTOP)
        until(lambda: all(proc.process(pid).state == "T" for pid in self.pids), "the workers to stop")

    def __exit__(self, *_):
        for pid in self.pids:
            os.kill(pid, signal.SIGCONT)


# --- Everything else


def facts(site):
    return json.loads(load.good(site.get()).body)


def test_processes_threads_environment_directory_and_app_change_with_a_reload(arena):
    site = arena.site("blog", "who", [("processes", 1), ("env", "COLOUR=red")])
    emperor = arena.emperor()
    assert facts(site)["environment"]["COLOUR"] == "red"
    other = arena.make("other")
    (other / "second.py").write_text(site.code.read_text())

    def change():
        replace(site, "processes", ("processes", 3), ("threads", 2))
        replace(site, "env", ("env", "COLOUR=blue"))
        replace(site, "chdir", ("chdir", other))
        replace(site, "wsgi-file", ("module", "second"))

    with site.load() as clients:
        site.ini.write_text(site.text())
        before = emperor.site("blog")["generation"]
        change()
        now = emperor.wait_site("blog", lambda now: settled(now) and len(worker_pids(now)) == 3
                                and now["generation"] > before and facts(site)["cwd"] == str(other), "to have changed")
        clients.go_on()
    assert clients.failures == [], str(clients)
    known = facts(site)
    assert (known["environment"]["COLOUR"], known["cwd"]) == ("blue", str(other))
    assert {proc.process(pid).threads for pid in worker_pids(now)} != {1}


def another_python():
    """A Python of another version than the usual one, 3.9 or newer, with which a virtualenv can be made; or None."""
    usual = python.DEBIAN.resolve().name
    for version in ("3.12", "3.13", "3.10", "3.9"):
        for found in sorted(Path("/root/.pyenv/versions").glob(f"{version}.*/bin/python3")) if os.geteuid() == 0 else []:
            if usual != f"python{version}":
                return found
        found = Path(f"/usr/bin/python{version}")
        if found.exists() and usual != found.name:
            return found
    return None


def test_home_changes_to_another_version_of_python(arena):
    other = another_python()
    if other is None:
        pytest.skip("there is one Python on this machine")
    first = python.virtualenv(arena.path / "first")
    second = python.virtualenv(arena.path / "second", python=other)
    site = arena.site("blog", "who", [("home", first)])
    emperor = arena.emperor()
    before = facts(site)
    with site.load() as clients:
        now = next_generation(emperor, lambda: replace(site, "home", ("home", second)))
        clients.go_on()
    assert clients.failures == [], str(clients)
    after = facts(site)
    assert after["version"][:2] != before["version"][:2]
    assert after["prefix"] == str(second)
    assert now["python"] == ".".join(map(str, after["version"]))


RELEASE = """
import os
from pathlib import Path
import held
def application(environ, start_response):
    body = held.answer(environ)
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""

LATE = """
import os, time
from pathlib import Path
def answer(environ):
    if environ["PATH_INFO"].startswith("/hold/"):
        Path(os.environ["FOLDER"], "a.entering").write_text(str(os.getpid()))
        Path(os.environ["FOLDER"], "a.entering").rename(Path(os.environ["FOLDER"], "a.entered"))
        while not Path(os.environ["FOLDER"], "a.open").exists():
            time.sleep(0.005)
    import late
    return (late.NAME + " " + Path("name").read_text() + " " + os.getcwd()).encode()
"""


def test_the_old_generation_keeps_its_release(arena):
    """chdir leads through a link that a deploy turns; modules that are imported late, files and static files are those
    that the generation began with."""
    current = arena.path / "current"
    for name in ("one", "two"):
        release = arena.make(name)
        (release / "app.py").write_text(RELEASE)
        (release / "held.py").write_text(LATE)
        (release / "lib").mkdir()
        (release / "lib/late.py").write_text(f"NAME = {name!r}\n")
        (release / "name").write_text(name)
        (release / "static").mkdir()
        (release / "static/file.txt").write_text(name)
    current.symlink_to("one")
    options = [("chdir", current), ("wsgi-file", "app.py"), ("pythonpath", current / "lib"), ("processes", 2),
               ("static-map", f"/static={current}/static")]
    site = arena.site("blog", None, options, write=False)
    site.options = [site.options[0], *options, ("env", f"FOLDER={site.folder}")]
    site.write()
    emperor = arena.emperor()
    with Held(site, "a") as held:
        kept = wire.Connection(site.http)
        assert kept.request("/static/file.txt").body == b"one"
        fresh = arena.path / "fresh"
        fresh.symlink_to("two")
        fresh.rename(current)
        assert load.good(kept.request("/static/file.txt")).body == b"one", "the link alone changes nothing"
        assert emperor.ctl("reload", "blog").code == 0
        until(lambda: site.get().body == f"two two {arena.path}/two".encode(), "the new release")
        until(lambda: site.get("/static/file.txt").body == b"two", "the new static file")
        assert load.good(kept.request("/static/file.txt")).body == b"one", "the last answer of the old one"
        kept.close()
        assert load.good(held.release()).body == f"one one {arena.path}/one".encode()


# --- Stops


def test_a_stop_answers_what_ends_in_time_and_names_what_does_not(arena):
    site = arena.site("blog", "gate", [("threads", 3), ("worker-reload-mercy", 3), ("vacuum", "true")])
    daemon = arena.vassal(site.ini, address=site.http)
    with Held(site, "a") as first, Held(site, "b") as second, Held(site, "c") as third:
        daemon.signal(signal.SIGTERM)
        daemon.says("stopping gracefully")
        until(lambda: refused(site.http), "nobody else to be let in")
        load.good(first.release())
        load.good(second.release())
        with pytest.raises(Failed):
            third.outcome()
        assert daemon.ended() == 0
    log = daemon.log()
    assert f"worker 1 (pid {third.pid}) is still busy after its worker-reload-mercy; it is told to end now" in log
    [named] = [line for line in log.splitlines() if "is cut off in" in line]
    assert "is cut off in GET /hold/c, " in named
    assert 3 <= float(named.split(", ")[1].split(" s ")[0]) < 30


@pytest.mark.parametrize("vacuum", ["true", "false"])
def test_who_waits_when_a_stop_begins_is_answered_and_nobody_waits_in_vain(arena, vacuum):
    path = arena.path / "blog.sock"
    site = arena.site("blog", "gate", [("socket", path), ("chmod-socket", "666"), ("vacuum", vacuum)])
    daemon = arena.vassal(site.ini, address=site.http)
    with Held(site, "a") as held:
        waiting = [(wire.Connection(address), data) for address, data in [
            (site.http, wire.head("/", headers=[("Connection", "close")])), (path, wire.packet(wire.variables("/")))]]
        for client, data in waiting:
            client.send(data)
        daemon.signal(signal.SIGTERM)
        daemon.says("stopping gracefully")
        until(lambda: refused(path), "nobody else to be let in")
        load.good(held.release())
        for client, _ in waiting:
            load.good(client.answer(), b"pid ")
            client.close()
    assert daemon.ended() == 0
    assert path.exists() == (vacuum == "false")
    path.unlink(missing_ok=True)


DEAF = """
import signal, time
from pathlib import Path
def application(environ, start_response):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Path("a.entered").write_text("1")
    while True:
        time.sleep(1)
"""


def test_one_that_does_not_heed_its_end_is_killed_and_named(arena):
    site = arena.site("blog", "hello", [("worker-reload-mercy", 1)])
    emperor = arena.emperor()
    site.code.write_text(DEAF)
    assert emperor.ctl("reload", "blog").code == 0
    # The old worker answers what was queued when it heard of its drain.
    emperor.wait_site("blog", settled, "to have drained")
    client = wire.Connection(site.http)
    client.send(wire.head("/for/ever?really=1"))
    until((site.folder / "a.entered").exists, "the request to be inside the app")
    site.use("hello")
    assert emperor.ctl("reload", "blog").code == 0
    emperor.says("does not end; it is killed")
    emperor.wait_site("blog", settled, "to have only the new generation")
    client.close()
    assert emperor.log().count("is cut off in GET /for/ever?really=1, ") == 2, "when it is told, and when it is killed"
    load.good(site.get())
