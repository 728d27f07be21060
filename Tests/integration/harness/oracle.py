"""uWSGI 2.0.31 beside us: the same options, the same requests, in the same run."""

import os
import subprocess
from pathlib import Path

from . import peers, places, wire
from .site import Site
from .wait import until

# What both answer each time anew, and what says nothing about the option that is tested.
NEVER_COMPARED = {"date", "server", "connection", "keep-alive"}


def uwsgi():
    """uWSGI's program, as it builds from PyPI with the headers of PCRE2; EMPEROR_UWSGI names another one."""
    named = os.environ.get("EMPEROR_UWSGI")
    if named:
        return Path(named)
    return peers.program("uwsgi")


def uwsgi_with_expressions():
    program = uwsgi()
    options = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    assert "--route-uri" in options, (
        f"{program} knows no regular expressions: install libpcre2-dev, remove {places.ROOT}/.build/venv-peers, try again"
    )
    return program


class Both:
    """A site of ours and uWSGI with the same options, each on sockets of its own."""

    def __init__(self, arena, program, app, options, name="both"):
        self.ours = self._site(arena, name, app, options)
        self.theirs = self._site(arena, f"{name}-uwsgi", app, [*options, ("master", "true"), ("die-on-term", "true")])
        self.vassal = arena.vassal(self.ours.ini, address=self.ours.http, name=f"vassal-{name}")
        self.uwsgi = arena.daemon(f"uwsgi-{name}", [program, "--ini", self.theirs.ini])
        until(lambda: wire.accepts(self.theirs.http), self.uwsgi.log)

    @staticmethod
    def _site(arena, name, app, options):
        site = Site(arena, name, app, [], write=False)
        site.options += [(key, str(value).replace("FOLDER", str(site.folder))) for key, value in options]
        return site.write()

    def ask(self, path, **how):
        """Both answers to one request."""
        return wire.http(self.ours.http, path, **how), wire.http(self.theirs.http, path, **how)

    def stop(self):
        self.vassal.stop()
        self.uwsgi.stop()


def told(answer, *without):
    """What is compared of an answer: its status, its body, its headers in no order."""
    left_out = NEVER_COMPARED | {name.lower() for name in without}
    headers = sorted((name.lower(), value) for name, value in answer.headers if name.lower() not in left_out)
    return answer.status, headers, answer.body
