"""Every kind of candidate that cannot serve, under load: nobody notices, and a good one succeeds afterwards."""

import pytest
from harness import ports
from harness.emperor import worker_pids
from harness.mistakes import FAILURES, reload
from measure import Load, quiet, row

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

WORST_STALL = 0.100
SLOW = "import time\ntime.sleep(2)\n"
"""What stands before the app's code: applications take their time."""


def takes_a_port(arena, site):
    site.code.write_text(f"import socket\nkept = socket.create_server(('127.0.0.1', {arena.port}))\n{site.good}")


MISTAKES = {**{name: mistake[:2] for name, mistake in FAILURES.items()}, "takes a port": (takes_a_port, {"import"})}


@pytest.fixture
def site(arena):
    """One whose serving generation holds a port since its import."""
    made = arena.site("blog", "version", [("processes", 2), ("disable-logging", "true")])
    made.good = SLOW + made.code.read_text()
    arena.port = ports.free()
    takes_a_port(arena, made)
    return made


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_under_load(arena, site, mistake):
    make, kinds = MISTAKES[mistake]
    emperor, good = arena.emperor(), list(site.options)
    before = quiet(Load(site.http), 5)
    serving = worker_pids(emperor.site("blog"))
    with Load(site.http) as load:
        make(arena, site)
        code, failed = reload(arena)
        assert worker_pids(emperor.wait_state("blog", "degraded")) == serving
        site.options = good
        site.code.write_text(site.good)
        site.write()
        mended, verdict = reload(arena)
    row(f"a wrong candidate: {mistake}", load.seen, before, kind=failed["failure"])
    assert code == 1 and failed["failure"] in kinds, failed
    assert mended == 0, verdict
    assert load.seen.failures == []
    assert load.seen.worst - before.worst < WORST_STALL
    if hasattr(arena, "listener"):
        arena.listener.close()
