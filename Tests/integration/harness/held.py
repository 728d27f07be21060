"""A request that is inside the app (Tests/Apps/gate.py) until the test lets it out."""

import threading

from . import wire
from .answer import Failed
from .wait import until


class Held:
    """`with Held(site, "a") as held:` returns when the app has the request; `pid` is the worker that has it."""

    def __init__(self, site, name, ask=None):
        self.entered = site.folder / f"{name}.entered"
        self.gate = site.folder / f"{name}.open"
        self._ask = ask or (lambda: wire.http(site.http, f"/hold/{name}"))
        self._outcome = None
        self._thread = threading.Thread(target=self._run, name=f"held-{name}")

    def __enter__(self):
        self._thread.start()
        until(lambda: self.entered.exists() or not self._thread.is_alive(), "the request to be inside the app")
        assert self.entered.exists(), f"the request never reached the app: {self._outcome}"
        self.pid = int(self.entered.read_text())
        self.pid_text = f"pid {self.pid}".encode()
        return self

    def __exit__(self, *_):
        self.gate.touch()
        self._thread.join()

    def _run(self):
        try:
            self._outcome = self._ask()
        except Failed as error:
            self._outcome = error

    def release(self):
        """Opens the gate and returns the answer."""
        self.gate.touch()
        return self.outcome()

    def outcome(self):
        """The answer; raises Failed when there was none."""
        self._thread.join(30)
        assert not self._thread.is_alive(), "the held request was not answered within 30 s"
        if isinstance(self._outcome, Failed):
            raise self._outcome
        return self._outcome
