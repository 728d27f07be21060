"""Kept connections of which the test knows the worker."""

from contextlib import ExitStack
from itertools import count

from . import wire
from .held import Held

NAMES = count(1)


def pid(answer):
    """The worker that answered (Tests/Apps/gate.py)."""
    assert answer.status == 200 and answer.body.startswith(b"pid "), answer
    return int(answer.body.split()[1])


def hold(site, connection=None):
    """A request that stays in the app, on a connection that is kept, or on a new one."""
    name = f"n{next(NAMES)}"
    return Held(site, name, connection and (lambda: connection.request(f"/hold/{name}")))


def spread(site, workers, each):
    """Opens so many kept connections with each of the workers: {pid: [connection]}. All workers but one are busy while it
    gets its own."""
    kept = {}
    for _ in range(workers):
        with ExitStack() as busy:
            for connections in kept.values():
                busy.enter_context(hold(site, connections[0]))
            for _ in range(workers - 1 - len(kept)):
                busy.enter_context(hold(site))
            connections = [wire.Connection(site.http) for _ in range(each)]
            (owner,) = {pid(connection.request()) for connection in connections}
        assert owner not in kept
        kept[owner] = connections
    return kept
