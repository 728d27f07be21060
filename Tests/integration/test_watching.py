"""Who watches files for a site, and that what belongs together is one reload."""

import os
import signal

import pytest
from harness import proc
from harness.wait import until

KINDS = ["alone", "under an emperor"]


class Watched:
    """A site with a vassal of its own or an emperor's, whose generations are counted."""

    def __init__(self, arena, kind, *options, app="version"):
        # The last by name: of several changes that are acted on at once the first by name is told.
        self.fence = arena.path / "zz-fence"
        self.site = arena.site("blog", app, [("touch-reload", self.fence), *options])
        self.emperor = arena.emperor(ready=app != "slow_import") if kind == "under an emperor" else None
        self.daemon = self.emperor or arena.vassal(self.site.ini, address=self.site.http)

    @property
    def pid(self):
        return self.emperor.site("blog")["pid"] if self.emperor else self.daemon.pid

    @property
    def watcher(self):
        """The process that has inotify."""
        return self.daemon.pid

    def serves(self, generation):
        self.daemon.says(f"generation {generation} serves")

    def is_at(self, generation):
        """Waits for that generation, and shows that no other one was on its way: the one after a further touch has the
        number after it and no other cause, and none was given up for another."""
        self.serves(generation)
        self.fence.write_text(str(generation))
        self.serves(generation + 1)
        os.kill(self.pid, signal.SIGUSR1)
        self.daemon.says(f": {self.fence} was touched; generation {generation + 1}")
        assert self.daemon.log().count(" serves after ") == generation + 1, self.daemon.log()
        assert "superseded" not in self.daemon.log()


def inode(path):
    return os.stat(path).st_ino


@pytest.mark.parametrize("kind", KINDS)
def test_many_touches_are_one_reload(arena, kind):
    """Fifty of one file, and some of others, of whichever option."""
    files = [arena.path / name for name in ("one", "two", "three")]
    options = zip(("touch-reload", "touch-workers-reload", "touch-chain-reload"), files)
    watched = Watched(arena, kind, *options)
    watched.serves(1)
    for _ in range(50):
        for file in files:
            file.touch()
    watched.is_at(2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", ["as it is", "by a link"])
def test_a_touch_of_the_sites_own_ini_is_one_reload(arena, kind, named):
    link = arena.path / "link"
    link.symlink_to(arena.vassals / "blog.ini")
    watched = Watched(arena, kind, ("touch-reload", "%p" if named == "as it is" else link))
    watched.serves(1)
    os.utime(watched.site.ini)
    watched.is_at(2)
    watched.site.use("version", one="two")
    watched.site.write(("processes", 2))
    watched.serves(4)
    watched.is_at(4)
    assert watched.site.get().body.startswith(b"version two")


def test_a_lone_vassal_has_inotify_of_its_own(arena):
    """And only where files are to be watched."""
    watched = Watched(arena, "alone", ("touch-logreopen", arena.path / "reopen"))
    until(lambda: inode(arena.path) in proc.watched(watched.pid), "the directory to be watched")
    other = arena.site("other")
    plain = arena.vassal(other.ini, address=other.http, name="plain")
    assert "anon_inode:inotify" not in plain.descriptors().values()


def test_the_emperor_watches_for_its_masters(arena):
    """Also for one that was found; a master needs no inotify, and no emperor to see a touch."""
    trigger = arena.path / "trigger"
    trigger.touch()
    watched = Watched(arena, "under an emperor", ("touch-reload", trigger))
    emperor, pid = watched.emperor, watched.pid
    until(lambda: inode(trigger) in proc.watched(emperor.pid), "the emperor to watch the file")
    assert "anon_inode:inotify" not in proc.descriptors(pid).values()

    emperor.kill()
    trigger.touch()
    watched.serves(2)

    watched.emperor = watched.daemon = emperor = arena.emperor()
    until(lambda: inode(trigger) in proc.watched(emperor.pid), "the next emperor to watch the file")
    trigger.touch()
    watched.is_at(3)
    assert watched.pid == pid

    assert emperor.ctl("stop", "blog").code == 0
    until(lambda: inode(trigger) not in proc.watched(emperor.pid), "nobody to watch any more")


@pytest.mark.parametrize("kind", KINDS)
def test_a_touch_below_a_release_link(arena, kind):
    """Switching to another release counts, and so does a touch there; one in the old release does not."""
    for name in ("a", "b"):
        (arena.make(f"releases-{name}") / "deployed").touch()
        os.utime(arena.path / f"releases-{name}/deployed", (len(name), ord(name)))
    current = arena.path / "current"
    current.symlink_to(arena.path / "releases-a")
    watched = Watched(arena, kind, ("touch-reload", current / "deployed"))
    watched.serves(1)
    (arena.path / "next").symlink_to(arena.path / "releases-b")
    (arena.path / "next").rename(current)
    watched.serves(2)
    until(lambda: inode(current / "deployed") in proc.watched(watched.watcher), "the new release to be watched")
    (current / "deployed").touch()
    watched.serves(3)
    (arena.path / "releases-a/deployed").touch()
    watched.is_at(3)


def test_a_touch_while_the_app_is_imported_counts(arena):
    trigger = arena.path / "trigger"
    watched = Watched(arena, "under an emperor", ("touch-reload", trigger), app="slow_import")
    until(lambda: (watched.site.folder / "import.entered").exists(), "the import to begin")
    trigger.touch()
    (watched.site.folder / "import.open").touch()
    watched.is_at(2)


def test_a_touch_has_a_failed_site_tried_again(arena):
    trigger = arena.path / "trigger"
    site = arena.site("blog", "crash_on_import", [("touch-reload", trigger)])
    emperor = arena.emperor()
    until(lambda: emperor.log().count(" failed (import)") > 2, "tries to be far apart")
    site.use("version")
    trigger.touch()
    running = emperor.wait_state("blog", "running")
    assert running["reason"] == f"{trigger} was touched"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("option", ["fs-reload", "fs-brutal-reload"])
def test_a_directory_that_changes(arena, kind, option):
    """Four hundred new files are one reload; what is further below, and what Python writes, is none."""
    folder = arena.make("watched")
    arena.make("watched/__pycache__")
    arena.make("watched/below")
    watched = Watched(arena, kind, (option, folder))
    watched.serves(1)
    prepared = arena.make("prepared")
    for number in range(400):
        (prepared / f"{number}.html").write_text("new")
    for file in prepared.iterdir():
        file.rename(folder / file.name)
    watched.is_at(2)
    (folder / "below/page.html").write_text("new")
    (folder / "__pycache__/app.pyc").write_text("new")
    (folder / "__pycache__").chmod(0o700)
    watched.is_at(3)
    (folder / "7.html").chmod(0o600)
    watched.is_at(5)


def check_out(arena, folder, version, modules=400):
    """Puts a package in place as a checkout does: every file is another one."""
    prepared = arena.make(f"prepared-{version}")
    for number in range(modules):
        (prepared / f"part{number}.py").write_text(f"VERSION = '{version}'\n")
    (prepared / "__init__.py").write_text("".join(f"import package.part{number}\n" for number in range(modules)))
    folder.mkdir(exist_ok=True)
    for file in prepared.iterdir():
        file.rename(folder / file.name)


APP = """
import package.part399

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [package.part399.VERSION.encode()]
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lazy", ["false", "true"])
def test_py_autoreload(arena, kind, lazy):
    """A checkout of 400 modules is one reload by a new generation; a module that is ignored is none, nor a neighbour."""
    folder = arena.make("code")
    check_out(arena, folder / "package", "one")
    (folder / "app.py").write_text(APP)
    (folder / "package/other.txt").touch()
    options = [("pythonpath", folder), ("lazy-apps", lazy), ("processes", 2)]
    options += [("py-autoreload", 1), ("py-auto-reload-ignore", "package.part7")]
    watched = Watched(arena, kind, *options)
    watched.site.code.write_text(APP)
    watched.serves(1)
    watched.is_at(2)
    assert watched.site.get().body == b"one"
    with watched.site.load(clients=2) as clients:
        check_out(arena, folder / "package", "two")
        watched.is_at(4)
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert watched.site.get().body == b"two"
    (folder / "package/part7.py").write_text("VERSION = 'ignored'\n")
    (folder / "package/other.txt").write_text("text")
    watched.is_at(5)


def test_py_autoreload_after_a_mistake(arena):
    """The old code serves on, and the next change of the module is tried."""
    watched = Watched(arena, "alone", ("py-autoreload", 1))
    watched.site.code.write_text("def application(:")
    watched.daemon.says("generation 2 failed (import)")
    assert watched.site.get().body.startswith(b"version one")
    watched.site.use("version", one="three")
    watched.serves(3)
    assert watched.site.get().body.startswith(b"version three")
