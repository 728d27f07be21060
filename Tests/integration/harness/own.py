"""An emperor that its own ini file configures, as people start uWSGI's."""

from . import places
from .daemon import Daemon
from .emperor import Emperor
from .notify import Notify


class OwnEmperor(Emperor):
    """Started with an ini file, `emperor --ini FILE` or, with `program`, `vassal FILE`. Ready as `Emperor` is."""

    def __init__(self, arena, ini, *options, program=places.EMPEROR, environment=None, **how):
        self.notify = Notify()
        named = [f"--ini={ini}"] if program == places.EMPEROR else [ini]
        Daemon.__init__(
            self,
            arena,
            "emperor",
            [program, *named, "--run-dir", arena.run, "--state-dir", arena.state, *options],
            {"NOTIFY_SOCKET": self.notify.name, **(environment or {})},
            **how,
        )
        self.notify.wait_for("READY=1", self)


def ini(arena, *options, name="emperor.ini"):
    """The file, outside of the directories of sites."""
    path = arena.path / name
    lines = (option if isinstance(option, str) else f"{option[0]} = {option[1]}" for option in options)
    path.write_text("[uwsgi]\n" + "\n".join(lines) + "\n")
    return path
