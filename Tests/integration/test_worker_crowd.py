"""Connections that want nothing cost nobody anything."""

from harness import load, wire
from harness.crowd import Crowd
from harness.site import serve


def test_idle_and_slow_clients_hold_no_worker(arena):
    """A thousand of the one, a hundred of the other, two workers: everybody else gets all answers."""
    site = serve(arena, "hello", ("processes", 2), ("disable-logging", "true"))
    with Crowd(site.http, 1000, 100) as crowd:
        with wire.Connection(site.http) as kept:
            for _ in range(500):
                load.good(kept.request(), b"hello")
                load.good(site.get(), b"hello")
                load.good(wire.uwsgi(site.uwsgi), b"hello")
        assert {answer.status for answer in crowd.answers()} == {200}
        assert crowd.lost == []
