"""Addresses that nobody uses."""

import random
import socket
from itertools import cycle
from pathlib import Path

LOWEST = 10240
HIGHEST = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]) - 1
"""Above are the ports that the kernel gives to clients and to whoever asks for any: one that is free there may be
somebody's in the next moment, or be given twice."""

_start = random.randint(LOWEST, HIGHEST)
_next = cycle([*range(_start, HIGHEST + 1), *range(LOWEST, _start)])


def free():
    """A TCP port of 127.0.0.1 on which nothing listens, and that this run has not given to anybody else."""
    while True:
        port = next(_next)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def listener():
    """A listening socket of this process, to be in somebody's way."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken
