"""Waiting for a condition, never for an amount of time."""

import time

PATIENCE = 20.0
"""Seconds after which something that should have happened counts as not happening; generous, for busy machines."""


class Late(AssertionError):
    """The condition did not come true in time."""


def until(condition, what, within=PATIENCE):
    """Calls `condition` until it answers something true, and returns that. `what` ends the sentence of the failure:
    a text, or a callable that describes how things stand when time is up."""
    deadline = time.monotonic() + within
    pause = 0.002
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            text = what() if callable(what) else what
            raise Late(f"waited {within:g} s for {text}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
