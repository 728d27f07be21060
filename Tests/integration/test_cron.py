"""Commands that run at times. A master looks at the minute in which it starts, as uWSGI's does; the calendar, time zones
and clocks are tested as values."""

import datetime
import os
import pwd
import re

import pytest
from harness import proc
from harness.beside import Helper, helpers, writable
from harness.site import serve
from harness.wait import until

ALWAYS = "-1 -1 -1 -1 -1"


def test_it_runs_with_its_output_and_its_end_in_the_log(arena):
    site = serve(arena, "version", ("cron", f"{ALWAYS} /bin/echo in $(pwd); exit 3"))
    site.daemon.says(f"cron echo: in {site.folder}\n")
    until(
        lambda: re.search(r"cron echo exited with code 3 after [0-9.]+ s\n", site.daemon.log()),
        lambda: f"how it ended:\n{site.daemon.log()}",
    )


def test_it_is_shown(arena):
    arena.site("blog", "version", [("cron2", "minute=-1 false"), ("cron", f"0 0 31 12 -1 true")])
    emperor = arena.emperor()
    now = emperor.wait_site(
        "blog", lambda now: helpers(now)["cron false"]["reason"].startswith("exited with code 1 after"), "to tell"
    )
    assert helpers(now)["cron true"]["reason"] == "has not run yet"
    assert {helper["kind"] for helper in now["helpers"]} == {"cron"}


def test_harakiri(arena):
    helper, other = Helper(arena), Helper(arena, "other")
    site = serve(
        arena,
        "version",
        ("cron-harakiri", 1),
        ("cron", f"{ALWAYS} {helper.command}"),
        ("cron2", f"harakiri=0 {other.command}"),
    )
    site.daemon.says("runs for longer than 1 s (harakiri); it is killed")
    helper.gone()
    assert len(other.living) == 1


def test_it_tells_the_time_of_the_sites_zone(arena):
    """Nine hours east of Greenwich. The hour may end meanwhile."""
    east = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=9)
    there = [(east.hour + more) % 24 for more in (0, 1)]
    options = [("cron", f"-1 {hour} -1 -1 -1 /bin/echo it is {hour}") for hour in there]
    site = serve(arena, "version", ("env", "TZ=EAST-9"), *options)
    until(lambda: any(f": it is {hour}\n" in site.daemon.log() for hour in there), lambda: site.daemon.log())


def test_a_reload_does_not_run_it_again_and_the_next_master_neither(arena):
    helper = Helper(arena)
    site = arena.site("blog", "version", [("unique-cron", f"{ALWAYS} {helper.command}")])
    emperor = arena.emperor()
    pid = helper.only()
    assert emperor.ctl("reload", "blog").code == 0
    master = emperor.wait_state("blog", "running")["pid"]
    proc.kill(master)
    now = emperor.wait_site(
        "blog", lambda now: now["pid"] not in (None, master) and now["state"] == "running", "to have another master"
    )
    assert helper.pids == [pid], "it runs still and is unique"
    assert helpers(now)["cron echo"]["pid"] == pid
    site.ini.unlink()
    emperor.wait_gone("blog")
    assert helper.living == []


@pytest.mark.root
def test_it_runs_as_the_sites_user(arena):
    writable(arena)
    helper = Helper(arena)
    arena.site("blog", "version", [("uid", "www-data"), ("gid", "www-data"), ("cron", f"{ALWAYS} {helper.command}")])
    arena.emperor()
    assert proc.users(helper.only())[0] == pwd.getpwnam("www-data").pw_uid
    assert os.stat(helper.file).st_uid == pwd.getpwnam("www-data").pw_uid
