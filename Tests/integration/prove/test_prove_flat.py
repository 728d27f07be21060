"""A worker's memory over a million requests with varying headers and bodies."""

import os

import pytest
from harness.site import serve
from harness.varied import Varied
from measure import note

pytestmark = [pytest.mark.prove, pytest.mark.timeout(3600)]

REQUESTS = int(os.environ.get("PROVE_FLAT_REQUESTS", 1_000_000))
MOST = 1 << 20


def test_memory_over_a_million_requests(arena):
    site = serve(arena, "varied", ("disable-logging", "true"))
    clients = Varied(site, 1)
    before = clients.run(10_000)
    after = clients.run(REQUESTS - 10_000)
    clients.close()
    note(f"{REQUESTS} varied requests: {before >> 10} kB after 10 000, {after >> 10} kB at the end")
    assert after - before < MOST
