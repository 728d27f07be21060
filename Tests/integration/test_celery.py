"""What most sites run beside their workers: celery, worker and beat, attached as uWSGI's documentation has it."""

import shutil
import sys

from harness import places, proc
from harness.beside import helpers
from harness.wait import until


def lines(file):
    return file.read_text().split() if file.exists() else []


def test_celery_through_reloads_kills_and_a_stop(arena):
    """Its processes stay as they are, no task is lost or done twice, and one in hand at the stop is finished."""
    celery = f"{sys.prefix}/bin/celery -A tasks"
    options = [
        ("home", sys.prefix),
        ("attach-daemon", f"{celery} worker -c 2 -l warning"),
        ("attach-daemon", f"{celery} beat -s {arena.path}/beat -l warning"),
    ]
    site = arena.site("shop", "enqueues", options)
    shutil.copy(places.APPS / "celery_tasks.py", site.folder / "tasks.py")
    begun, done = site.folder / "begun", site.folder / "done"
    emperor = arena.emperor()
    until(lambda: "tick" in lines(done), lambda: f"the first tick:\n{emperor.log()}", within=60)
    pids = {name: helper["pid"] for name, helper in helpers(emperor.site("shop")).items()}
    assert sorted(pids) == ["celery", "celery-2"]
    asked = []
    for number in range(20):
        asked.append(f"reload{number}")
        assert site.get(f"/?{asked[-1]}").status == 200
        assert emperor.ctl("reload", "shop").code == 0
    master = emperor.site("shop")["pid"]
    proc.kill(master)
    emperor.wait_site(
        "shop", lambda now: now["pid"] not in (None, master) and now["state"] == "running", "to have another master"
    )
    emperor.kill()
    emperor = arena.emperor()
    until(lambda: set(asked) <= set(lines(done)), lambda: f"{asked} to be done: {lines(done)}", within=60)
    assert {name: helper["pid"] for name, helper in helpers(emperor.site("shop")).items()} == pids
    assert site.get("/?last").status == 200
    until(lambda: "last" in lines(begun), "the last task to begin", within=60)
    assert emperor.ctl("stop", "shop").code == 0
    finished = [line for line in lines(done) if line != "tick"]
    assert sorted(finished) == sorted([*asked, "last"])
    assert not [pid for pid in pids.values() if proc.alive(pid)]
