"""A server under test: started in a session of its own, its output in a file, and ended before the test is over."""

import signal
import subprocess

from . import proc
from .wait import PATIENCE, until


class Daemon:
    """`arena` is the test's folder, `name` that of the output file in it."""

    def __init__(self, arena, name, arguments, environment=None, **how):
        self.arena = arena
        self.name = name
        self.log_file = arena.path / f"{name}.log"
        self.arguments = [str(argument) for argument in arguments]
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**arena.environment, **(environment or {})},
                **how,
            )
        arena.daemons.append(self)

    @property
    def pid(self):
        return self.process.pid

    @property
    def running(self):
        return self.process.poll() is None

    def log(self):
        """Everything it has printed so far."""
        return self.log_file.read_text(errors="replace")

    def says(self, text, within=PATIENCE):
        """Waits for the text to appear in its output."""
        until(lambda: text in self.log(), lambda: f"{text!r} in the output of {self.name}:\n{self.log()}", within)

    def signal(self, number):
        self.process.send_signal(number)

    def ended(self, within=PATIENCE):
        """Waits for the process to end and returns its exit code (negative: the signal)."""
        until(lambda: not self.running, lambda: f"the end of {self.name} (pid {self.pid}):\n{self.log()}", within)
        return self.process.returncode

    def stop(self, within=PATIENCE):
        """Asks for a graceful stop and returns the exit code."""
        if self.running:
            self.signal(signal.SIGTERM)
        return self.ended(within)

    def kill(self):
        """SIGKILL for this process alone, and its end."""
        self.signal(signal.SIGKILL)
        return self.ended()

    def descriptors(self):
        return proc.descriptors(self.pid)

    def settles_at(self, descriptors, within=PATIENCE):
        """Waits for the number of its open descriptors to be back at what it was."""
        until(
            lambda: len(self.descriptors()) == len(descriptors),
            lambda: f"{len(descriptors)} descriptors of {self.name}: {descriptors}; it has {self.descriptors()}",
            within,
        )
