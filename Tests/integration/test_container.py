"""As process 1 of a container: in namespaces of its own, a read-only root, 64 MB of /dev/shm, a user without a name."""

import os
import shutil
import signal

import pytest
from harness import places, proc, wire
from harness.emperor import command
from harness.wait import until

pytestmark = pytest.mark.root

NOBODY_KNOWS = 54321
"""A user that no passwd entry has."""


class Container:
    """Runs a command as process 1. Only the test's folder can be written to."""

    def __init__(self, arena, name, arguments):
        self.dist = arena.path / "dist"
        shutil.copytree(places.DIST, self.dist, dirs_exist_ok=True)
        for folder in (arena.path, *arena.path.rglob("*")):
            os.lchown(folder, NOBODY_KNOWS, NOBODY_KNOWS)
        setup = [
            f"mount --bind {arena.path} {arena.path}",
            "mount -t tmpfs -o size=64m tmpfs /dev/shm",
            "mount -o remount,bind,ro /",
            f"cd {arena.path}",
            f'exec setpriv --reuid={NOBODY_KNOWS} --regid={NOBODY_KNOWS} --clear-groups "$@"',
        ]
        namespaces = ["unshare", "--pid", "--fork", "--kill-child", "--mount", "--mount-proc", "--propagation", "private"]
        self.daemon = arena.daemon(name, [*namespaces, "sh", "-ec", "\n".join(setup), "sh", *arguments])

    @property
    def init(self):
        """Process 1, as we see it."""
        (first,) = [child for child in proc.descendants(self.daemon.pid) if child.parent == self.daemon.pid]
        return first.pid

    def serves(self, site):
        until(lambda: not self.daemon.running or wire.accepts(site.http), self.daemon.log)
        assert self.daemon.running, self.daemon.log()

    def stops(self):
        """What TERM to process 1 comes to: what the container's runtime sends."""
        os.kill(self.init, signal.SIGTERM)
        return self.daemon.ended()


@pytest.fixture(params=["vassal", "emperor"])
def container(arena, request):
    site = arena.site("blog", "container", [("processes", 2)])
    if request.param == "vassal":
        arguments = [arena.path / "dist/bin/vassal", site.ini]
    else:
        options = ["--run-dir", arena.run, "--state-dir", arena.state]
        arguments = [arena.path / "dist/bin/emperor", *options, arena.vassals]
    started = Container(arena, request.param, arguments)
    started.serves(site)
    started.site = site
    return started


def test_it_serves_and_ends_when_told(container):
    """As a user without a name, and the log goes to standard error."""
    assert container.site.get().body == b"%d" % NOBODY_KNOWS
    assert container.site.get("/place").body == b"%d 64" % os.ST_RDONLY
    assert "generation 1 serves" in container.daemon.log()
    assert container.stops() == 0


def test_term_drains(container):
    """What is in flight when the container is stopped is answered."""
    with wire.connect(container.site.http) as client:
        client.sendall(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        gate = container.site.folder / "inside"
        until(gate.exists, container.daemon.log)
        os.kill(container.init, signal.SIGTERM)
        container.daemon.says("stopping")
        (container.site.folder / "go").touch()
        assert client.makefile("rb").read().endswith(b"waited")
    assert container.daemon.ended() == 0


def test_strangers_are_reaped(container):
    """Who loses its parent in a container comes to process 1: none stays a zombie."""
    for _ in range(20):
        container.site.get("/orphan")
    until(
        lambda: not [child for child in proc.descendants(container.init) if child.state == "Z" or child.name == "sleep"],
        lambda: str([str(child) for child in proc.descendants(container.init)]),
    )
    assert container.site.get().status == 200
    assert container.stops() == 0
