"""What runs beside a site's workers, seen from outside."""

import os

from . import proc
from .wait import until

DAEMONIZES = """
import os, sys, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
open(sys.argv[1], "w").write(str(os.getpid()))
open(sys.argv[2], "a").write(f"{os.getpid()}\\n")
time.sleep(86400)
"""
"""A program that puts itself into the background as man 7 daemon has it: its pidfile, and the list of all that it was."""


class Helper:
    """A command that writes down each process that it was."""

    def __init__(self, arena, name="helper", then="exec sleep 86400"):
        self.file = arena.path / f"{name}.pids"
        self.command = f"echo $$ >> {self.file}; {then}"

    @property
    def pids(self):
        return [int(line) for line in self.file.read_text().split()] if self.file.exists() else []

    @property
    def living(self):
        return [pid for pid in self.pids if proc.alive(pid)]

    def only(self, *others):
        """Waits for exactly one process that lives and is none of `others`; returns its pid."""

        def found():
            living = self.living
            return living[0] if len(living) == 1 and living[0] not in others else None

        return until(found, lambda: f"one process besides {others}; there were {self.pids}, {self.living} live")

    def gone(self):
        until(lambda: not self.living, lambda: f"{self.living} to end")


def writable(arena):
    """Everybody may write into the arena's folder."""
    os.chmod(arena.path, 0o777)


def helpers(site):
    """Those of a status, by name."""
    return {helper["name"]: helper for helper in site["helpers"]}
