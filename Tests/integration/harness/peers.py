"""What Emperor is held against: uWSGI and gunicorn as PyPI has them."""

import subprocess

from . import places, ports, wire
from .wait import until

FOLDER = places.ROOT / ".build/venv-peers"


def program(name):
    """The path of a peer's program, which is installed when it is first asked for; uWSGI is compiled then."""
    requirements = places.ROOT / "Tests/integration/peers.txt"
    subprocess.run([places.ROOT / "scripts/venv", FOLDER, requirements], check=True)
    return FOLDER / "bin" / name


def start(arena, name, *arguments):
    """A peer as a daemon of the test, with `{address}` in its arguments replaced; returns its address when it serves."""
    port = ports.free()
    words = [str(word).replace("{address}", f"127.0.0.1:{port}") for word in arguments]
    daemon = arena.daemon(name, [program(name), *words])
    address = ("127.0.0.1", port)
    until(lambda: not daemon.running or wire.accepts(address), daemon.log)
    assert daemon.running, daemon.log()
    return daemon, address


def uwsgi(arena, file):
    """uWSGI with one worker that speaks HTTP itself; SIGTERM ends it."""
    options = ["--master", "--die-on-term", "--need-app", "--http-socket", "{address}", "--wsgi-file", file]
    return start(arena, "uwsgi", *options)


def gunicorn(arena, file):
    """gunicorn with one synchronous worker."""
    options = ["--workers", "1", "--bind", "{address}", "--chdir", file.parent, f"{file.stem}:application"]
    return start(arena, "gunicorn", *options)
