"""Clients that hold connections and want next to nothing."""

import resource
import threading

from . import wire
from .answer import Failed


class Crowd:
    """`with Crowd(address, idle, slow)`: so many kept connections that say nothing after an answer, and so many clients that
    send a request for ever, a byte each in turn."""

    def __init__(self, address, idle, slow):
        self.address, self.numbers = address, (idle, slow)
        self.lost = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._drip, name="slow-loris")
        self._sent = 0

    def __enter__(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, sum(self.numbers) + 500)), hard))
        idle, slow = self.numbers
        self.idle = [wire.Connection(self.address) for _ in range(idle)]
        for connection in self.idle:
            assert connection.request().status == 200
        self.slow = [wire.Connection(self.address) for _ in range(slow)]
        for number, connection in enumerate(self.slow):
            body = number % 2
            connection.send(wire.head("/", "POST", [("Content-Length", "60000")]) if body else b"GET / HTTP/1.1\r\nX: ")
        self._thread.start()
        return self

    def _drip(self):
        while not self._end.wait(0.005):
            connection = self.slow[self._sent % len(self.slow)]
            try:
                connection.send(b"x")
            except Failed as error:
                self.lost.append(error)
            self._sent += 1

    def answers(self):
        """All of the idle ones ask once more."""
        for connection in self.idle:
            connection.send(wire.head("/"))
        return [connection.answer() for connection in self.idle]

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()
        for connection in self.idle + self.slow:
            connection.close()
