"""The emperor may die: its sites go on, and the next emperor takes them over as they are."""

import os

import pytest
from harness import places, proc
from harness.emperor import command, ctl, expected_processes, processes, worker_pids
from harness.wait import until


def identity(sites):
    return {name: (site["pid"], site["generation"], worker_pids(site), site["zygote"]) for name, site in sites.items()}


def test_kill_9_under_load_loses_nothing_and_the_next_one_adopts(arena):
    blog = arena.site("blog", "version", [("processes", 2)])
    arena.site("journal", "hello")
    emperor = arena.emperor()
    assert emperor.ctl("reload", "blog").code == 0
    before = identity(emperor.status())
    with blog.load(body=b"version ") as clients:
        clients.go_on()
        emperor.kill()
        clients.go_on()
        assert ctl(arena, "status").code == 3, "no emperor answers"
        emperor = arena.emperor()
        assert identity(emperor.status()) == before
        clients.go_on()
        blog.use("version", one="two")
        assert emperor.ctl("reload", "blog").code == 0
        clients.go_on()
    assert clients.failures == [], str(clients)
    after = emperor.wait_site("blog", lambda site: processes(site) == expected_processes(site), "to have drained")
    assert after["pid"] == before["blog"][0]
    masters = [p for p in arena.processes() if any(word.endswith("vassal") for word in proc.cmdline(p.pid)[:1])]
    assert len(masters) == 2, [str(master) for master in masters]


def test_five_times_in_a_row(arena):
    site = arena.site("blog", "hello", [("processes", 2)])
    emperor = arena.emperor()
    before = identity(emperor.status())
    with site.load(body=b"hello") as clients:
        for _ in range(5):
            emperor.kill()
            emperor = arena.emperor()
            assert identity(emperor.status()) == before
            clients.go_on(50)
    assert clients.failures == [], str(clients)


def test_what_happened_meanwhile_is_seen(arena):
    """An edit, a removal and a new file while nobody watched; a site that was stopped by hand stays so."""
    edited, removed, stopped = (arena.site(name, "version") for name in ("edited", "removed", "stopped"))
    emperor = arena.emperor()
    assert emperor.ctl("stop", "stopped").code == 0
    before = emperor.status()
    gone = processes(before["removed"])
    emperor.kill()

    edited.use("version", one="two")
    edited.write(("processes", 2))
    removed.ini.unlink()
    arena.site("added", "hello")
    emperor = arena.emperor()

    now = emperor.wait_site("edited", lambda site: len(worker_pids(site)) == 2, "to run as edited")
    assert (now["pid"], now["generation"]) == (before["edited"]["pid"], before["edited"]["generation"] + 1)
    assert emperor.wait_state("added", "running")
    until(lambda: not any(map(proc.alive, gone)), "the removed site's processes to end")
    assert "removed" not in emperor.status()
    assert emperor.site("stopped")["state"] == "stopped"
    assert edited.get().body.startswith(b"version two")


def test_a_master_that_died_meanwhile_is_replaced(arena):
    site = arena.site("blog", "hello", [("processes", 2)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    emperor.kill()
    proc.kill(before["pid"])
    until(lambda: not proc.alive(before["pid"]), "the master to be dead")
    emperor = arena.emperor()
    after = emperor.wait_state("blog", "running")
    assert after["pid"] != before["pid"]
    assert site.get().body == b"hello"
    until(lambda: not any(map(proc.alive, worker_pids(before))), "the workers without a master to end")
    assert processes(after) == expected_processes(after)


@pytest.mark.parametrize("next_one", ["sees it end", "comes after its end"])
def test_a_reload_under_way_goes_on(arena, next_one):
    """Who waited for it is told that nobody answers any more; the master needs no emperor for what it was ordered."""
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    site.use("slow_import")
    with site.load() as clients:
        waiting = arena.daemon("ctl", [places.EMPERORCTL, "--run-dir", arena.run, "reload", "blog"])
        until(lambda: (site.folder / "import.entered").exists(), "the import to begin")
        emperor.kill()
        assert waiting.ended() == 3, waiting.log()
        if next_one == "sees it end":
            emperor = arena.emperor()
            assert emperor.site("blog")["state"] == "reloading"
        (site.folder / "import.open").touch()
        until(lambda: site.get().body == b"imported", "the new generation to serve")
        if next_one != "sees it end":
            emperor = arena.emperor()
        after = emperor.wait_site("blog", lambda now: now["state"] == "running", "to run")
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert (after["pid"], after["generation"]) == (before["pid"], before["generation"] + 1)
    emperor.wait_site("blog", lambda now: processes(now) == expected_processes(now), "to have drained")


def test_edits_meanwhile_under_load(arena):
    """A broken one leaves what serves alone, the next one mends it, a touch reloads; nobody is turned away."""
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    with site.load(body=b"version ") as clients:
        emperor.kill()
        good = site.text()
        site.ini.write_text(good.replace("app.py", "missing.py"))
        emperor = arena.emperor()
        degraded = emperor.wait_state("blog", "degraded")
        assert "missing.py" in degraded["reason"]
        assert worker_pids(degraded) == worker_pids(before)
        emperor.kill()
        clients.go_on()
        site.ini.write_text(good)
        emperor = arena.emperor()
        mended = emperor.wait_site("blog", lambda now: now["state"] == "running", "to run")
        emperor.kill()
        os.utime(site.ini)
        emperor = arena.emperor()
        emperor.wait_site("blog", lambda now: now["generation"] == mended["generation"] + 1, "to be reloaded by touch")
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert emperor.wait_state("blog", "running")["pid"] == before["pid"]


def test_a_stop_is_remembered_until_start_or_rm(arena):
    """Over the end of the emperor, an edit and a touch."""
    site = arena.site("blog")
    emperor = arena.emperor()
    assert emperor.ctl("stop", "blog").code == 0
    assert emperor.stop() == 0
    site.write(("processes", 2))
    emperor = arena.emperor()
    os.utime(site.ini)
    emperor.ctl("rescan")
    stopped = emperor.site("blog")
    assert (stopped["state"], stopped["want"], stopped.get("pid")) == ("stopped", "stopped", None)
    emperor.kill()
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "stopped"

    site.ini.unlink()
    emperor.wait_gone("blog")
    site.write()
    emperor.wait_state("blog", "running")
    assert emperor.ctl("stop", "blog").code == 0
    assert emperor.ctl("start", "blog").code == 0
    assert emperor.stop() == 0
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "running"
    assert site.get().body == b"hello"


def test_a_second_emperor_is_refused(arena):
    """On the same run directory, and on the same vassals directory: whose pid is there is said."""
    arena.site("blog")
    emperor = arena.emperor()
    elsewhere = arena.make("elsewhere")
    other_run = ["--run-dir", arena.path / "run2", "--state-dir", arena.path / "state2"]
    for arguments in (
        ["--run-dir", arena.run, "--state-dir", arena.path / "state2", elsewhere],
        [*other_run, arena.vassals],
    ):
        second = command(arena, [places.EMPEROR, *arguments])
        assert second.code != 0
        assert str(emperor.pid) in second.text, second
    assert emperor.site("blog")["state"] == "running"
    for folder, _, names in os.walk(arena.path / "run2"):
        assert names == [], f"the refused one left {names} in {folder}"
