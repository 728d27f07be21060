"""max-requests, limit-as, processes and mercy: what bounds a worker."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from harness import load, wire
from harness.answer import Failed
from harness.emperor import expected_processes, processes, worker_pids
from harness.held import Held
from harness.site import serve
from harness.wait import until


def test_max_requests_recycles_without_a_loss(arena):
    """Each worker is replaced after its number of requests; the generation stays."""
    options = [("processes", 2), ("max-requests", 50), ("min-worker-lifetime", 0)]
    site = arena.site("blog", "version", options)
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with site.load(body=b"version ") as clients:
        clients.go_on(500)
        after = emperor.wait_site(
            "blog", lambda now: not set(worker_pids(now)) & set(worker_pids(before)), "to have other workers"
        )
        clients.go_on(500)
    assert clients.failures == [], str(clients)
    assert after["generation"] == before["generation"]
    emperor.wait_site("blog", lambda now: processes(now) == expected_processes(now), "to have what it says")
    # A worker serves on until the one that takes its place does; once that is so, nobody is over the limit.
    emperor.wait_site("blog", lambda now: max(worker["requests"] for worker in now["workers"]) < 50, "to be fresh")
    emperor.settles_at(descriptors)


def test_max_requests_with_one_kept_connection(arena):
    """The client is told to come again, and finds the next worker."""
    site = serve(arena, "version", ("max-requests", 10), ("min-worker-lifetime", 0))
    requests = {}

    def three_workers():
        with wire.Connection(site.http) as connection:
            answer = None
            while answer is None or answer.header("Connection") != "close":
                answer = connection.request()
                pid = answer.body.split()[-1]
                requests[pid] = requests.get(pid, 0) + 1
        return len(requests) >= 3

    until(three_workers, "three workers to have answered")
    assert min(list(requests.values())[:-1]) >= 10, requests


def test_limit_as(arena):
    """Megabytes of address space: beyond them a MemoryError in the app, not a kill."""
    site = serve(arena, "hungry", ("limit-as", 512))
    assert site.get("/?64").body == b"allocated"
    assert site.get("/?600").body == b"MemoryError"
    other = serve(arena, "who", ("limit-as", 700), name="who")
    assert json.loads(other.get().body)["address_space"] == [700 << 20, 700 << 20]


@pytest.mark.parametrize("option", ["worker-reload-mercy", "reload-mercy"])
def test_a_request_that_outlasts_the_mercy_is_ended(arena, option):
    """A reload waits so many seconds for the old generation, and says whom it ended."""
    site = arena.site("blog", "gate", [("processes", 1), (option, 1)])
    emperor = arena.emperor()
    with Held(site, "a") as held:
        assert emperor.ctl("reload", "blog").code == 0
        emperor.wait_site("blog", lambda now: processes(now) == expected_processes(now), "to have ended the old worker")
        with pytest.raises(Failed):
            held.outcome()
    emperor.says(str(held.pid))
    load.good(site.get(), b"pid ")


def test_a_listen_queue_is_what_the_kernel_allows(arena):
    """More than net.core.somaxconn cannot be had; that is no reason to go without the site."""
    allowed = int(Path("/proc/sys/net/core/somaxconn").read_text())
    small, large = (arena.site(name, "hello", [("listen", size)]) for name, size in (("small", 7), ("large", allowed + 1)))
    emperor = arena.emperor()
    assert {site["state"] for site in emperor.status().values()} == {"running"}
    assert [backlog(site.port) for site in (small, large)] == [7, allowed]


def backlog(port):
    """What ss prints as Send-Q of a listening socket."""
    shown = subprocess.run(["ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True, check=True).stdout
    return int(shown.split()[2])


def test_a_hung_import_does_not_hold_up_a_stop(arena):
    site = arena.site("blog", "slow_import")
    emperor = arena.emperor(ready=False)
    until(lambda: (site.folder / "import.entered").exists(), "the import to begin")
    emperor.signal(signal.SIGTERM)
    assert emperor.ended() == 0


def test_socket_timeout_frees_the_worker(arena):
    """A client that stops in the middle of its body is given up after socket-timeout."""
    site = serve(arena, "echo_body", ("socket-timeout", 1))
    with wire.Connection(site.uwsgi) as stuck:
        stuck.send(wire.packet(wire.variables("/", "POST", b"x" * 200_000)) + b"x" * 70_000)
        assert wire.uwsgi(site.uwsgi, method="POST", body=b"next").body == b"next"


def test_a_request_that_came_in_time_is_answered(arena):
    """`socket-timeout` is about a client that says nothing, not about a worker that is busy with another one."""
    site = serve(arena, "gate", ("socket-timeout", 1))
    with wire.Connection(site.http) as kept:
        assert kept.request().status == 200
        with Held(site, "a") as held:
            kept.send(wire.head("/"))
            time.sleep(1.5)  # longer than the timeout: the time itself is what is tested
            held.release()
        assert kept.answer().status == 200
