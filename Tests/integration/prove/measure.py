"""Load from processes of its own, and the table of what it met."""

import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

CLIENTS = Path(__file__).with_name("clients.py")
PAUSE = 0.04


@dataclass
class Seen:
    """What the clients met: good answers as (when it was asked, seconds), and what was none."""

    times: list = field(default_factory=list)
    failures: list = field(default_factory=list)

    @property
    def worst(self):
        return max((seconds for _, seconds in self.times), default=0.0)

    @property
    def median(self):
        return statistics.median(seconds for _, seconds in self.times) if self.times else 0.0

    @property
    def p99(self):
        return statistics.quantiles((seconds for _, seconds in self.times), n=100)[-1] if len(self.times) > 1 else 0.0


class Load:
    """`with Load(address) as load:` keeps 16 clients with new connections and 16 with kept ones busy; then `load.seen`."""

    def __init__(self, address, each=16, pause=PAUSE):
        self.address = f"{address[0]}:{address[1]}"
        self.each, self.pause = each, pause
        self.seen = Seen()

    def __enter__(self):
        self.processes = [
            subprocess.Popen(
                [sys.executable, CLIENTS, self.address, kind, str(self.each), str(self.pause)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for kind in ("new", "kept")
        ]
        return self

    def __exit__(self, *_):
        for process in self.processes:
            out, _ = process.communicate("")
            answer = json.loads(out)
            self.seen.times += answer["times"]
            self.seen.failures += answer["failures"]


def quiet(load, seconds):
    """The same load while nothing happens, to compare with."""
    with load:
        time.sleep(seconds)  # what is measured is a time in which nothing happens
    return load.seen


ROWS = []
NOTES = []


def note(text):
    """Notes a sentence below the table."""
    NOTES.append(text)


def row(name, seen, without=None, **more):
    """Notes a line of the table."""
    ROWS.append((name, seen, without, more))


def table():
    titles = ["what", "requests", "failed", "median", "p99", "worst", "worst without"]
    lines = [titles]
    for name, seen, without, more in ROWS:
        extra = ", ".join(f"{key} {value}" for key, value in more.items())
        lines.append(
            [
                name + (f" ({extra})" if extra else ""),
                str(len(seen.times)),
                str(len(seen.failures)),
                milliseconds(seen.median),
                milliseconds(seen.p99),
                milliseconds(seen.worst),
                milliseconds(without.worst) if without else "-",
            ]
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return (shown if ROWS else []) + NOTES


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"
