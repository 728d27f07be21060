"""Fewer workers where there is less to do, none where there is nothing, and a pause: nobody who asks notices."""

import os
import re
import select
import signal
import threading
from contextlib import ExitStack

import pytest
from harness import load, proc, wire
from harness.emperor import worker_pids
from harness.held import Held
from harness.wait import until


def run(arena, *options, app="gate", untouched=False):
    """A site with a pipe, by itself; `untouched`: not even a connection tells whether it accepts any."""
    pipe = arena.path / "pipe"
    site = arena.site("blog", app, [("master-fifo", pipe), ("vacuum", "true"), *options])
    site.daemon = arena.vassal(site.ini, address=None if untouched else site.http)
    site.pipe = pipe
    site.daemon.says("generation 1 serves")
    return site


def write(site, letters):
    descriptor = os.open(site.pipe, os.O_WRONLY | os.O_NONBLOCK)
    try:
        os.write(descriptor, letters.encode())
    finally:
        os.close(descriptor)


def workers(site):
    """Pids of the master's children but for the zygote, which is the oldest."""
    children = [one for one in proc.descendants(site.daemon.pid) if one.parent == site.daemon.pid and one.alive]
    return {one.pid for one in sorted(children, key=lambda one: (one.start, one.pid))[1:]}


def has_workers(site, count):
    until(lambda: len(workers(site)) == count, lambda: f"{count} workers, not {workers(site)}:\n{site.daemon.log()}")


def processor_time(pid):
    """Seconds (proc(5), stat)."""
    fields = (proc.PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def says_times(site, text, times):
    until(lambda: site.daemon.log().count(text) == times, lambda: f"{text!r} {times} times:\n{site.daemon.log()}")


# --- none at all


def test_cheap_starts_without_workers_and_serves_the_first_connection(arena):
    site = run(arena, ("cheap", "true"), ("processes", 3))
    has_workers(site, 0)
    load.good(site.get(), b"pid ")
    has_workers(site, 3)
    assert "somebody connects: 3 workers started" in site.daemon.log()


def test_many_who_connect_at_once_to_a_cheap_site_are_all_served(arena):
    site = run(arena, ("cheap", "true"), ("cheaper", 2), ("processes", 4))
    has_workers(site, 0)
    with site.load(clients=16, body=b"pid ") as clients:
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert site.daemon.log().count("somebody connects: 2 workers started") == 1


def test_a_cheap_site_over_a_unix_socket(arena):
    socket = arena.path / "blog.sock"
    site = run(arena, ("cheap", "true"), ("socket", socket))
    has_workers(site, 0)
    load.good(wire.uwsgi(socket, "/"), b"pid ")


def test_idle_workers_go_and_come_back_again_and_again(arena):
    site = run(arena, ("idle", 1), ("processes", 2))
    descriptors = None
    for turn in range(1, 4):
        says_times(site, "no worker runs until somebody connects", turn)
        has_workers(site, 0)
        descriptors = descriptors or site.daemon.descriptors()
        site.daemon.settles_at(descriptors)
        load.good(site.get(), b"pid ")
        says_times(site, "somebody connects: 2 workers started", turn)


def test_a_request_keeps_the_site_awake(arena):
    """It is answered however long it takes, and idleness begins when it is over."""
    site = run(arena, ("idle", 1), ("processes", 2))
    with Held(site, "a") as held:
        until(lambda: held.pid in workers(site), "the worker")
        until_looked(site, 3)
        assert "no request for" not in site.daemon.log()
        assert held.release().body == held.pid_text
    site.daemon.says("idle: no request for ")
    has_workers(site, 0)


def until_looked(site, times):
    """Waits until the master has looked so often: each look that is due wakes it, and nothing else does."""
    switches = lambda: int(proc.status(site.daemon.pid)["voluntary_ctxt_switches"])
    goal = switches() + times
    until(lambda: switches() >= goal, "the master to look")


def test_c_makes_it_cheap_without_cutting_anybody_off(arena):
    site = run(arena, ("processes", 2))
    with Held(site, "a") as held:
        write(site, "C")
        site.daemon.says("master-fifo: no worker runs until somebody connects")
        until(lambda: workers(site) == {held.pid}, "the other worker to go")
        load.good(site.get(), b"pid ")
        assert held.pid in workers(site)
        assert held.release().body == held.pid_text
    has_workers(site, 2)
    write(site, "CC")
    has_workers(site, 0)
    write(site, "C")
    site.daemon.says("C does nothing: the site is cheap already")
    assert site.daemon.stop() == 0


def test_die_on_idle_ends_a_lone_site(arena):
    site = run(arena, ("idle", 1), ("die-on-idle", "true"))
    assert site.daemon.ended() == 0
    assert "the site ends (die-on-idle)" in site.daemon.log()
    assert not site.pipe.exists()


def test_under_an_emperor_die_on_idle_is_idle(arena):
    """It would only start the site again."""
    site = arena.site("blog", "gate", [("idle", 1), ("die-on-idle", "true")])
    emperor = arena.emperor()
    before = emperor.wait_site("blog", lambda now: "cheap" in now["reason"] and not now["workers"], "to be cheap")
    assert before["state"] == "running"
    load.good(site.get(), b"pid ")
    assert emperor.site("blog")["pid"] == before["pid"]


def test_status_of_a_cheap_site(arena):
    """No workers is neither failed nor degraded, and the reason says it; reloads, adoption and a stop work."""
    site = arena.site("blog", "version", [("cheap", "true"), ("processes", 2)])
    emperor = arena.emperor()
    first = emperor.wait_site("blog", lambda now: now["state"] == "running" and not now["workers"], "to be cheap")
    assert first["reason"] == "started; cheap: the next connection starts workers"
    assert emperor.ctl("status").code == 0
    site.use("version", one="two")
    assert emperor.ctl("reload", "blog").code == 0
    second = emperor.wait_site("blog", lambda now: not now["workers"], "to be cheap again")
    assert second["generation"] == first["generation"] + 1
    emperor.kill()
    emperor = arena.emperor()
    assert emperor.wait_site("blog", lambda now: now["pid"] == first["pid"], "to be adopted")["workers"] == []
    load.good(site.get(), b"version two")
    emperor.wait_site("blog", lambda now: len(now["workers"]) == 2, "to be awake")
    proc.kill(first["pid"])
    third = emperor.wait_site(
        "blog",
        lambda now: now["pid"] not in (None, 0, first["pid"]) and now["state"] == "running" and len(now["workers"]) == 2,
        "to be as awake as before under another master",
    )
    load.good(site.get(), b"version two")
    assert third["state"] == "running"


def test_a_master_that_is_killed_in_its_sleep(arena):
    """The connection that comes meanwhile waits for the next one."""
    site = arena.site("blog", "gate", [("cheap", "true")])
    emperor = arena.emperor()
    first = emperor.wait_site("blog", lambda now: now["state"] == "running" and not now["workers"], "to be cheap")
    proc.kill(first["pid"])
    # The worker that shows that the app works may have had it, before it went.
    load.good(site.get(), b"pid ")
    emperor.wait_site("blog", lambda now: now["pid"] not in (None, 0, first["pid"]), "to be back")
    emperor.wait_site("blog", lambda now: now["state"] == "running", "to run")
    load.good(site.get(), b"pid ")


def test_a_broken_reload_leaves_a_cheap_site_asleep(arena):
    site = arena.site("blog", "version", [("cheap", "true")])
    emperor = arena.emperor()
    emperor.wait_site("blog", lambda now: now["state"] == "running" and not now["workers"], "to be cheap")
    site.use("crash_on_import")
    assert emperor.ctl("reload", "blog").code == 1
    now = emperor.site("blog")
    assert now["state"] == "degraded" and now["workers"] == []
    load.good(site.get(), b"version one")


def test_who_comes_while_a_cheap_site_reloads_without_overlap_waits(arena):
    """And the master sleeps meanwhile: a connection that waits for an import does not keep it busy."""
    site = run(arena, ("cheap", "true"), ("reload-overlap", "false"), app="version", untouched=True)
    has_workers(site, 0)
    site.use("slow_import")
    site.daemon.signal(signal.SIGHUP)
    until((site.folder / "import.entered").exists, "the import to begin")
    with Waiting(site) as waiting:
        before = processor_time(site.daemon.pid)
        select.select([], [], [], 0.5)
        assert processor_time(site.daemon.pid) - before < 0.2
        waiting.is_kept()
        (site.folder / "import.open").touch()
        load.good(waiting.answer(), b"imported")
    site.daemon.says("generation 2 serves")


def test_a_cheap_site_with_lazy_apps_and_a_health_check_shows_that_it_works(arena):
    site = arena.site("blog", "crash_on_import", [("cheap", "true"), ("lazy-apps", "true"), ("health-check", "/")])
    emperor = arena.emperor()
    assert emperor.wait_site("blog", lambda now: now["state"] in ("failed", "waiting"), "to have failed")
    site.use("version")
    assert emperor.ctl("reload", "blog").code == 0
    emperor.wait_site("blog", lambda now: now["state"] == "running" and not now["workers"], "to be cheap")
    load.good(site.get(), b"version one")


# --- more and fewer


def test_workers_follow_the_load(arena):
    """Long requests bring more, up to processes; when they are over the surplus goes, and nobody loses an answer."""
    site = run(arena, ("processes", 4), ("cheaper", 1), ("cheaper-overload", 1), ("cheaper-step", 2))
    has_workers(site, 1)
    with ExitStack() as stack:
        held = [stack.enter_context(Held(site, "a"))]
        has_workers(site, 3)
        held += [stack.enter_context(Held(site, name)) for name in "bc"]
        has_workers(site, 4)
        held.append(stack.enter_context(Held(site, "d")))
        assert len({one.pid for one in held}) == 4
        for one in held:
            assert one.release().body == one.pid_text
    with site.load(clients=1, body=b"pid ") as clients:
        until(lambda: len(workers(site)) <= 2, lambda: f"the surplus to go:\n{site.daemon.log()}")
        clients.go_on()
    assert clients.failures == [], str(clients)
    has_workers(site, 1)
    assert site.daemon.log().count("is not needed") == 3


def test_up_and_down_under_load_loses_nothing(arena):
    site = run(arena, ("processes", 4), ("cheaper", 1), ("cheaper-algo", "manual"))
    with site.load(clients=8, body=b"pid ") as clients:
        for letters, count in [("+++", 4), ("--", 2), ("+", 3), ("---", 1), ("C", None), ("++", None)]:
            write(site, letters)
            if count is not None:
                has_workers(site, count)
            clients.go_on()
    assert clients.failures == [], str(clients)


def test_plus_and_minus_keep_to_the_bounds(arena):
    site = run(arena, ("processes", 3), ("cheaper", 1), ("cheaper-initial", 2), ("cheaper-algo", "manual"))
    has_workers(site, 2)
    write(site, "++")
    has_workers(site, 3)
    site.daemon.says("+ does nothing: as many run as processes allows, 3 workers")
    write(site, "---")
    has_workers(site, 1)
    site.daemon.says("- does nothing: as few run as cheaper allows, 1 worker")
    load.good(site.get(), b"pid ")


def test_minus_takes_an_idle_worker_before_a_busy_one(arena):
    site = run(arena, ("processes", 3), ("cheaper", 1), ("cheaper-initial", 3), ("cheaper-algo", "manual"))
    has_workers(site, 3)
    with Held(site, "a") as held:
        write(site, "--")
        until(lambda: workers(site) == {held.pid}, "the idle ones to go")
        assert held.release().body == held.pid_text


def test_backlog_adds_workers_for_connections_that_wait(arena):
    site = run(arena, ("processes", 2), ("cheaper", 1), ("cheaper-algo", "backlog"), ("cheaper-overload", 1))
    answers = []
    with Held(site, "a") as held:
        asking = [threading.Thread(target=lambda: answers.append(site.get().status)) for _ in range(4)]
        for thread in asking:
            thread.start()
        has_workers(site, 2)
        for thread in asking:
            thread.join()
        assert held.release().body == held.pid_text
    assert answers == [200] * 4
    has_workers(site, 1)


def test_a_reload_keeps_as_many_as_there_are(arena):
    site = run(arena, ("processes", 4), ("cheaper", 1), ("cheaper-algo", "manual"), app="version")
    write(site, "++")
    has_workers(site, 3)
    old = workers(site)
    site.use("version", one="two")
    with site.load(body=b"version ") as clients:
        site.daemon.signal(signal.SIGHUP)
        site.daemon.says("generation 2 serves")
        until(lambda: len(workers(site)) == 3 and not workers(site) & old, "three new workers")
        clients.go_on()
    assert clients.failures == [], str(clients)
    load.good(site.get(), b"version two")


def test_a_worker_that_is_killed_is_replaced_and_its_number_stays(arena):
    site = run(arena, ("processes", 4), ("cheaper", 2), ("cheaper-algo", "manual"))
    has_workers(site, 2)
    victim = sorted(workers(site))[0]
    proc.kill(victim)
    until(lambda: len(workers(site)) == 2 and victim not in workers(site), "another worker")


def test_max_requests_with_a_varying_number(arena):
    options = [("processes", 4), ("cheaper", 1), ("max-requests", 20), ("min-worker-lifetime", 0)]
    site = run(arena, *options, ("cheaper-overload", 1))
    with site.load(clients=8, body=b"pid ") as clients:
        until(lambda: site.daemon.log().count("is replaced: ") >= 4, lambda: f"replacements:\n{site.daemon.log()}")
    assert clients.failures == [], str(clients)
    has_workers(site, 1)


# --- pause


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("way", ["signal", "fifo"])
def test_in_a_pause_requests_finish_and_connections_wait(arena, way, threads):
    site = run(arena, ("processes", 2), ("threads", threads))
    turn = (lambda: site.daemon.signal(signal.SIGTSTP)) if way == "signal" else (lambda: write(site, "p"))
    load.good(site.get())
    with Held(site, "a") as held:
        turn()
        site.daemon.says("connections wait until")
        is_paused(site, 2, busy=1)
        with Waiting(site) as waiting:
            assert held.release().body == held.pid_text
            is_paused(site, 2)
            waiting.is_kept()
            turn()
            load.good(waiting.answer(), b"pid ")
    site.daemon.says("resumed by ")


class Waiting:
    """A client whose connection nobody accepts."""

    def __init__(self, site):
        self._site = site
        self._answer = None

    def __enter__(self):
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()
        until(lambda: self._queued() == 1, "the connection to be queued")
        return self

    def __exit__(self, *_):
        self._thread.join()

    def _ask(self):
        self._answer = self._site.get()

    def _queued(self):
        """The receive queue of a listening socket is what waits to be accepted (proc(5), /proc/net/tcp)."""
        port = f":{self._site.port:04X}"
        for line in (proc.PROC / "net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(port) and fields[3] == "0A":
                return int(fields[4].split(":")[1], 16)
        return None

    def is_kept(self):
        assert self._queued() == 1 and self._answer is None

    def answer(self):
        self._thread.join()
        return self._answer


def pause(site):
    """Once whoever waited for the start has been let in."""
    load.good(site.get())
    site.daemon.signal(signal.SIGTSTP)
    is_paused(site, 2)


def is_paused(site, count, busy=0):
    """Waits until each worker that has nothing to do has confirmed."""

    def confirmed():
        before = len(site.daemon.log())
        site.daemon.signal(signal.SIGUSR1)
        shown = lambda: site.daemon.log()[before:]
        until(lambda: len(re.findall(r"worker \d+ \(pid \d+\) of generation", shown())) >= count, "the status")
        return "; paused: connections wait; " in shown() and shown().count(" is paused: ") == count - busy

    until(confirmed, lambda: f"{count - busy} paused workers:\n{site.daemon.log()}")


def test_a_reload_in_a_pause_stays_paused(arena):
    site = run(arena, ("processes", 2), app="version")
    pause(site)
    with Waiting(site) as waiting:
        site.use("version", one="two")
        site.daemon.signal(signal.SIGHUP)
        site.daemon.says("generation 2 serves")
        is_paused(site, 2)
        waiting.is_kept()
        site.daemon.signal(signal.SIGTSTP)
        load.good(waiting.answer(), b"version two")


def test_a_stop_in_a_pause_answers_who_waits(arena):
    site = run(arena, ("processes", 2))
    pause(site)
    with Waiting(site) as waiting:
        assert site.daemon.stop() == 0
        load.good(waiting.answer(), b"pid ")


def test_status_of_a_paused_site(arena):
    """And a master that dies in it leaves nobody waiting for ever."""
    site = arena.site("blog", "gate", [("processes", 2)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    os.kill(before["pid"], signal.SIGTSTP)
    now = emperor.wait_site(
        "blog", lambda now: [one["status"] for one in now["workers"]] == ["paused", "paused"], "to be paused"
    )
    assert (now["state"], now["reason"]) == ("running", "started; paused: connections wait")
    assert worker_pids(now) == worker_pids(before)
    with Waiting(site) as waiting:
        proc.kill(before["pid"])
        load.good(waiting.answer(), b"pid ")
    emperor.wait_site("blog", lambda now: now["pid"] not in (None, 0, before["pid"]) and now["state"] == "running", "")
