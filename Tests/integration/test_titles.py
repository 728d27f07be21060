"""What ps(1) shows: site, generation and role of each process, and uWSGI's titles where they are asked for."""

import signal

from harness import places, proc
from harness.emperor import worker_pids
from harness.wait import until


def title(pid):
    """The command line as ps shows it."""
    return " ".join(proc.cmdline(pid))


def of_workers(site):
    return sorted(title(pid) for pid in worker_pids(site))


def test_zygote_and_workers_say_who_they_are(arena):
    """Without a word in the ini, and again of the next generation; short names stay."""
    arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    site = emperor.site("blog")
    assert title(site["zygote"]) == "vassal blog: zygote, generation 1"
    assert of_workers(site) == [f"vassal blog: worker {number}, generation 1" for number in (1, 2)]
    assert proc.process(site["zygote"]).name.startswith("python")
    assert title(site["pid"]).endswith("vassal --emperor-child blog")
    assert emperor.ctl("reload", "blog").code == 0
    assert title(emperor.site("blog")["zygote"]) == "vassal blog: zygote, generation 2"


def test_auto_procname_begins_as_uwsgis(arena):
    arena.site("blog", "hello", [("auto-procname", "true"), ("procname-prefix-spaced", "shop"),
                                 ("procname-append", "-x")])
    site = arena.emperor().site("blog")
    assert title(site["pid"]) == "shop uWSGI master (blog)-x"
    assert title(site["zygote"]) == "shop uWSGI zygote (blog, generation 1)-x"
    assert of_workers(site) == ["shop uWSGI worker 1 (blog, generation 1)-x"]
    assert proc.process(worker_pids(site)[0]).name == "shop uWSGI work"
    assert proc.process(site["pid"]).name == "vassal", "by which an emperor knows its masters"


def test_procname_stands_for_all_and_a_reload_takes_it_back(arena):
    """The master's title is longer than its arguments: the environment makes room, and zygotes still get all of it."""
    long = "master of " + "many " * 30 + "words"
    site = arena.site("blog", "hello", [("procname", "hands"), ("procname-master", long), ("procname-prefix", "a-")])
    daemon = arena.vassal(site.ini, address=site.http)
    assert title(daemon.pid) == "a-" + long
    assert [title(pid) for pid in below(daemon)] == ["a-hands", "a-hands"]
    site.options = [option for option in site.options if not option[0].startswith("procname")]
    site.write()
    daemon.signal(signal.SIGHUP)
    until(lambda: title(daemon.pid) == f"{places.VASSAL} {site.ini}", lambda: f"the command line: {title(daemon.pid)}")
    until(lambda: all("generation 2" in title(pid) for pid in below(daemon)), "the old generation to go")
    for pid in below(daemon):
        assert proc.environ(pid)["HOME"] == str(arena.path)


def below(daemon):
    return [process.pid for process in proc.descendants(daemon.pid) if process.alive]
