"""What a deploy can get wrong, with the kinds of failure that may be named for it and a word that the verdict has."""

import json

from . import ports, wire
from .emperor import ctl


def reload(arena, name="blog"):
    """The exit code and the verdict that the caller gets."""
    result = ctl(arena, "--json", "reload", name)
    outcomes = [json.loads(line) for line in result.out.splitlines()]
    [verdict] = [outcome["verdict"] for outcome in outcomes if outcome.get("verdict")]
    return result.code, verdict


def replace(site, key, *options):
    """The ini with options in place of those of a key."""
    site.options = [option for option in site.options if option[0] != key] + list(options)
    site.write()


def code(text):
    return lambda arena, site: site.code.write_text(text)


def option(key, value):
    return lambda arena, site: replace(site, key, (key, value))


def hangs(arena, site):
    site.code.write_text("import time\nwhile True: time.sleep(1)\n")
    replace(site, "start-timeout", ("start-timeout", 1))


def cannot_bind(arena, site):
    taken = ports.free()
    arena.listener = wire.socket.create_server(("127.0.0.1", taken))
    site.write(("http-socket", f"127.0.0.1:{taken}"))


def unhealthy(arena, site):
    (site.folder / "health").write_text("503 Service Unavailable")
    site.use("health", one="two")
    site.write(("health-check", "/up"))


DIES_READY = """
import os, threading, time
forks = 0
def die():
    time.sleep(0.2)
    os._exit(9)
def before():
    global forks
    forks += 1
def child():
    if forks == 1:
        threading.Thread(target=die, daemon=True).start()
    while forks == 2:
        time.sleep(0.01)
os.register_at_fork(before=before, after_in_child=child)
def application(environ, start_response):
    raise RuntimeError
"""

FAILURES = {
    "exits": (code("import os\nprint('one last word', flush=True)\nos._exit(7)\n"), {"died"}, "7"),
    "leaves": (code("import sys\nsys.exit(7)\n"), {"import"}, "7"),
    "raises": (code("raise RuntimeError('no database')\n"), {"import"}, "no database"),
    "segfaults": (code("import ctypes\nctypes.string_at(0)\n"), {"died"}, "SIGSEGV"),
    "hangs": (hangs, {"timeout"}, "1 s (start-timeout)"),
    "dies ready": (code(DIES_READY), {"died"}, "9"),
    "cannot bind": (cannot_bind, {"spawn"}, "in use"),
    "wrong ini": (option("processes", "many"), {"configuration"}, "blog.ini:"),
    "wrong virtualenv": (option("home", "/nowhere/venv"), {"configuration", "python"}, "/nowhere/venv"),
    "unhealthy": (unhealthy, {"health"}, "503 Service Unavailable"),
}
