"""Fifty reloads in a row under load: no request fails, and none waits for them."""

import os

import pytest
from harness import mission, python
from harness.nginx import Nginx
from measure import PAUSE, Load, quiet, row

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1200)]

RELOADS = int(os.environ.get("PROVE_RELOADS", 50))
WORST_STALL = 0.100
"""Seconds that a request may take longer than the app's own time and the same load without a reload."""

SERVER = """
server {{
    listen 127.0.0.1:{port};
    location / {{ uwsgi_pass unix:{upstream}; include uwsgi_params; }}
}}
"""


@pytest.fixture(params=["2 s import", "django"])
def site(arena, request):
    socket = arena.path / "blog.sock"
    options = [("processes", 2), ("socket", socket), ("chmod-socket", 666), ("vacuum", "true"), ("disable-logging", "true")]
    if request.param == "django":
        home = python.virtualenv(arena.path / "venv", *python.DJANGO)
        folder = mission.project(arena.path / "project", home)
        found = arena.site("blog", None, [*options, ("chdir", folder), ("home", home), ("module", "wsgi")], bare=True, write=False)
        found.options.insert(0, ("http-socket", f"127.0.0.1:{found.port}"))
        found.write()
    else:
        found = arena.site("blog", "two_seconds", options)
    found.kind, found.socket = request.param, socket
    # A page of Django takes milliseconds of a processor: what is measured is stalls, not a queue for processors.
    found.pause = 0.4 if request.param == "django" else PAUSE
    return found


@pytest.mark.parametrize("route", ["http", "nginx"])
def test_reloads_under_load(arena, site, route):
    emperor = arena.emperor()
    address = site.http
    if route == "nginx":
        address = Nginx(arena, lambda port: SERVER.format(port=port, upstream=site.socket)).http
    before = quiet(Load(address, pause=site.pause), 10)
    with Load(address, pause=site.pause) as load:
        for _ in range(RELOADS):
            result = emperor.ctl("reload", "blog")
            assert result.code == 0, result
    row(f"{RELOADS} reloads, {site.kind}, {route}", load.seen, before)
    assert load.seen.failures == []
    assert load.seen.worst - before.worst < WORST_STALL
