"""What a service manager hears: a NOTIFY_SOCKET of our own."""

import os
import select
import socket
import time
from itertools import count

from .wait import PATIENCE, Late

_numbers = count()


class Notify:
    """Listens on an abstract address; `name` is what goes into NOTIFY_SOCKET."""

    def __init__(self):
        address = f"emperor-test-{os.getpid()}-{next(_numbers)}"
        self.name = f"@{address}"
        self.lines = []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"\0{address}")

    def hear(self, within=0.0):
        """Takes in one datagram if one comes in time."""
        readable, _, _ = select.select([self.socket], [], [], within)
        if readable:
            self.lines += self.socket.recv(65536).decode(errors="replace").splitlines()
        return bool(readable)

    def hear_all(self):
        """Every line sent so far."""
        while self.hear():
            continue
        return self.lines

    def wait_for(self, line, sender, within=PATIENCE):
        """Returns when the line has come; fails when the sender ends before."""
        deadline = time.monotonic() + within
        while line not in self.lines:
            if not sender.running and not self.hear():
                raise AssertionError(
                    f"{sender.name} ended with {sender.process.returncode} before it said {line}:\n{sender.log()}"
                )
            if time.monotonic() > deadline:
                raise Late(f"waited {within:g} s for {line}; heard {self.lines}\n{sender.log()}")
            self.hear(0.1)

    def close(self):
        self.socket.close()
