"""The emperor under test, and emperorctl as people and scripts call it."""

import json
import subprocess
from dataclasses import dataclass

from . import places, proc
from .daemon import Daemon
from .notify import Notify
from .wait import PATIENCE, until


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit code {self.code}\n{self.text}"


def command(arena, arguments, within=60, environment=None, **how):
    """Runs a command to its end with the test's environment."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=within,
        env={**arena.environment, **(environment or {})},
        **how,
    )
    return Result(done.returncode, done.stdout, done.stderr)


class Emperor(Daemon):
    """Serves the arena's `vassals` directory. The constructor returns when the first scan's sites have their verdict,
    unless `ready` is False."""

    def __init__(self, arena, *options, directory=None, ready=True, environment=None, **how):
        self.notify = Notify()
        arguments = [places.EMPEROR, "--run-dir", arena.run, "--state-dir", arena.state, *options]
        super().__init__(
            arena,
            "emperor",
            [*arguments, directory or arena.vassals],
            {"NOTIFY_SOCKET": self.notify.name, **(environment or {})},
            **how,
        )
        if ready:
            self.notify.wait_for("READY=1", self)

    def ctl(self, *arguments, **how):
        return ctl(self.arena, *arguments, **how)

    def descriptors(self):
        """What it has open between two things that it does: it has answered one more command, so that what it told the
        service manager is over, and closed every client's connection, which outlives the client for a moment."""
        self.ctl("version")
        until(lambda: not self._clients(), lambda: f"the emperor to close {self._clients()}:\n{self.log()}")
        return super().descriptors()

    def _clients(self):
        """Its ends of connections to the control socket."""
        connected = proc.connected_to(self.arena.run / "control.sock")
        return {number: what for number, what in super().descriptors().items() if what in connected}

    def status(self):
        """All sites by name."""
        result = self.ctl("status", "--json")
        assert result.code in (0, 1), result
        return {site["name"]: site for site in result.json["vassals"]}

    def site(self, name):
        sites = self.status()
        assert name in sites, f"{name} is not among {sorted(sites)}"
        return sites[name]

    def wait_site(self, name, condition, what, within=PATIENCE):
        """Waits until the site is there and `condition` holds of it; returns it."""
        last = {}

        def holds():
            last["site"] = self.status().get(name)
            return last["site"] is not None and condition(last["site"])

        until(holds, lambda: f"{name} {what}; it is {last['site']}\n{self.log()[-4000:]}", within)
        return last["site"]

    def wait_state(self, name, *states, within=PATIENCE):
        return self.wait_site(name, lambda site: site["state"] in states, f"to be {' or '.join(states)}", within)

    def wait_gone(self, name, within=PATIENCE):
        until(lambda: name not in self.status(), f"{name} to be gone from the status", within)


def ctl(arena, *arguments, **how):
    """emperorctl for the arena's run directory, emperor or not."""
    return command(arena, [places.EMPERORCTL, "--run-dir", arena.run, *arguments], **how)


def worker_pids(site):
    """The pids of the workers that serve the newest generation."""
    return sorted(worker["pid"] for worker in site["workers"] if worker["pid"])


def processes(site):
    """Every living process of the site: what /proc finds below its master, master included."""
    below = [process for process in proc.descendants(site["pid"]) if process.alive]
    return sorted([site["pid"], *(process.pid for process in below)])


def expected_processes(site):
    """What the status says there is: the master, its zygote and the workers."""
    return sorted([site["pid"], site["zygote"], *worker_pids(site)])
