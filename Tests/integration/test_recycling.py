"""Workers that grow old or big are replaced, and nobody who asks notices, unless the ini wants them killed."""

import re

import pytest
from harness import wire
from harness.answer import Failed
from harness.held import Held
from harness.wait import until


def run(arena, *options, app="grows"):
    site = arena.site("blog", app, [("min-worker-lifetime", 0), *options])
    site.daemon = arena.vassal(site.ini, address=site.http)
    return site


def test_old_workers_are_replaced_under_load(arena):
    """By turns, the log says which, and no request is lost."""
    site = run(arena, ("processes", 2), ("max-worker-lifetime", 1))
    before = site.daemon.log()
    with site.load(body=b"pid ") as clients:
        for number in (1, 2):
            line = rf"worker {number} \(pid \d+\) is replaced: max-worker-lifetime: it served for [12] s"
            until(lambda: re.search(line, site.daemon.log()[len(before) :]), lambda: f"{line}:\n{site.daemon.log()}")
        clients.go_on()
    assert clients.failures == [], str(clients)


def test_a_big_worker_is_replaced_when_its_request_is_answered(arena):
    site = run(arena, ("reload-on-rss", 100), ("mem-collector-freq", 1))
    with Held(site, "a", lambda: wire.http(site.http, "/hold/a?150")) as held:
        line = rf"worker 1 \(pid {held.pid}\) is replaced: reload-on-rss: 1\d\d MB resident, 100 MB are allowed"
        until(lambda: re.search(line, site.daemon.log()), lambda: f"{line}:\n{site.daemon.log()}")
        until(lambda: site.get().body != held.pid_text, "another worker")
        assert held.release().body == held.pid_text
    # It answers what is queued while it hears of its drain.
    until(lambda: site.get().body != held.pid_text, "nobody but the other worker to answer")


def test_much_address_space_counts_too(arena):
    """Untouched, it is not resident."""
    site = run(arena, ("reload-on-as", 1000), ("mem-collector-freq", 1))
    first = site.get("/?reserve=1100").body
    site.daemon.says("reload-on-as: ")
    until(lambda: site.get().body != first, "another worker")


@pytest.mark.parametrize(
    "option, megabytes, query", [("evil-reload-on-rss", 100, "150"), ("evil-reload-on-as", 1000, "reserve=1100")]
)
def test_the_evil_ones_kill_amid_a_request(arena, option, megabytes, query):
    site = run(arena, (option, megabytes), ("mem-collector-freq", 1))
    with Held(site, "a", lambda: wire.http(site.http, f"/hold/a?{query}")) as held:
        site.daemon.says(f"worker 1 (pid {held.pid}) is killed: {option}: ")
        with pytest.raises(Failed):
            held.outcome()
    assert site.get().body != held.pid_text


def test_a_reload_brings_limits(arena):
    """Those of the newest ini count, and the replacement is no new generation."""
    site = arena.site("blog", "grows", [("min-worker-lifetime", 0), ("mem-collector-freq", 1)])
    emperor = arena.emperor()
    first = emperor.site("blog")
    site.write(("reload-on-rss", 100))
    now = emperor.wait_site("blog", lambda now: now["generation"] > first["generation"], "to have reloaded")
    old = site.get("/?150").body
    until(lambda: site.get().body != old, "another worker")
    assert emperor.site("blog")["generation"] == now["generation"]
