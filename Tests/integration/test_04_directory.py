"""The directory is the only truth: cp makes a site appear, rm makes it go."""

import os
import shutil

from harness import load, proc, wire
from harness.emperor import processes, worker_pids
from harness.held import Held
from harness.wait import until


def test_cp_starts_and_rm_stops(arena):
    """`vacuum` leaves neither the socket nor the pidfile."""
    socket, pidfile = arena.path / "blog.sock", arena.path / "blog.pid"
    site = arena.site("blog", "hello", [("socket", socket), ("pidfile", pidfile), ("vacuum", "true")], write=False)
    source = arena.path / "blog.ini"
    source.write_text(site.text())
    emperor = arena.emperor()
    assert emperor.status() == {}
    descriptors = emperor.descriptors()

    shutil.copy(source, arena.vassals)
    running = emperor.wait_state("blog", "running")
    assert site.get().body == b"hello"
    assert wire.uwsgi(socket).body == b"hello"
    assert int(pidfile.read_text()) == running["pid"]
    started = processes(running)

    site.ini.unlink()
    emperor.wait_gone("blog")
    until(lambda: not any(map(proc.alive, started)), "every process of the site to end")
    assert not wire.accepts(site.http)
    assert not socket.exists()
    assert not pidfile.exists()
    emperor.settles_at(descriptors)


def test_rm_answers_what_is_in_flight(arena):
    site = arena.site("blog", "gate")
    emperor = arena.emperor()
    with Held(site, "a") as held:
        site.ini.unlink()
        emperor.wait_site("blog", lambda now: now["state"] == "stopping", "to be stopping")
        answer = held.release()
    assert (answer.status, answer.body) == (200, held.pid_text)
    emperor.wait_gone("blog")


def test_same_bytes_in_another_file_are_no_change(arena):
    site, witness = arena.site("blog"), arena.site("witness")
    emperor = arena.emperor()
    before = emperor.site("blog")
    replacement = arena.path / "blog.new"
    replacement.write_text(site.text())
    replacement.rename(site.ini)
    os.utime(witness.ini)
    emperor.wait_site("witness", lambda now: now["generation"] == 2, "to have been reloaded by touch")
    assert emperor.site("blog")["generation"] == before["generation"]


def test_touch_reloads(arena):
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    before = emperor.site("blog")
    site.use("version", one="two")
    os.utime(site.ini)
    after = emperor.wait_site(
        "blog", lambda now: (now["state"], now["generation"]) == ("running", before["generation"] + 1), "to be reloaded"
    )
    assert after["pid"] == before["pid"]
    load.good(site.get(), b"version two ")


def test_rename_hands_the_running_site_to_its_new_name(arena):
    site = arena.site("blog")
    emperor = arena.emperor()
    before = emperor.site("blog")
    with site.load(body=b"hello") as clients:
        site.ini.rename(arena.vassals / "journal.ini")
        after = emperor.wait_state("journal", "running")
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert (after["pid"], worker_pids(after)) == (before["pid"], worker_pids(before))
    assert "blog" not in emperor.status()


def test_rename_while_nobody_watches(arena):
    """The next emperor sees that it is the same file, and finds the master under the site's new name ever after."""
    site = arena.site("blog")
    emperor = arena.emperor()
    before = emperor.site("blog")
    with site.load(body=b"hello") as clients:
        emperor.kill()
        site.ini.rename(arena.vassals / "journal.ini")
        emperor = arena.emperor()
        assert emperor.wait_state("journal", "running")["pid"] == before["pid"]
        emperor.kill()
        emperor = arena.emperor()
        assert emperor.wait_state("journal", "running")["pid"] == before["pid"]
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert set(emperor.status()) == {"journal"}


def test_a_stopped_site_stays_so_under_its_new_name(arena):
    site = arena.site("blog")
    emperor = arena.emperor()
    assert emperor.ctl("stop", "blog").code == 0
    site.ini.rename(arena.vassals / "journal.ini")
    emperor.wait_site("journal", lambda now: now["state"] == "stopped", "to be stopped")
    assert emperor.ctl("start", "journal").code == 0
    assert site.get().body == b"hello"


def test_broken_scan_changes_nothing(arena):
    """The directory is gone for a moment, as in a deployment that swaps it: nobody is stopped for that."""
    site = arena.site("blog")
    emperor = arena.emperor()
    before = emperor.site("blog")
    elsewhere = arena.path / "elsewhere"
    with site.load(body=b"hello") as clients:
        arena.vassals.rename(elsewhere)
        emperor.ctl("rescan")
        clients.go_on()
        elsewhere.rename(arena.vassals)
        emperor.ctl("rescan")
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert worker_pids(emperor.wait_state("blog", "running")) == worker_pids(before)


def test_other_files_are_not_sites(arena):
    """Editors leave these while they write."""
    emperor = arena.emperor()
    for name in (".blog.ini.swp", "blog.ini~", "#blog.ini#", "4913", "blog.ini.dpkg-new", "README"):
        (arena.vassals / name).write_text("[uwsgi]\n")
    arena.site("blog")
    emperor.wait_state("blog", "running")
    assert set(emperor.status()) == {"blog"}


def test_a_site_named_in_another_language_is_refused_by_name(arena):
    emperor = arena.emperor()
    (arena.vassals / "old.xml").write_text("<uwsgi></uwsgi>\n")
    arena.site("blog")
    emperor.wait_state("blog", "running")
    assert "old.xml" in emperor.log()
