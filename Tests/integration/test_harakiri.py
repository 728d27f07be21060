"""Requests that last too long: what becomes of them, of their worker, and of everybody else."""

import os
import re
import signal
import threading

import pytest
from harness import load, proc, wire
from harness.answer import Failed
from harness.emperor import worker_pids
from harness.site import serve
from harness.wait import until

STUCK = [("/sleep", "in sleep"), ("/loop", "in loop"), ("/regex", "in regex")]


def replaced(site, path):
    return re.search(rf"worker \d \(pid (\d+)\) replaced: harakiri of GET {path} after (\d+\.\d) s", site.daemon.log())


def inside(site, path):
    """The pid of the worker whose app has the request."""
    found = until(lambda: re.search(rf"(\d+) is in {path}\n", site.daemon.log()), "the request to be in the app")
    return int(found[1])


@pytest.mark.parametrize("path, where", STUCK)
def test_a_stuck_request_costs_nobody_else_anything(arena, path, where):
    """Of two workers one is stuck, over both protocols; the load on the other never fails."""
    site = serve(arena, "stuck", ("processes", 2), ("harakiri", 1))
    with site.load(clients=4, body=b"pid ") as clients:
        for ask in wire.http, wire.uwsgi:
            answer = ask(site.http if ask is wire.http else site.uwsgi, path)
            assert (answer.status, answer.body) == (504, b"Gateway Timeout\n"), answer
        clients.go_on(100)
    assert clients.failures == [], str(clients)
    until(lambda: replaced(site, path), lambda: f"the reason in the log:\n{site.daemon.log()}")
    assert float(replaced(site, path)[2]) >= 1.0
    log = site.daemon.log()
    assert f"harakiri: GET {path} from 127.0.0.1 has lasted" in log and where in log, log
    assert "Traceback" not in log and " died" not in log, log


def test_the_worker_is_replaced(arena):
    """A new process has the seat, the old one is gone, and the master holds no more than before."""
    site = arena.site("blog", "stuck", [("processes", 2), ("harakiri", 1)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    held = len(proc.descriptors(before["pid"]))
    for path, _ in STUCK:
        assert wire.http(site.http, path).status == 504
    pids = set(worker_pids(before))
    after = emperor.wait_site(
        "blog",
        lambda now: len(worker_pids(now)) == 2 and len(set(worker_pids(now)) & pids) < 2,
        "to have two workers, not the old ones",
    )
    assert after["generation"] == before["generation"] and after["state"] == "running"
    assert "harakiri of GET /" in after["reason"], after
    assert sum(worker["harakiris"] for worker in after["workers"]) == 3
    until(lambda: len(proc.descriptors(before["pid"])) == held, "the master to have let go of the old ones' channels")


def test_one_of_four_threads(arena):
    """The other three answer all the time, by the same process until its successor serves."""
    site = serve(arena, "stuck", ("threads", 4), ("harakiri", 2))
    outcome = []
    stuck = threading.Thread(target=lambda: outcome.append(wire.http(site.http, "/sleep")))
    with site.load(clients=3, body=b"pid ") as clients:
        stuck.start()
        stuck.join()
        clients.go_on(200)
    assert clients.failures == [], str(clients)
    assert outcome[0].status == 504
    until(lambda: replaced(site, "/sleep"), "the reason in the log")
    first = int(replaced(site, "/sleep")[1])
    until(lambda: not proc.alive(first), "the old worker to end")
    assert "in sleep" in site.daemon.log()


def test_a_storm(arena):
    """Everything that there is, is stuck at once; all are answered, and then the site serves."""
    site = serve(arena, "stuck", ("processes", 2), ("threads", 2), ("harakiri", 1))
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(wire.http(site.http, "/sleep").status)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [504] * 12
    load.good(site.get(), b"pid ")


def test_an_answer_that_has_begun_is_cut(arena):
    site = serve(arena, "stuck", ("harakiri", 1))
    with pytest.raises(Failed):
        wire.http(site.http, "/stream")
    until(lambda: replaced(site, "/stream"), "the reason in the log")
    load.good(site.get(), b"pid ")


def test_a_stopped_worker_is_killed_by_its_master(arena):
    """Its own watcher does not run; the load on the other worker never fails."""
    site = serve(arena, "stuck", ("processes", 2), ("harakiri", 1))
    outcome = []

    def ask():
        try:
            outcome.append(wire.http(site.http, "/sleep"))
        except Failed as error:
            outcome.append(error)

    stuck = threading.Thread(target=ask)
    stuck.start()
    pid = inside(site, "/sleep")
    os.kill(pid, signal.SIGSTOP)
    with site.load(clients=4, body=b"pid ") as clients:
        stuck.join()
        clients.go_on(100)
    assert clients.failures == [], str(clients)
    assert isinstance(outcome[0], Failed), "the kernel closes what nobody can answer"
    assert f"(pid {pid}) killed: harakiri of a request after" in site.daemon.log(), site.daemon.log()
    until(lambda: not proc.alive(pid), "the stopped worker to be gone")


def test_a_reload_during_harakiri(arena):
    """An old generation's stuck request has its deadline, too."""
    site = serve(arena, "stuck", ("threads", 2), ("harakiri", 2))
    outcome = []
    stuck = threading.Thread(target=lambda: outcome.append(wire.http(site.http, "/sleep")))
    stuck.start()
    inside(site, "/sleep")
    os.kill(site.daemon.pid, signal.SIGHUP)
    until(lambda: "generation 2 serves" in site.daemon.log(), "the next generation")
    stuck.join()
    assert outcome[0].status == 504
    load.good(site.get(), b"pid ")


def test_kept_connections_survive_their_worker(arena):
    """One worker, one thread: clients that are between two requests are answered by its successor."""
    site = serve(arena, "stuck", ("harakiri", 1))
    kept = [wire.Connection(site.http) for _ in range(20)]
    first = {connection.request().body for connection in kept}
    assert wire.http(site.http, "/regex").status == 504
    second = {connection.request().body for connection in kept}
    for connection in kept:
        connection.close()
    assert len(first) == len(second) == 1 and first != second


def test_a_site_that_stops_with_kept_connections_and_a_stuck_request(arena):
    site = serve(arena, "stuck", ("harakiri", 1))
    kept = wire.Connection(site.http)
    load.good(kept.request(), b"pid ")
    outcome = []
    stuck = threading.Thread(target=lambda: outcome.append(wire.http(site.http, "/regex").status))
    stuck.start()
    inside(site, "/regex")
    os.kill(site.daemon.pid, signal.SIGTERM)
    assert site.daemon.ended() == 0
    stuck.join()
    kept.close()
    assert outcome == [504]
