"""Clients that ask again and again while a test does something to the server, and count what they got."""

import threading
import time
from collections import Counter
from dataclasses import dataclass

from . import wire
from .answer import Failed
from .wait import until

PAUSE = 0.004
"""Seconds a client rests between two requests: enough requests to catch every gap, and a processor left for the
server."""


@dataclass(frozen=True)
class Failure:
    kind: str
    text: str
    at: float
    seconds: float

    def __str__(self):
        return f"{self.text} (after {self.seconds * 1000:.0f} ms)"


class Load:
    """`with Load(ask) as load:` keeps `clients` threads calling `ask`, which raises Failed for anything but a good
    answer. Afterwards `ok`, `failures` and `worst` (seconds of the slowest good answer) say how it went."""

    def __init__(self, ask, clients=8, pause=PAUSE):
        self.ask = ask
        self.pause = pause
        self.ok = 0
        self.worst = 0.0
        self.failures = []
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._run, name=f"load-{n}") for n in range(clients)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self.go_on(len(self._threads))
        return self

    def __exit__(self, *_):
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _run(self):
        while not self._end.is_set():
            start = time.monotonic()
            try:
                self.ask()
            except Failed as error:
                self._failed(error, start)
            else:
                self._answered(time.monotonic() - start)
            self._end.wait(self.pause)

    def _answered(self, seconds):
        with self._lock:
            self.ok += 1
            self.worst = max(self.worst, seconds)

    def _failed(self, error, start):
        with self._lock:
            self.failures.append(Failure(error.kind, str(error), start, time.monotonic() - start))

    def go_on(self, requests=200):
        """Returns when that many more requests have been answered well."""
        goal = self.ok + requests
        until(lambda: self.ok >= goal, lambda: f"{requests} more good answers: {self}")

    @property
    def kinds(self):
        return Counter(failure.kind for failure in self.failures)

    def __str__(self):
        shown = "\n  ".join(str(failure) for failure in self.failures[:10])
        return f"{self.ok} good, {len(self.failures)} failed, worst {self.worst * 1000:.0f} ms\n  {shown}"


def good(answer, body=None):
    """Raises unless the answer is a 200 with the body (or one that starts so)."""
    if answer.status != 200:
        raise Failed("status", f"{answer.status} {answer.reason}: {answer.body[:200]!r}")
    if body is not None and not answer.body.startswith(body):
        raise Failed("body", f"{answer.body[:200]!r} is not {body!r}")
    return answer


def http(address, path="/", body=None):
    """What a client does that opens a connection for each request."""
    return lambda: good(wire.http(address, path), body)


def uwsgi(address, path="/", body=None):
    return lambda: good(wire.uwsgi(address, path), body)
