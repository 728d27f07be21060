"""A vassal without an emperor, as the uwsgi command would be used."""

from . import places, wire
from .daemon import Daemon
from .emperor import command
from .wait import until


class Vassal(Daemon):
    """Runs an ini file or command line options. Returns when `address` accepts connections, if one is given."""

    def __init__(self, arena, *arguments, address=None, name="vassal", **how):
        super().__init__(arena, name, [places.VASSAL, *arguments], **how)
        if address is not None:
            self.serves(address)

    def serves(self, address):
        until(
            lambda: not self.running or wire.accepts(address),
            lambda: f"somebody to listen at {address}:\n{self.log()}",
        )
        assert self.running, f"the vassal ended with {self.process.returncode}:\n{self.log()}"


def vassal(arena, *arguments, **how):
    """Runs the vassal command to its end: --check, --print-config, --stop, or a start that fails."""
    return command(arena, [places.VASSAL, *arguments], **how)
