"""A master that ends leaves workers that serve; the next one takes over when its own do, and not before."""

import os
import pwd

import pytest
from harness import load, proc
from harness.emperor import expected_processes, processes, worker_pids
from harness.mistakes import FAILURES, reload, replace
from harness.wait import until

BROKEN = "raise RuntimeError('no database')\n"
USER = pwd.getpwnam("www-data")
ANOTHER = pwd.getpwnam("nobody")


def settled(site):
    return site["state"] == "running" and processes(site) == expected_processes(site)


def owner(pid):
    return os.stat(f"/proc/{pid}").st_uid


def broken(before):
    """Served by the workers of an earlier master."""
    return lambda now: now["state"] == "degraded" and worker_pids(now) == worker_pids(before) and now["pid"] != before["pid"]


def forsaken(arena, site):
    """An emperor whose site's master was killed when its deploy was broken; how the site was before."""
    emperor = arena.emperor()
    before = emperor.site("blog")
    site.code.write_text(BROKEN)
    proc.kill(before["pid"])
    emperor.wait_site("blog", broken(before), "to be served by the workers that are left")
    return emperor, before


def mended(arena, emperor, site, before, descriptors):
    """A good deploy is taken, and nobody of the first master is left."""
    with site.load(body=b"version ") as clients:
        site.use("version", one="two")
        code, verdict = reload(arena)
        assert code == 0, verdict
        clients.go_on()
    assert clients.failures == [], str(clients)
    after = emperor.wait_site("blog", settled, "to serve alone")
    assert not set(worker_pids(after)) & set(worker_pids(before))
    assert b"version two" in site.get().body
    emperor.settles_at(descriptors)
    return after


def test_a_killed_master_and_a_broken_deploy(arena):
    """Together they change nothing for the clients."""
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with site.load(body=b"version one") as clients:
        site.code.write_text(BROKEN)
        proc.kill(before["pid"])
        found = emperor.wait_site("blog", broken(before), "to be served by the workers that are left")
        assert "no database" in found["reason"]
        clients.go_on()
    assert clients.failures == [], str(clients)
    mended(arena, emperor, site, before, descriptors)


def test_when_those_workers_end_too_clients_are_told(arena):
    site = arena.site("blog", "version", [("processes", 2)])
    emperor, before = forsaken(arena, site)
    for pid in worker_pids(before):
        proc.kill(pid)
    emperor.wait_state("blog", "failed")
    until(lambda: site.get().status == 503, "the master to answer for itself")


def test_a_stop_ends_them(arena):
    site = arena.site("blog", "version", [("processes", 2)])
    emperor, before = forsaken(arena, site)
    assert emperor.ctl("stop", "blog").code == 0
    until(lambda: not any(proc.alive(pid) for pid in worker_pids(before)), emperor.log)


@pytest.fixture
def owned(arena):
    """A site of a user's; its folder can be read by all."""
    site = arena.site("blog", "version", [("processes", 2), ("uid", USER.pw_name), ("gid", "www-data")])
    return site


@pytest.mark.root
def test_another_user_takes_over_and_nobody_notices(arena, owned):
    """What needs root needs another master, which has it: the workers serve on until its own do."""
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    assert {owner(pid) for pid in [before["pid"], *worker_pids(before)]} == {USER.pw_uid}
    with owned.load(body=b"version ") as clients:
        replace(owned, "uid", ("uid", ANOTHER.pw_name))
        code, verdict = reload(arena)
        assert code == 0, verdict
        clients.go_on()
    assert clients.failures == [], str(clients)
    after = emperor.wait_site("blog", settled, "to serve alone")
    assert {owner(pid) for pid in [after["pid"], *worker_pids(after)]} == {ANOTHER.pw_uid}
    assert after["generation"] > before["generation"]
    assert "another master" in emperor.log()
    emperor.settles_at(descriptors)


@pytest.mark.root
@pytest.mark.parametrize("mistake", ["raises", "exits", "hangs", "wrong virtualenv"])
def test_another_user_with_a_mistake_changes_nothing(arena, owned, mistake):
    make, kinds, text = FAILURES[mistake]
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with owned.load(body=b"version one") as clients:
        replace(owned, "uid", ("uid", ANOTHER.pw_name))
        good = list(owned.options)
        make(arena, owned)
        code, verdict = reload(arena)
        assert code == 1 and verdict["failure"] in kinds and text in verdict["text"], verdict
        clients.go_on()
        found = emperor.wait_state("blog", "degraded")
        assert worker_pids(found) == worker_pids(before)
    assert clients.failures == [], str(clients)
    owned.options = good
    owned.write()
    after = mended(arena, emperor, owned, before, descriptors)
    assert {owner(pid) for pid in [after["pid"], *worker_pids(after)]} == {ANOTHER.pw_uid}


@pytest.mark.root
def test_alone_another_user_is_refused(arena, owned):
    """There is nobody who could start another master."""
    daemon = arena.vassal(owned.ini, address=owned.http)
    replace(owned, "uid", ("uid", ANOTHER.pw_name))
    daemon.signal(1)
    daemon.says("this master gave its privileges up: stop it and start it again")
    load.good(owned.get())
