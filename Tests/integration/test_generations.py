"""The life of a generation: what a candidate can do wrong, each once under load, and the right verdict on it."""

import json
import signal
import threading

import pytest
from harness import load, ports, proc, wire
from harness.emperor import ctl, expected_processes, processes, worker_pids
from harness.mistakes import FAILURES, reload, replace
from harness.wait import until


def settled(site):
    return site["state"] == "running" and processes(site) == expected_processes(site)


def of_version(site, version):
    return lambda: load.good(site.get(), f"version {version} ".encode())


# --- Verdicts


@pytest.mark.parametrize("mistake", FAILURES)
def test_a_mistake_changes_nothing_and_is_named(arena, mistake):
    make, kinds, text = FAILURES[mistake]
    site = arena.site("blog", "version", [("processes", 2)])
    good = list(site.options)
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with load.Load(of_version(site, "one")) as clients:
        make(arena, site)
        result, verdict = reload(arena)
        assert result == 1, verdict
        assert verdict["failure"] in kinds, verdict
        assert text in verdict["text"], verdict
        clients.go_on()
        degraded = emperor.wait_state("blog", "degraded")
        assert worker_pids(degraded) == worker_pids(before), "the old generation is what serves"
        assert text in degraded["reason"], degraded
    assert clients.failures == [], str(clients)
    site.use("version", one="two")
    with site.load(body=b"version ") as clients:
        site.options = good
        site.write()
        result, verdict = reload(arena)
        assert result == 0, verdict
        clients.go_on()
    assert clients.failures == [], str(clients)
    emperor.wait_site("blog", settled, "to have drained")
    of_version(site, "two")()
    emperor.settles_at(descriptors)
    if hasattr(arena, "listener"):
        arena.listener.close()


def test_the_caller_sees_the_last_30_lines(arena):
    site = arena.site("blog", "version")
    arena.emperor()
    site.code.write_text("import os\nfor n in range(50): print('line', n)\nos._exit(3)\n")
    result, verdict = reload(arena)
    assert result == 1
    assert verdict["output"][-30:] == [f"line {n}" for n in range(20, 50)]
    assert 0 < verdict["seconds"] < 60


def test_a_newer_request_takes_the_place_of_a_candidate_and_later_ones_are_one(arena):
    site = arena.site("blog", "slow_import")
    (site.folder / "import.open").touch()
    emperor = arena.emperor()
    first = emperor.site("blog")["generation"]
    entered, gate = site.folder / "import.entered", site.folder / "import.open"
    gate.unlink()
    callers = []

    def call():
        callers.append(Caller(arena))

    for _ in range(2):
        entered.unlink()
        call()
        until(entered.exists, "the candidate to load")
    for _ in range(3):
        call()
    # The master answers a status after the orders that came before it.
    emperor.site("blog")
    gate.touch()
    codes, verdicts = zip(*(caller.outcome() for caller in callers))
    assert codes[:2] == (1, 0), verdicts
    assert verdicts[0]["failure"] == "superseded"
    assert verdicts[1]["generation"] == first + 2
    assert codes[2:] == (0, 0, 0)
    emperor.wait_site("blog", settled, "to have drained")


class Caller:
    """Somebody who waits for a reload's verdict. The request is on its way when this returns."""

    def __init__(self, arena):
        self._connection = wire.connect(arena.run / "control.sock")
        self._lines = self._connection.makefile("rwb")
        self._lines.readline()
        self._lines.write(b'{"id": 1, "verb": "reload", "sites": ["blog"]}\n')
        self._lines.flush()

    def outcome(self):
        """The exit code, and the verdict."""
        with self._connection, self._lines:
            replies = []
            while not replies or "end" not in replies[-1]:
                replies.append(json.loads(self._lines.readline()))
        return replies[0]["outcome"]["code"], replies[0]["outcome"]["verdict"]


def test_a_storm_of_signals_is_one_generation(arena):
    """One loads, one takes its place, and all that come after are one more."""
    started, gate = arena.path / "started", arena.path / "gate"
    site = arena.site("blog", "version", [("vacuum", "true")])
    text = site.code.read_text()
    site.code.write_text(
        f"import os, time\nos.write(os.open({str(started)!r}, os.O_APPEND | os.O_CREAT | os.O_WRONLY), b'x')\n"
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.005)\n{text}"
    )
    gate.touch()
    daemon = arena.vassal(site.ini, address=site.http)
    gate.unlink()
    for count in (2, 3):
        daemon.signal(signal.SIGHUP)
        until(lambda: len(started.read_text()) == count, "the candidate to load")
    for _ in range(20):
        daemon.signal(signal.SIGHUP)
    with site.load(body=b"version ") as clients:
        gate.touch()
        daemon.says("generation 4 serves")
        clients.go_on()
    assert clients.failures == [], str(clients)
    load.good(site.get())
    assert len(started.read_text()) == 4
    assert "generation 5" not in daemon.log()


# --- Health checks


def test_a_healthy_candidate_was_asked_in_private(arena):
    """The question is a GET with a Host, and comes before anybody else's."""
    site = arena.site("blog", "health", [("processes", 2), ("health-check", "/up?deep=1")])
    emperor = arena.emperor()
    assert (site.folder / "asked").read_text() == "GET localhost deep=1"
    site.use("health", one="two")
    (site.folder / "health").write_text("302 Found")
    with site.load(body=b"version ") as clients:
        result, verdict = reload(arena)
        clients.go_on()
    assert result == 0, verdict
    assert clients.failures == [], str(clients)
    of_version(site, "two")()
    held = {pid: len(proc.descriptors(pid)) for pid in worker_pids(emperor.wait_site("blog", settled, "to settle"))}
    assert len(set(held.values())) == 1, "the worker that was asked holds no more than the other"


@pytest.mark.parametrize(
    "health, kind, text",
    [("404 Not Found", "health", "404 Not Found"), ("hang", "health", "1 s (health-check-timeout)"), ("die", "died", "5")],
)
def test_an_unhealthy_candidate_never_meets_a_client(arena, health, kind, text):
    options = [("health-check", "/up"), ("health-check-timeout", "1"), ("threads", 2)]
    site = arena.site("blog", "health", options)
    arena.emperor()
    with load.Load(of_version(site, "one")) as clients:
        site.use("health", one="two")
        (site.folder / "health").write_text(health)
        result, verdict = reload(arena)
        clients.go_on()
    assert (result, verdict["failure"]) == (1, kind), verdict
    assert text in verdict["text"], verdict
    assert clients.failures == [], str(clients)


def test_a_first_start_that_is_unhealthy_fails(arena):
    site = arena.site("blog", "health", [("health-check", "/up")])
    (site.folder / "health").write_text("500 Internal Server Error")
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "failed"
    assert site.get().status == 503


# --- Where memory is short


def adjustment(pid):
    return int((proc.PROC / str(pid) / "oom_score_adj").read_text())


def test_a_candidate_goes_first_where_memory_is_short(arena):
    """Until it serves; then it is worth as much as everybody."""
    site = arena.site("blog", "health", [("processes", 2), ("health-check", "/up"), ("health-check-timeout", "20")])
    emperor = arena.emperor()
    before = emperor.site("blog")
    usual = adjustment(before["pid"])
    assert {adjustment(pid) for pid in expected_processes(before)} == {usual}
    (site.folder / "health").write_text("hang")
    (site.folder / "asked").unlink()
    caller = Caller(arena)
    until((site.folder / "asked").exists, "the candidate to be asked")
    candidate = set(processes(before)) - set(expected_processes(before))
    assert len(candidate) == 3, "its zygote and two workers"
    assert {adjustment(pid) for pid in candidate} == {min(1000, usual + 500)}
    (site.folder / "health").write_text("200 OK")
    assert reload(arena)[0] == 0
    assert caller.outcome()[1]["failure"] == "superseded"
    after = emperor.wait_site("blog", settled, "to settle")
    assert {adjustment(pid) for pid in expected_processes(after)} == {usual}
    proc.kill(worker_pids(after)[0])
    again = emperor.wait_site("blog", lambda now: settled(now) and len(worker_pids(now)) == 2
                              and worker_pids(now) != worker_pids(after), "to have another worker")
    assert {adjustment(pid) for pid in expected_processes(again)} == {usual}


# --- reload-overlap


def single(arena, *options):
    site = arena.site("blog", "only_once", options, write=False)
    (site.folder / "port").write_text(str(ports.free()))
    return site.write()


def test_a_port_that_the_old_generation_has_names_the_option(arena):
    site = single(arena)
    emperor = arena.emperor()
    with load.Load(of_version(site, "one")) as clients:
        site.use("only_once", one="two")
        result, verdict = reload(arena)
        clients.go_on()
        assert (result, verdict["failure"]) == (1, "import"), verdict
        assert "Address already in use" in verdict["text"]
        assert "reload-overlap = false" in verdict["text"]
        assert emperor.site("blog")["state"] == "degraded"
        # Taking the advice mends it.
    assert clients.failures == [], str(clients)
    with site.load(body=b"version ") as clients:
        site.write(("reload-overlap", "false"))
        result, verdict = reload(arena)
        assert result == 0, verdict
        clients.go_on()
    assert clients.failures == [], str(clients)
    of_version(site, "two")()


def test_without_overlap_connections_wait_and_none_is_lost(arena):
    site = single(arena, ("processes", 2), ("reload-overlap", "false"))
    emperor = arena.emperor()
    with site.load(body=b"version ") as clients:
        for version in ("two", "three"):
            site.use("only_once", one=version)
            result, verdict = reload(arena)
            assert result == 0, verdict
            of_version(site, version)()
            clients.go_on()
    assert clients.failures == [], str(clients)
    assert "reload-overlap = false" in emperor.log()
    assert "the site is down" in ctl(arena, "check", site.ini).text


def test_without_overlap_a_broken_deploy_takes_the_site_down_until_it_is_mended(arena):
    site = single(arena, ("reload-overlap", "false"))
    emperor = arena.emperor()
    site.use("crash_on_import")
    result, verdict = reload(arena)
    assert (result, verdict["failure"]) == (1, "import"), verdict
    failed = emperor.wait_site("blog", lambda now: now["state"] in ("failed", "waiting"), "to have failed")
    assert "password" in failed["reason"]
    assert site.get().status == 503
    site.use("only_once", one="two")
    emperor.wait_state("blog", "running")
    of_version(site, "two")()


def test_alone_without_overlap_a_broken_deploy_does_not_end_the_master(arena):
    site = single(arena, ("reload-overlap", "false"), ("vacuum", "true"))
    daemon = arena.vassal(site.ini, address=site.http)
    site.use("crash_on_import")
    daemon.signal(signal.SIGHUP)
    daemon.says("generation 2 failed (import)")
    assert site.get().status == 503
    site.use("only_once", one="two")
    until(lambda: site.get().body.startswith(b"version two"), "a later try")


# --- Imports that fork


@pytest.mark.parametrize("then", ["pass", "raise RuntimeError('in the child')"])
@pytest.mark.parametrize("lazy", ["false", "true"])
def test_a_child_of_the_import_is_not_the_zygote(arena, then, lazy):
    """It comes back from the import as its parent does, and ends there."""
    site = arena.site("blog", "version", [("processes", 2), ("lazy-apps", lazy)])
    site.code.write_text(f"import os\nif os.fork() == 0:\n    {then}\n{site.code.read_text()}")
    emperor = arena.emperor()
    now = emperor.wait_site("blog", settled, "to have only the processes it should have")
    assert len(worker_pids(now)) == 2
    emperor.says("that the import of the app forked")
    with site.load(body=b"version ") as clients:
        result, verdict = reload(arena)
        clients.go_on()
    assert result == 0, verdict
    assert clients.failures == [], str(clients)
