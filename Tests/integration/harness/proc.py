"""Processes as /proc shows them."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    pid: int
    name: str
    state: str
    parent: int
    group: int
    session: int
    threads: int
    start: int

    @property
    def alive(self):
        return self.state not in "ZX"

    def __str__(self):
        return f"pid {self.pid} ({self.name}, state {self.state}, parent {self.parent}): {' '.join(cmdline(self.pid))}"


def process(pid):
    """The process, or None when there is none (any more)."""
    try:
        text = (PROC / str(pid) / "stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    name = text[text.index("(") + 1 : text.rindex(")")]
    field = text[text.rindex(")") + 2 :].split()
    return Process(
        pid, name, field[0], int(field[1]), int(field[2]), int(field[3]), int(field[17]), int(field[19])
    )


def alive(pid):
    found = process(pid)
    return found is not None and found.alive


def everybody():
    pids = (int(entry) for entry in os.listdir(PROC) if entry.isdigit())
    return [found for found in map(process, pids) if found is not None]


def descendants(pid):
    """Children, their children and so on, zombies included."""
    children = {}
    for candidate in everybody():
        children.setdefault(candidate.parent, []).append(candidate)
    found, queue = [], [pid]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += [child.pid for child in below]
    return found


def _read(pid, name):
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""


def cmdline(pid):
    return [word.decode(errors="replace") for word in _read(pid, "cmdline").split(b"\0") if word]


def environ(pid):
    """The environment the process was executed with."""
    pairs = (entry.split(b"=", 1) for entry in _read(pid, "environ").split(b"\0") if b"=" in entry)
    return {key.decode(errors="replace"): value.decode(errors="replace") for key, value in pairs}


def status(pid):
    """/proc/PID/status as a dictionary of texts."""
    lines = _read(pid, "status").decode(errors="replace").splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def users(pid):
    """The effective user and group."""
    fields = status(pid)
    return int(fields["Uid"].split()[1]), int(fields["Gid"].split()[1])


def descriptors(pid):
    """What the open descriptors stand for, by number."""
    found = {}
    for entry in os.listdir(PROC / str(pid) / "fd"):
        try:
            found[int(entry)] = os.readlink(PROC / str(pid) / "fd" / entry)
        except OSError:
            continue
    return found


def watched(pid):
    """The inodes that a process watches by inotify (proc(5), fdinfo)."""
    numbers = [number for number, target in descriptors(pid).items() if target == "anon_inode:inotify"]
    lines = [line for number in numbers for line in (PROC / str(pid) / f"fdinfo/{number}").read_text().splitlines()]
    return {int(line.split("ino:")[1].split()[0], 16) for line in lines if line.startswith("inotify ")}


def connected_to(path):
    """The accepted ends of connections to a unix socket, as `descriptors` names them (proc(5), /proc/net/unix)."""
    lines = [line.split() for line in (PROC / "net/unix").read_text().splitlines()[1:]]
    return {f"socket:[{line[6]}]" for line in lines if len(line) > 7 and line[5] == "03" and line[7] == str(path)}


def private_bytes(pid):
    """Memory that each further process costs: what no file backs. Pages of its program are shared with all others of it,
    and count as private only as long as no other one has touched the same."""
    lines = _read(pid, "smaps_rollup").decode().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:"))


def pss(pid):
    """Proportional set size in bytes: what is shared counts for each by its part (proc(5), smaps_rollup)."""
    lines = _read(pid, "smaps_rollup").decode().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def libraries(pid):
    """The shared objects mapped into the process."""
    lines = _read(pid, "maps").decode(errors="replace").splitlines()
    return {line.split()[-1] for line in lines if ".so" in line.split()[-1]}


def touches(pid, folder):
    """Whether the process' arguments, program or working directory lie in `folder`."""
    places = cmdline(pid)
    for link in ("cwd", "exe"):
        try:
            places.append(os.readlink(PROC / str(pid) / link))
        except OSError:
            continue
    return any(str(folder) in place for place in places)


def kill(pid, number=signal.SIGKILL):
    """Sends the signal; a process that is gone is no error."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
