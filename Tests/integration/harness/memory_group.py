"""A memory cgroup of its own for a test, where this machine lets us make one: of version 1 or 2."""

import os
import subprocess
from pathlib import Path

import pytest

from . import proc
from .wait import until

ROOT = Path("/sys/fs/cgroup")


class MemoryGroup:
    def __init__(self, name, megabytes):
        first = (ROOT / "memory/memory.limit_in_bytes").exists()
        self.path = (ROOT / "memory" if first else ROOT) / name
        limit = "memory.limit_in_bytes" if first else "memory.max"
        # Version 2 would swap first.
        no_swap = "memory.swappiness" if first else "memory.swap.max"
        try:
            self.path.mkdir()
            (self.path / limit).write_text(str(megabytes << 20))
            if (self.path / no_swap).exists():
                (self.path / no_swap).write_text("0")
        except OSError as error:
            self.close()
            pytest.skip(f"no memory cgroup can be made here: {error}")

    def close(self):
        if self.path.exists():
            until(lambda: not (self.path / "cgroup.procs").read_text(), "the cgroup to be empty")
            self.path.rmdir()

    def inside(self, arguments):
        """A command that runs another one within the group."""
        return ["sh", "-c", 'echo $$ >"$0" && exec "$@"', str(self.path / "cgroup.procs"), *map(str, arguments)]

    def take(self, pid):
        (self.path / "cgroup.procs").write_text(str(pid))
