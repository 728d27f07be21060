"""Signals at random to processes at random, while the site is loaded and reloaded: it ends serving, whole and clean."""

import os
import random
import signal

import pytest
from harness import load, proc
from harness.emperor import expected_processes, processes
from harness.wait import until

STOPPING = {signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU}
"""Who is stopped stays so until somebody continues it, as its administrator wanted."""

SIGNALS = sorted(set(signal.valid_signals()) - STOPPING, key=int)


def storm(arena, number, seed):
    site = arena.site("blog", "version", [("processes", 3), ("worker-reload-mercy", 3)])
    emperor = arena.emperor()
    master = emperor.wait_state("blog", "running")["pid"]
    descriptors, of_master = emperor.descriptors(), len(proc.descriptors(master))
    chance = random.Random(seed)
    with load.Load(load.http(site.http, body=b"version ")) as clients:
        for turn in range(number):
            now = emperor.site("blog")
            living = processes(now) if now["pid"] else []
            if living:
                proc.kill(chance.choice(living), chance.choice(SIGNALS))
            if turn % 10 == 9:
                emperor.ctl("reload", "blog", "--no-wait")
            if emperor.site("blog")["state"] == "waiting":
                # Masters that die one after the other are started with growing delays, unless somebody asks.
                emperor.ctl("start", "blog")
            goal = clients.ok + 3
            until(lambda: clients.ok >= goal, f"the site to serve again after {turn + 1} signals (seed {seed}):\n{arena.logs()}")
    whole = emperor.wait_site(
        "blog", lambda now: now["state"] == "running" and processes(now) == expected_processes(now), "to be whole"
    )
    load.good(site.get(), b"version ")
    assert not [child for child in proc.descendants(emperor.pid) if child.state == "Z"]
    emperor.settles_at(descriptors)
    until(lambda: len(proc.descriptors(whole["pid"])) == of_master, lambda: str(proc.descriptors(whole["pid"])))


def test_signals_at_random(arena):
    storm(arena, 40, seed=1)


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [int(os.environ.get("PROVE_SEED", 7))])
def test_five_hundred_signals(arena, seed):
    storm(arena, 500, seed)
