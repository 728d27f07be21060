"""The place in which one test happens, and the count at its end of what the test left behind."""

import os
import shutil
import stat
import sys
import tempfile
import uuid
from pathlib import Path

from . import proc
from .daemon import Daemon
from .emperor import Emperor
from .site import Site
from .vassal import Vassal
from .wait import Late, until

MARK = "EMPEROR_TEST_ID"


class Arena:
    """A short path that everybody may enter, so that sockets fit and servers may change their user."""

    def __init__(self):
        self.id = uuid.uuid4().hex
        self.path = Path(tempfile.mkdtemp(prefix="et-", dir="/tmp"))
        self.path.chmod(0o755)
        self.vassals = self.make("v")
        self.run = self.path / "run"
        self.state = self.path / "state"
        self.daemons = []
        self.environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.path),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            MARK: self.id,
        }
        self._strangers = {process.pid for process in self._adopted()}

    def make(self, name):
        folder = self.path / name
        folder.mkdir(parents=True)
        return folder

    def site(self, name="blog", app="hello", options=(), **how):
        return Site(self, name, app, options, **how)

    def daemon(self, name, arguments, **how):
        return Daemon(self, name, arguments, **how)

    def emperor(self, *options, **how):
        return Emperor(self, *options, **how)

    def vassal(self, *arguments, **how):
        return Vassal(self, *arguments, **how)

    def close(self):
        """Stops what runs, counts what is left, clears up, and then complains."""
        complaints = []
        for daemon in reversed(self.daemons):
            complaints += self._stop(daemon)
        complaints += self._processes_left()
        complaints += self._files_left()
        if not complaints:
            shutil.rmtree(self.path, ignore_errors=True)
        assert not complaints, "left behind:\n" + "\n".join(complaints) + f"\n(kept: {self.path})\n{self.logs()}"

    def logs(self):
        """The end of what every daemon printed, for the report of a failure."""
        return "\n".join(f"--- {daemon.name}\n{daemon.log()[-6000:]}" for daemon in self.daemons)

    def discard(self):
        """After a failure: ends everything, without a word."""
        for process in self.processes():
            proc.kill(process.pid)
        for daemon in self.daemons:
            daemon.process.wait()

    def _stop(self, daemon):
        try:
            daemon.stop()
        except Late as error:
            proc.kill(daemon.pid)
            daemon.process.wait()
            return [str(error)]
        return []

    def processes(self):
        """Living processes that this test has started, however far they went."""
        below = {process.pid for process in self._adopted()} - self._strangers
        return [
            process
            for process in proc.everybody()
            if process.alive
            and process.pid != os.getpid()
            and (
                process.pid in below
                or proc.environ(process.pid).get(MARK) == self.id
                or proc.touches(process.pid, self.path)
            )
        ]

    def _adopted(self):
        """Our own children, and those that came to the process that adopts orphans for us (run.py)."""
        found = proc.descendants(os.getpid())
        reaper = int(os.environ.get("EMPEROR_TEST_REAPER", 0))
        if reaper:
            found += [process for process in proc.descendants(reaper) if process.pid != os.getpid()]
        return found

    def _processes_left(self):
        try:
            until(lambda: not self.processes(), "", within=3)
        except Late:
            left = [str(process) for process in self.processes()]
            for process in self.processes():
                proc.kill(process.pid)
            return left
        return []

    def _files_left(self):
        """The run directory holds nothing once its emperor has gone, and nowhere is a socket or a pidfile."""
        left = []
        for folder, _, names in os.walk(self.path):
            for name in names:
                path = Path(folder, name)
                if path.is_relative_to(self.run) or path.suffix == ".pid" or stat.S_ISSOCK(path.lstat().st_mode):
                    left.append(f"file {path}")
        return left


def explain(arena):
    """Shows the logs of a test that failed; pytest attaches what is printed here to its report."""
    print(arena.logs(), file=sys.stderr)
