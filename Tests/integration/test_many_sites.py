"""Many sites at once: a few start at a time, and nothing is left of them when their files are gone."""

import os
import resource

from harness import proc
from harness.emperor import processes
from harness.wait import until

COUNT = 30
FEW = 64
"""A limit of descriptors that the emperor of so many sites cannot live with."""
AT_A_TIME = max(2, os.cpu_count())


def limit_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, 4096))


def soft_limit(pid):
    return resource.prlimit(pid, resource.RLIMIT_NOFILE)[0]


def starting(sites):
    """Sites whose master is there and whose app is not yet."""
    return [name for name, site in sites.items() if site["state"] == "starting" and site.get("pid")]


def test_cold_start_and_removal_of_all(arena):
    """A neighbour under load notices neither. A master finds the limit of descriptors that the emperor was given."""
    sites = [arena.site(f"site{number:02}", "hello") for number in range(COUNT)]
    emperor = arena.emperor(ready=False, preexec_fn=limit_descriptors)
    until(lambda: emperor.ctl("status").code != 3, "the emperor to answer")
    emperor.wait_state("site00", "running")
    with sites[0].load(body=b"hello") as clients:
        while len(starting(emperor.status())) > 0 or len(emperor.status()) < COUNT:
            assert len(starting(emperor.status())) <= AT_A_TIME
        emperor.notify.wait_for("READY=1", emperor)
        now = emperor.status()
        assert [site for site in now.values() if site["state"] != "running"] == []
        assert all(site.get().body == b"hello" for site in sites)
        assert {soft_limit(site["pid"]) for site in now.values()} == {FEW}
        assert soft_limit(emperor.pid) == 4096
        started = [pid for name, site in now.items() if name != "site00" for pid in processes(site)]
        for site in sites[1:]:
            site.ini.unlink()
        until(lambda: set(emperor.status()) == {"site00"}, "the others to be gone")
        clients.go_on()
    assert clients.failures == [], str(clients)
    until(lambda: not any(map(proc.alive, started)), "their processes to end")
    sites[0].ini.unlink()
    emperor.wait_gone("site00")
    assert list((arena.run / "masters").iterdir()) == []
    assert list((arena.run / "sockets").iterdir()) == []


def test_a_slow_one_keeps_nobody_waiting(arena):
    """Its turn ends with its patience, and the others start while it still imports."""
    slow = [arena.site(f"a{number}", "slow_import") for number in range(AT_A_TIME)]
    arena.site("blog")
    emperor = arena.emperor(ready=False)
    until(lambda: all((site.folder / "import.entered").exists() for site in slow), "the slow ones to begin")
    waiting = emperor.site("blog")
    assert (waiting["state"], waiting.get("pid")) == ("starting", None)
    emperor.wait_state("blog", "running")
    for site in slow:
        (site.folder / "import.open").touch()
    emperor.notify.wait_for("READY=1", emperor)


def test_who_is_asked_for_goes_first(arena):
    """An administrator does not wait behind the line of a cold start."""
    slow = [arena.site(f"a{number}", "slow_import") for number in range(AT_A_TIME)]
    for name in ("b", "c", "z"):
        arena.site(name, "slow_import")
    emperor = arena.emperor(ready=False)
    until(lambda: all((site.folder / "import.entered").exists() for site in slow), "the slow ones to begin")
    assert emperor.ctl("start", "z", "--no-wait").code == 0
    (slow[0].folder / "import.open").touch()
    until(lambda: (arena.path / "sites/z/import.entered").exists(), "z to begin")
    assert not (arena.path / "sites/b/import.entered").exists()
    for name in ("b", "c", "z", *(site.name for site in slow)):
        (arena.path / f"sites/{name}/import.open").touch()
    emperor.notify.wait_for("READY=1", emperor)
