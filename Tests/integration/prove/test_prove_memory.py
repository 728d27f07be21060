"""Django with four workers after ten thousand requests, beside uWSGI in the same run."""

import os
import subprocess

import pytest
from harness import load, mission, peers, proc, python, wire
from harness.emperor import processes
from harness.wait import until
from measure import note

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1800)]

REQUESTS = int(os.environ.get("PROVE_REQUESTS", 10_000))
MOST = 0.65


def after_requests(site, daemon_log):
    with load.Load(load.http(site.http), clients=8, pause=0) as clients:
        until(lambda: clients.ok >= REQUESTS, lambda: str(clients), within=600)
    assert clients.failures == [], f"{clients}\n{daemon_log()}"


@pytest.mark.parametrize("warmed", [False, True], ids=["as it is", "with warm-up"])
def test_memory_beside_uwsgi(arena, warmed):
    uwsgi = peers.program("uwsgi")
    home = python.virtualenv(arena.path / "venv", *python.DJANGO)
    project = mission.project(arena.path / "project", home)
    # As deployed: without .pyc files every import leaves the compiler's holes in the heap.
    subprocess.run([home / "bin/python", "-m", "compileall", "-q", home, project], check=True)
    site = arena.site("blog", None, [("processes", 4), ("chdir", project), ("home", home), ("module", "wsgi")], bare=True, write=False)
    site.options += [("http-socket", f"127.0.0.1:{site.port}"), ("disable-logging", "true")]
    site.write()
    emperor = arena.emperor(*(["--vassal-set", "warm-up=/"] if warmed else []))
    after_requests(site, emperor.log)
    ours = sum(map(proc.pss, processes(emperor.site("blog"))))
    assert emperor.stop() == 0

    peer = arena.daemon("uwsgi", [uwsgi, "--master", "--ini", site.ini])
    until(lambda: wire.accepts(site.http), peer.log)
    after_requests(site, peer.log)
    theirs = sum(map(proc.pss, [peer.pid, *(child.pid for child in proc.descendants(peer.pid))]))
    peer.signal(2)
    peer.ended()
    how = ", warm-up = /" if warmed else ""
    note(f"Django, 4 workers{how}, {REQUESTS} requests: {ours >> 20} MB, uWSGI {theirs >> 20} MB, ratio {ours / theirs:.2f}")
    assert ours / theirs <= MOST
