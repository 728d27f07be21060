"""kill -9 of any one process under load: only what was in flight in it is lost, and the status knows why."""

import signal

import pytest
from harness import proc, wire
from harness.answer import Failed
from harness.emperor import expected_processes, processes, worker_pids
from harness.held import Held
from harness.wait import until

IN_FLIGHT = {"reset", "empty", "cut"}
"""How a request ends that was inside the killed process. Anything else (refused, timeout, a 5xx) hits a bystander."""


def names_the_kill(site):
    return any(word in str(site["reason"]) for word in ("SIGKILL", "signal 9", "killed"))


def whole_again(emperor, before, changed):
    """Waits until everything is as before, with the killed process replaced and nothing twice."""

    def holds(site):
        return (
            site["state"] == "running"
            and changed(site)
            and len(worker_pids(site)) == len(before["workers"])
            and processes(site) == expected_processes(site)
        )

    return emperor.wait_site("blog", holds, "to be whole again")


@pytest.mark.parametrize("count", [1, 2])
def test_worker(arena, count):
    site = arena.site("blog", "version", [("processes", count)])
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    victim = worker_pids(before)[0]
    with site.load(body=b"version ") as clients:
        clients.go_on()
        proc.kill(victim)
        after = whole_again(emperor, before, lambda now: victim not in worker_pids(now))
        clients.go_on()
    assert len(clients.failures) <= 1, str(clients)
    assert set(clients.kinds) <= IN_FLIGHT, str(clients)
    assert names_the_kill(after), after["reason"]
    assert (after["pid"], after["zygote"]) == (before["pid"], before["zygote"])
    assert set(worker_pids(before)) - {victim} <= set(worker_pids(after)), "the other worker is untouched"
    emperor.settles_at(descriptors)


@pytest.mark.parametrize("count", [1, 2])
def test_zygote(arena, count):
    """Its workers serve on, and a new generation starts: nothing at all is lost."""
    site = arena.site("blog", "version", [("processes", count)])
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with site.load(body=b"version ") as clients:
        clients.go_on()
        proc.kill(before["zygote"])
        after = whole_again(emperor, before, lambda now: now["zygote"] not in (None, before["zygote"]))
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert names_the_kill(after), after["reason"]
    assert after["pid"] == before["pid"]
    assert after["generation"] > before["generation"]
    emperor.settles_at(descriptors)


@pytest.mark.parametrize("count", [1, 2])
def test_master(arena, count):
    """Its workers serve on until the next master's generation is ready: no request is lost, no connection refused."""
    socket = arena.path / "blog.sock"
    site = arena.site("blog", "version", [("processes", count), ("socket", socket), ("chmod-socket", "666"), ("vacuum", "true")])
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with site.load(body=b"version ") as clients:
        clients.go_on()
        proc.kill(before["pid"])
        after = whole_again(emperor, before, lambda now: now["pid"] not in (None, before["pid"]))
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert names_the_kill(after), after["reason"]
    old = [before["zygote"], *worker_pids(before)]
    until(lambda: not any(map(proc.alive, old)), "the processes of the dead master to end")
    assert [p.pid for p in arena.processes() if p.name.startswith("vassal")] == [after["pid"]]
    emperor.settles_at(descriptors)


def test_what_another_worker_has_in_hand_is_answered(arena):
    site = arena.site("blog", "gate", [("processes", 2)])
    emperor = arena.emperor()
    with Held(site, "a") as spared, Held(site, "b") as lost:
        assert spared.pid != lost.pid, "a busy worker takes no second request while another is idle"
        proc.kill(lost.pid)
        with pytest.raises(Failed) as failure:
            lost.outcome()
        assert failure.value.kind in IN_FLIGHT
        before = emperor.site("blog")
        assert spared.pid in worker_pids(before)
        assert spared.release().body == spared.pid_text


def test_a_request_in_flight_survives_its_master(arena):
    site = arena.site("blog", "gate", [("processes", 1)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    with Held(site, "a") as held:
        proc.kill(before["pid"])
        emperor.wait_site("blog", lambda now: now["pid"] not in (None, before["pid"]), "to have another master")
        assert site.get().status == 200
        assert held.release().body == held.pid_text


def test_three_workers_in_a_row(arena):
    """The site comes back each time, the reason stays in the status, and the neighbour never notices."""
    neighbour = arena.site("neighbour", "hello")
    site = arena.site("blog", "hello", [("processes", 1)])
    emperor = arena.emperor()
    with neighbour.load(body=b"hello") as clients:
        for _ in range(3):
            victim = worker_pids(emperor.site("blog"))[0]
            proc.kill(victim)
            emperor.wait_site(
                "blog", lambda now: worker_pids(now) and victim not in worker_pids(now), "to have another worker"
            )
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert site.get().body == b"hello"
    assert names_the_kill(emperor.site("blog"))


@pytest.mark.parametrize("vacuum", ["true", "false"])
def test_a_master_that_is_told_to_stop_comes_back(arena, vacuum):
    """The emperor wants the site up: its next master opens the doors that the last one had closed."""
    socket = arena.path / "blog.sock"
    site = arena.site("blog", "version", [("socket", socket), ("vacuum", vacuum)])
    emperor = arena.emperor()
    for number in (signal.SIGTERM, signal.SIGINT):
        master = emperor.site("blog")["pid"]
        proc.kill(master, number)
        emperor.wait_site("blog", lambda now: now["state"] == "running" and now["pid"] != master, "to be up again")
        assert site.get().status == 200
        assert wire.uwsgi(socket, "/").status == 200
    if vacuum == "false":
        emperor.stop()
        socket.unlink()
