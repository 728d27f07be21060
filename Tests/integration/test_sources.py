"""Where sites come from: several directories, patterns, farms of links, and what is to happen when they vanish."""

import os
import shutil

from harness.emperor import worker_pids
from harness.wait import until

SKELETON = """[uwsgi]
http-socket = {0}/%n.sock
chdir = {0}/sites/%n
wsgi-file = app.py
vacuum = true
"""


def elsewhere(arena, folder, site, name=None):
    """Writes a site's file into another folder."""
    path = folder / f"{name or site.name}.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(site.text())
    return path


def test_directories_and_patterns_together(arena):
    """Files that appear below a pattern are seen, in folders that were not there before as well."""
    blog = arena.site("blog")
    shop, mail, wiki = (arena.site(name, write=False) for name in ("shop", "mail", "wiki"))
    elsewhere(arena, arena.path / "projects/a", shop)
    emperor = arena.emperor("--emperor", f"glob://{arena.path}/projects/*/*.ini", "--emperor-freq=3600")
    assert set(emperor.status()) == {"blog", "shop"}
    elsewhere(arena, arena.path / "projects/b", mail)
    emperor.wait_state("mail", "running")
    file = elsewhere(arena, arena.path / "projects/b", wiki)
    emperor.wait_state("wiki", "running")
    assert [site.get().body for site in (blog, shop, mail, wiki)] == [b"hello"] * 4
    file.unlink()
    emperor.wait_gone("wiki")
    shutil.rmtree(arena.path / "projects/b")
    emperor.wait_gone("mail")


def test_the_same_name_in_two_directories(arena):
    """Whichever runs goes on, degraded, with both paths in the reason; one that goes ends the doubt."""
    blog = arena.site("blog")
    more = arena.make("more")
    emperor = arena.emperor("--emperor", more, "--emperor-freq=3600")
    before = emperor.site("blog")
    other = elsewhere(arena, more, blog)
    degraded = emperor.wait_state("blog", "degraded")
    assert str(blog.ini) in degraded["reason"] and str(other) in degraded["reason"]
    assert blog.get().body == b"hello"
    other.unlink()
    running = emperor.wait_state("blog", "running")
    assert worker_pids(running) == worker_pids(before)


def test_two_files_of_one_name_from_the_start_start_nothing(arena):
    blog, more = arena.site("blog"), arena.make("more")
    elsewhere(arena, more, blog)
    emperor = arena.emperor("--emperor", more)
    failed = emperor.site("blog")
    assert failed["state"] == "failed" and "rename one of them" in failed["reason"]


def test_a_farm_of_links_to_one_skeleton(arena):
    """`%n` makes each link a site; with emperor-nofollow each is touched alone, and an edit of the skeleton waits."""
    names = ("one", "two")
    sites = {name: arena.site(name, "version", write=False) for name in names}
    skeleton = arena.vassals / ".skel"
    skeleton.write_text(SKELETON.format(arena.path))
    for name in names:
        (arena.vassals / f"{name}.ini").symlink_to(".skel")
    emperor = arena.emperor("--emperor-nofollow", "--emperor-freq=3600")
    assert {site["state"] for site in emperor.status().values()} == {"running"}
    with open(skeleton, "a") as file:
        file.write("processes = 2\n")
    for name in names:
        sites[name].use("version", one="two")
    os.utime(arena.vassals / "one.ini", follow_symlinks=False)
    emperor.wait_site("one", lambda now: len(now["workers"]) == 2, "to have the skeleton's two workers")
    two = emperor.site("two")
    assert (two["generation"], len(two["workers"])) == (1, 1)
    emperor.kill()
    emperor = arena.emperor("--emperor-nofollow", "--emperor-freq=3600")
    two = emperor.wait_state("two", "running")
    assert (two["generation"], len(two["workers"])) == (1, 1)
    assert emperor.ctl("reload", "two").code == 0
    assert len(emperor.site("two")["workers"]) == 2


def test_without_nofollow_the_skeleton_reloads_all(arena):
    skeleton = arena.vassals / ".skel"
    for name in ("one", "two"):
        arena.site(name, write=False)
        (arena.vassals / f"{name}.ini").symlink_to(".skel")
    text = SKELETON.format(arena.path)
    skeleton.write_text(text)
    emperor = arena.emperor("--emperor-freq=3600")
    skeleton.write_text(text + "processes = 2\n")
    for name in ("one", "two"):
        emperor.wait_site(name, lambda now: len(now["workers"]) == 2, "to have two workers")


def test_apps_enabled_are_links_to_apps_available(arena):
    """Enabling, editing what a link leads to, switching it to another file, disabling."""
    blog = arena.site("blog", "hello", write=False)
    available = elsewhere(arena, arena.path / "apps-available", blog)
    emperor = arena.emperor("--emperor-freq=3600")
    link = arena.vassals / "blog.ini"
    link.symlink_to(available)
    emperor.wait_state("blog", "running")
    available.write_text(blog.text() + "processes = 2\n")
    emperor.wait_site("blog", lambda now: len(now["workers"]) == 2, "to follow the file behind the link")
    other = available.with_name("blog-2.ini")
    other.write_text(blog.text() + "processes = 3\n")
    os.utime(other, (1, 1))
    (arena.vassals / ".new").symlink_to(other)
    (arena.vassals / ".new").rename(link)
    emperor.wait_site("blog", lambda now: len(now["workers"]) == 3, "to follow the link to an older file")
    link.unlink()
    emperor.wait_gone("blog")


def test_further_endings(arena):
    site = arena.site("blog", write=False)
    (arena.vassals / "blog.conf").write_text(site.text())
    emperor = arena.emperor("--emperor-extra-extension=.conf")
    assert emperor.site("blog")["file"] == str(arena.vassals / "blog.conf")
    assert site.get().body == b"hello"


def test_many_that_vanish_at_once_are_kept_for_a_while(arena):
    """A site's file is back in time: it never noticed. The rest go when the time is over."""
    names = [f"site{number}" for number in range(10)]
    for name in names:
        (arena.vassals / f"{name}.ini").write_text("[uwsgi]\nwsgi-file = /nowhere.py\n")
    kept = arena.site("kept")
    emperor = arena.emperor("--emperor-freq=3600")
    before = emperor.site("kept")
    with kept.load(body=b"hello") as clients:
        parked = arena.path / "parked"
        arena.vassals.rename(parked)
        arena.vassals.mkdir()
        emperor.says("11 of 11 sites vanished at once: they are kept for 10.0 seconds")
        assert set(emperor.status()) == {*names, "kept"}
        shutil.copy2(parked / "kept.ini", kept.ini)
        clients.go_on()
        until(lambda: set(emperor.status()) == {"kept"}, lambda: f"the others to go: {emperor.log()}")
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert worker_pids(emperor.site("kept")) == worker_pids(before)
    assert "10 sites are still gone, and stop now" in emperor.log()
