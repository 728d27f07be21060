"""Daemons beside the workers: one process each, whatever is reloaded or killed, and none when the site stops."""

import os
import pwd
import signal
import sys

import pytest
from harness import load, proc
from harness.beside import DAEMONIZES, Helper, helpers, writable
from harness.site import serve
from harness.wait import until


def reload(emperor, site):
    before = emperor.site(site.name)["generation"]
    assert emperor.ctl("reload", site.name).code == 0
    return emperor.wait_site(
        site.name, lambda now: now["generation"] > before and now["state"] == "running", "to have reloaded"
    )


def replace(emperor, site, *options):
    """The ini with other daemons, in force."""
    before = emperor.site(site.name)["generation"]
    site.options = [option for option in site.options if "daemon" not in option[0]] + list(options)
    site.write()
    emperor.wait_site(
        site.name, lambda now: now["generation"] > before and now["state"] == "running", "to have the other daemons"
    )


def test_reloads_leave_a_daemon_alone_and_an_edit_of_it_does_not(arena):
    helper, other = Helper(arena), Helper(arena, "other")
    site = arena.site("blog", "version", [("attach-daemon", helper.command), ("attach-daemon", other.command)])
    emperor = arena.emperor()
    pid, neighbour = helper.only(), other.only()
    for _ in range(5):
        reload(emperor, site)
    assert helper.only() == pid
    edited = helper.command.replace("86400", "86401")
    replace(emperor, site, ("attach-daemon", edited), ("attach-daemon", other.command))
    fresh = helper.only(pid)
    assert other.only() == neighbour
    assert helpers(emperor.site("blog"))["echo"]["pid"] == fresh
    replace(emperor, site)
    helper.gone()
    other.gone()
    emperor.wait_site("blog", lambda now: now["helpers"] == [], "to have no daemon any more")


def test_it_starts_when_the_site_serves_and_not_before(arena):
    helper = Helper(arena)
    site = arena.site("blog", "crash_on_import", [("attach-daemon", helper.command)])
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "failed"
    assert helper.pids == []
    site.use("version")
    assert emperor.ctl("reload", "blog").code == 0
    helper.only()


def test_daemons_follow_reload(arena):
    helper = Helper(arena)
    site = arena.site("blog", "version", [("attach-daemon", helper.command), ("daemons-follow-reload", "true")])
    emperor = arena.emperor()
    pid = helper.only()
    reload(emperor, site)
    helper.only(pid)


def test_what_it_prints_is_in_the_log_under_its_name(arena):
    site = serve(arena, "version", ("attach-daemon", "/bin/echo one line; exec sleep 86400"))
    site.daemon.says("\necho: one line\n")


def test_one_that_crashes_is_started_again_ever_later(arena):
    helper = Helper(arena, then="exit 3")
    arena.site("blog", "version", [("attach-daemon", helper.command)])
    emperor = arena.emperor()
    now = emperor.wait_site("blog", lambda now: helpers(now)["echo"]["restarts"] >= 2, "to have restarted it")
    shown = emperor.wait_site("blog", lambda now: helpers(now)["echo"]["state"] == "waiting", "to wait")
    assert helpers(shown)["echo"]["reason"] == "it exited with code 3"
    assert helpers(shown)["echo"]["nextTry"] is not None
    assert now["state"] == "running", "the site does not mind"


def test_kill_9_of_a_daemon(arena):
    helper = Helper(arena)
    arena.site("blog", "version", [("attach-daemon", helper.command)])
    emperor = arena.emperor()
    pid, master = helper.only(), emperor.site("blog")["pid"]
    descriptors = proc.descriptors(master)
    proc.kill(pid)
    fresh = helper.only(pid)
    now = emperor.wait_site("blog", lambda now: helpers(now)["echo"]["pid"] == fresh, "to know the other one")
    until(lambda: len(proc.descriptors(master)) == len(descriptors), lambda: proc.descriptors(master))
    assert "SIGKILL" in helpers(now)["echo"]["reason"]


def known(emperor, helper):
    """The daemon's pid, once the emperor has heard of it and can tell the next master."""
    pid = helper.only()
    emperor.wait_site("blog", lambda now: helpers(now).get("echo", {}).get("pid") == pid, "to tell of its daemon")
    return pid


def test_kill_9_of_the_emperor_and_of_masters(arena):
    """The daemon goes on, there is never a second one, and what it prints is not lost."""
    then = f"trap 'echo heard >&2' USR1; touch {arena.path}/ready; while true; do sleep 0.05; done"
    helper = Helper(arena, then=then)
    site = arena.site("blog", "version", [("attach-daemon", helper.command)])
    emperor = arena.emperor()
    pid = known(emperor, helper)
    for _ in range(3):
        master = emperor.site("blog")["pid"]
        proc.kill(master)
        emperor.wait_site(
            "blog",
            lambda now: now["pid"] not in (None, master) and now["state"] == "running" and now["generation"] > 0
            and helpers(now).get("echo", {}).get("state") == "running",
            "to have another master",
        )
        assert helpers(emperor.site("blog"))["echo"]["pid"] == pid
    until(lambda: (arena.path / "ready").exists(), "the daemon's trap")
    proc.kill(pid, signal.SIGUSR1)
    emperor.says("echo: heard")
    emperor.kill()
    emperor = arena.emperor()
    assert helpers(emperor.site("blog"))["echo"]["pid"] == pid
    assert helper.pids == [pid]
    load.good(site.get())
    assert emperor.ctl("stop", "blog").code == 0
    assert helper.living == []


def test_the_emperor_and_then_the_master_killed(arena):
    helper = Helper(arena)
    arena.site("blog", "version", [("attach-daemon", helper.command)])
    emperor = arena.emperor()
    pid = known(emperor, helper)
    master = emperor.site("blog")["pid"]
    emperor.kill()
    proc.kill(master)
    emperor = arena.emperor()
    emperor.wait_state("blog", "running")
    assert helper.pids == [pid]
    assert helpers(emperor.site("blog"))["echo"]["pid"] == pid


def test_one_that_was_started_while_no_emperor_was_there_dies_with_its_master(arena):
    """Nobody could tell the next master of it."""
    helper = Helper(arena)
    arena.site("blog", "version", [("attach-daemon", helper.command)])
    emperor = arena.emperor()
    first = helper.only()
    master = emperor.site("blog")["pid"]
    emperor.kill()
    proc.kill(first)
    second = helper.only(first)
    proc.kill(master)
    until(lambda: not proc.alive(second), "the daemon to die with its master")
    emperor = arena.emperor()
    helper.only(first, second)


def test_alone_it_dies_with_its_master(arena):
    helper = Helper(arena)
    site = serve(arena, "version", ("attach-daemon", helper.command))
    helper.only()
    site.daemon.kill()
    helper.gone()
    site.uwsgi.unlink()


def test_a_stop_ends_whatever_came_of_it(arena):
    """Children, sessions of their own, double forks: nothing is left, be it removed or stopped."""
    child, session, double = (Helper(arena, name) for name in ("child", "session", "double"))
    inner = [f"({child.command}) &", f"setsid sh -c '{session.command}' &", f"(setsid sh -c '{double.command}' &)"]
    helper = Helper(arena, then="\n".join([*inner, "exec sleep 86400"]))
    script = arena.path / "tree.sh"
    script.write_text(helper.command)
    site = arena.site("blog", "version", [("attach-daemon", f"sh {script}")])
    emperor = arena.emperor()
    everyone = [helper, child, session, double]

    def complete():
        for each in everyone:
            until(lambda each=each: len(each.living) == 1, lambda each=each: f"{each.file}: {each.living}")

    complete()
    assert emperor.ctl("stop", "blog").code == 0
    assert [each.living for each in everyone] == [[], [], [], []]
    assert emperor.ctl("start", "blog").code == 0
    complete()
    replace(emperor, site)
    for each in everyone:
        each.gone()
    replace(emperor, site, ("attach-daemon", f"sh {script}"))
    complete()
    site.ini.unlink()
    emperor.wait_gone("blog")
    assert [each.living for each in everyone] == [[], [], [], []]


def test_a_stop_is_graceful_and_has_an_end(arena):
    """Requests are answered first, then daemons have their signal and their time."""
    kind = "trap 'echo good bye; exit 0' INT; while true; do sleep 0.05; done"
    deaf = "trap '' TERM; echo deaf; while true; do sleep 0.05; done"
    site = serve(
        arena, "version", ("attach-daemon2", f"cmd={kind},stopsignal=2"), ("attach-daemon2", f"cmd={deaf},mercy=1")
    )
    site.daemon.says(": deaf\n")
    assert site.daemon.stop() == 0
    assert ": good bye\n" in site.daemon.log()
    assert "does not end within 1 s; it is killed" in site.daemon.log()


def test_a_control_daemon_ends_the_site(arena):
    helper = Helper(arena)
    site = serve(arena, "version", ("attach-control-daemon", helper.command))
    proc.kill(helper.only(), signal.SIGTERM)
    assert site.daemon.ended() == 0
    assert "is a control daemon" in site.daemon.log()


def test_a_touched_file_starts_it_anew(arena):
    helper, file = Helper(arena), arena.path / "now"
    file.touch()
    serve(arena, "version", ("attach-daemon2", f"cmd={helper.command},touch={file}"))
    pid = helper.only()
    os.utime(file, (1, 1))
    helper.only(pid)


def test_one_that_puts_itself_into_the_background(arena):
    """Found by its pidfile, left alone by reloads, started again when it ends, and ended with the site."""
    helper, pidfile = Helper(arena), arena.path / "smart.txt"
    program = arena.path / "smart.py"
    program.write_text(DAEMONIZES)
    command = f"{sys.executable} {program} {pidfile} {helper.file}"
    site = arena.site("blog", "version", [("smart-attach-daemon", f"{pidfile} {command}")])
    emperor = arena.emperor()
    pid = helper.only()
    name = os.path.basename(sys.executable)
    emperor.wait_site("blog", lambda now: helpers(now)[name]["pid"] == pid, "to have found it")
    reload(emperor, site)
    assert helper.pids == [pid]
    proc.kill(pid)
    fresh = helper.only(pid)
    emperor.wait_site("blog", lambda now: helpers(now)[name]["pid"] == fresh, "to have found the other one")
    master = emperor.site("blog")["pid"]
    proc.kill(master)
    emperor.wait_site("blog", lambda now: now["pid"] not in (None, master) and now["state"] == "running", "another master")
    assert helper.living == [fresh]
    assert emperor.ctl("stop", "blog").code == 0
    assert helper.living == []


def test_somebody_elses_daemon_is_used_and_left_alone(arena):
    """The pidfile names a process that no site started."""
    helper, pidfile = Helper(arena), arena.path / "other.txt"
    stranger = arena.daemon("stranger", ["/bin/sleep", "86400"])
    pidfile.write_text(str(stranger.pid))
    site = serve(arena, "version", ("smart-attach-daemon", f"{pidfile} {helper.command}"))
    site.daemon.says("runs already")
    assert site.daemon.stop() == 0
    assert helper.pids == []
    assert stranger.running


def test_a_pidfile_that_is_written_for_it(arena):
    helper, pidfile = Helper(arena), arena.path / "two.pid"
    site = serve(arena, "version", ("smart-attach-daemon2", f"{pidfile} {helper.command}"))
    pid = helper.only()
    until(lambda: pidfile.read_text().strip() == str(pid), "the pidfile")
    assert site.daemon.stop() == 0
    assert not pidfile.exists()


def test_a_command_that_is_not_there_is_told(arena):
    site = serve(arena, "version", ("attach-daemon2", "cmd=true,chdir=/nowhere/at/all"))
    site.daemon.says("true could not be started: chdir: No such file or directory")
    load.good(site.get())


@pytest.mark.root
def test_it_runs_as_the_sites_user_also_after_that_changed(arena):
    writable(arena)
    helper = Helper(arena)
    site = arena.site("blog", "version", [("uid", "www-data"), ("gid", "www-data"), ("attach-daemon", helper.command)])
    emperor = arena.emperor()
    pid = helper.only()
    www = pwd.getpwnam("www-data")
    assert proc.users(pid) == (www.pw_uid, www.pw_gid)
    assert proc.process(pid).session == pid
    helper.file.chmod(0o666)
    site.options = [(key, "nobody" if key == "uid" else value) for key, value in site.options]
    site.write()
    fresh = helper.only(pid)
    assert proc.users(fresh)[0] == pwd.getpwnam("nobody").pw_uid
    emperor.wait_site("blog", lambda now: helpers(now).get("echo", {}).get("pid") == fresh, "to know the other one")
