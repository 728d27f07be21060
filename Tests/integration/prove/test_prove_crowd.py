"""A normal client beside a thousand idle and a hundred slow ones, and alone."""

import statistics
import time

import pytest
from harness import load, wire
from harness.crowd import Crowd
from harness.site import serve
from measure import note

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

REQUESTS = 4000
MOST = 1.25


def median(site):
    """Of a kept connection and of new ones, in seconds."""
    times = []
    with wire.Connection(site.http) as kept:
        for _ in range(REQUESTS // 2):
            for ask in kept.request, site.get:
                begun = time.monotonic()
                load.good(ask(), b"hello")
                times.append(time.monotonic() - begun)
    return statistics.median(times)


def test_latency_beside_a_crowd(arena):
    site = serve(arena, "hello", ("processes", 2), ("disable-logging", "true"))
    rounds = []
    for _ in range(3):
        alone = median(site)
        with Crowd(site.http, 1000, 100) as crowd:
            beside = median(site)
            assert {answer.status for answer in crowd.answers()} == {200} and crowd.lost == []
        rounds.append((beside / alone, alone, beside))
    ratio, alone, beside = sorted(rounds)[1]
    note(f"median latency {alone * 1000:.3f} ms, beside 1 000 idle and 100 slow clients {beside * 1000:.3f} ms: {ratio:.2f} times")
    assert ratio <= MOST
