"""The kernel kills a process for want of memory: the log says so, and the site serves on."""

import os
import signal

import pytest
from harness import places, wire
from harness.answer import Failed
from harness.memory_group import MemoryGroup
from harness.wait import until

pytestmark = pytest.mark.root


@pytest.fixture
def group(arena):
    made = MemoryGroup(arena.path.name, megabytes=120)
    yield made
    for daemon in arena.daemons:
        daemon.stop()
    made.close()


def eat(site):
    with pytest.raises(Failed):
        wire.http(site.http, "/?400")


def serve(site):
    return until(lambda: site.get().status == 200, "the next worker to serve")


def test_in_the_sites_own_cgroup(arena, group):
    """Which limit it was is told too."""
    site = arena.site("blog", "grows")
    site.daemon = arena.daemon("vassal", group.inside([places.VASSAL, site.ini]))
    site.daemon.says("generation 1 serves")
    eat(site)
    site.daemon.says("was killed by SIGKILL (out of memory: its cgroup may have 120 MB); another one is started")
    serve(site)


def test_somewhere_on_the_machine(arena, group):
    """The worker alone is in the cgroup: its master sees no more than the kernel's counter for all."""
    site = arena.site("blog", "grows")
    site.daemon = arena.vassal(site.ini, address=site.http)
    group.take(site.get().body.split()[1].decode())
    eat(site)
    site.daemon.says("was killed by SIGKILL (probably out of memory: the kernel killed a process for that within the")
    serve(site)


def test_while_the_app_is_imported(arena, group):
    site = arena.site("blog", "version")
    site.code.write_text("kept = b'x' * (400 << 20)\n")
    site.daemon = arena.daemon("vassal", group.inside([places.VASSAL, site.ini]))
    site.daemon.says("was killed by SIGKILL (out of memory: its cgroup may have 120 MB) before the app was loaded")
    assert site.daemon.ended() == 22


def test_any_other_kill_is_no_such_thing(arena):
    site = arena.site("blog", "grows")
    site.daemon = arena.vassal(site.ini, address=site.http)
    os.kill(int(site.get().body.split()[1]), signal.SIGKILL)
    site.daemon.says("was killed by SIGKILL; another one is started")
    serve(site)
