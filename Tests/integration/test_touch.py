"""Files whose touch reloads, and reloads that end the site."""

import signal

import pytest
from harness import load
from harness.held import Held
from harness.wait import until


@pytest.mark.parametrize("option", ["touch-reload", "touch-workers-reload", "touch-chain-reload"])
def test_a_touch_is_a_reload_by_generation(arena, option):
    """Creation counts, and each of several files; no request is lost and the old code is gone at once."""
    first, second = arena.path / "first", arena.path / "second"
    site = arena.site("blog", "version", [("processes", 2), (option, first), (option, second)])
    daemon = arena.vassal(site.ini, address=site.http)
    with site.load(body=b"version ") as clients:
        site.use("version", one="two")
        first.touch()
        daemon.says("generation 2 serves")
        until(lambda: site.get().body.startswith(b"version two"), "the new code")
        site.use("version", one="three")
        second.touch()
        until(lambda: site.get().body.startswith(b"version three"), "the newest code")
        clients.go_on()
    assert clients.failures == [], str(clients)


def test_exit_on_reload(arena):
    """What is in flight is answered, and the code is 0."""
    site = arena.site("blog", "gate", [("exit-on-reload", "true")])
    daemon = arena.vassal(site.ini, address=site.http)
    with Held(site, "a") as held:
        daemon.signal(signal.SIGHUP)
        daemon.says("stopping gracefully (reload by SIGHUP, exit-on-reload)")
        assert held.release().body == held.pid_text
    assert daemon.ended() == 0


def test_exit_on_reload_under_an_emperor(arena):
    """Its reload is one; after a touch the site ends, and the emperor starts it again."""
    touched = arena.path / "touched"
    site = arena.site("blog", "version", [("exit-on-reload", "true"), ("touch-reload", touched)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    assert emperor.ctl("reload", "blog").code == 0
    assert emperor.site("blog")["pid"] == before["pid"]
    touched.touch()
    emperor.wait_site(
        "blog", lambda now: now["state"] == "running" and now["pid"] != before["pid"], "to have another master"
    )
    load.good(site.get())
