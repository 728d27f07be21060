"""Hooks: what is done at moments of the site's life, in uWSGI's order, and what their failure means."""

import json
import os
import pwd
import signal

import pytest
from harness import load, proc
from harness.beside import Helper, writable
from harness.site import serve
from harness.wait import until

BEFORE = ["asap", "pre-jail", "in-jail", "post-jail", "as-root", "as-user", "pre-app"]
AFTER = ["post-app", "master-start", "post-fork", "accepting", "accepting-once", "accepting1", "accepting1-once"]


def lines(file):
    return file.read_text().split() if file.exists() else []


def test_moments_come_in_their_order_and_hooks_before_commands(arena):
    """The last ones happen side by side."""
    file = arena.path / "moments"
    options = [(f"hook-{moment}", f"exec:echo {moment} >> {file}") for moment in reversed(BEFORE + AFTER)]
    options += [("exec-as-user", f"echo command >> {file}"), ("exec-as-user-atexit", f"echo end >> {file}")]
    site = serve(arena, "version", *options)
    until(lambda: len(lines(file)) == len(BEFORE + AFTER) + 1, lambda: lines(file))
    happened = lines(file)
    root = [] if os.geteuid() == 0 else ["as-root"]
    assert happened[:9] == [*(each for each in BEFORE[:6] if each not in root), "command", "pre-app", "post-app"]
    assert sorted(happened[9:]) == sorted(AFTER[1:])
    assert site.daemon.stop() == 0
    assert lines(file)[-1] == "end"


def test_what_is_for_each_generation_and_what_for_the_site(arena):
    moments = {each: arena.path / each for each in ("asap", "pre-app", "post-app", "master-start", "accepting1-once")}
    options = [(f"hook-{moment}", f"exec:echo x >> {file}") for moment, file in moments.items()]
    at_exit = arena.path / "at-exit"
    arena.site("blog", "version", [*options, ("exec-as-user-atexit", f"echo x >> {at_exit}")])
    emperor = arena.emperor()
    for _ in range(2):
        assert emperor.ctl("reload", "blog").code == 0
    until(lambda: len(lines(at_exit)) == 2, lambda: lines(at_exit))
    counts = {moment: len(lines(file)) for moment, file in moments.items()}
    assert counts == {"asap": 1, "pre-app": 3, "post-app": 3, "master-start": 1, "accepting1-once": 1}


@pytest.mark.parametrize("option", ["exec-as-user", "exec-pre-app", "exec-post-app"])
def test_a_command_that_fails_fails_the_generation_and_nothing_else(arena, option):
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    site.write((option, "echo no such luck; exit 7"))
    now = emperor.wait_state("blog", "degraded")
    assert f"blog.ini:5: {option} exited with code 7" in now["reason"]
    load.good(site.get())


def test_safeexec_may_fail(arena):
    site = serve(arena, "version", ("hook-as-user", "safeexec:exit 7"))
    load.good(site.get())
    assert "hook-as-user exited with code 7" in site.daemon.log()


def test_files(arena):
    """What uWSGI does with files itself."""
    folder, file, gone = arena.path / "made", arena.path / "made/file", arena.path / "gone"
    gone.touch()
    hooks = [
        f"mkdir:{folder}", f"chmod:{folder} 1751", f"write:{file} one", f"append:{file}  two", f"appendn:{file} 'x' $y",
        f"appendn:{file}", f"unlink:{gone}", f"create:{folder}/empty", f"wait_for_file:{file}", f"wait_for_dir:{folder}",
    ]
    serve(arena, "version", *[("hook-as-user", hook) for hook in hooks])
    assert folder.stat().st_mode & 0o7777 == 0o1751
    assert file.read_text() == "one two'x' $y\n\n"
    assert (folder / "empty").read_text() == "" and not gone.exists()


def test_a_fifo(arena):
    """Without a reader writefifo goes on, as uWSGI's."""
    fifo = arena.path / "fifo"
    os.mkfifo(fifo)
    serve(arena, "version", ("hook-as-user", f"writefifo:{fifo} nobody"), name="alone")
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        serve(arena, "version", ("hook-as-user", f"writefifo:{fifo} text"))
        assert os.read(reader, 100) == b"text"
    finally:
        os.close(reader)


def test_what_the_application_starts_with(arena):
    folder = arena.make("elsewhere")
    hooks = [("hook-as-user", "cd:/nowhere"), ("hook-pre-app", f"cd:{folder}"), ("hook-asap", "putenv:HOOKED=yes")]
    site = serve(
        arena, "who", *hooks, ("exec-as-user", "test $HOOKED = yes"), ("wsgi-file", arena.path / "sites/blog/app.py")
    )
    facts = json.loads(site.get().body)
    assert facts["environment"]["HOOKED"] == "yes"
    assert facts["cwd"] == str(folder)


def test_a_secret_is_not_shown(arena):
    site = serve(arena, "version", ("hook-as-user", "!exec:true sesame"))
    assert "hook-as-user: (not shown)" in site.daemon.log()
    assert "sesame" not in site.daemon.log()


def test_one_that_hangs_has_the_time_of_a_start(arena):
    helper = Helper(arena)
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    site.write(("start-timeout", 1), ("exec-pre-app", helper.command))
    now = emperor.wait_state("blog", "degraded")
    assert "start-timeout" in now["reason"]
    helper.gone()
    load.good(site.get())


def test_a_stop_does_not_wait_for_one_that_hangs(arena):
    helper = Helper(arena)
    site = serve(arena, "version", ("hook-accepting1", f"exec:{helper.command}"))
    helper.only()
    assert site.daemon.stop() == 0
    assert helper.living == []


def test_touch_exec_and_hook_touch(arena):
    first, second, out = arena.path / "first", arena.path / "second", arena.path / "out"
    first.touch()
    serve(arena, "version", ("touch-exec", f"{first} echo exec >> {out}"), ("hook-touch", f"{second} append:{out} hook"))
    os.utime(first, (1, 1))
    until(lambda: lines(out) == ["exec"], lambda: lines(out))
    second.touch()
    until(lambda: lines(out) == ["exec", "hook"], lambda: lines(out))


def test_the_emperors_orders(arena):
    stop, again = arena.path / "stop", arena.path / "again"
    arena.site("blog", "version", [("hook-emperor-stop", f"create:{stop}"), ("hook-emperor-reload", f"create:{again}")])
    emperor = arena.emperor()
    assert not again.exists()
    assert emperor.ctl("reload", "blog").code == 0
    until(again.exists, "the hook of the reload")
    assert emperor.ctl("stop", "blog").code == 0
    assert stop.exists()


def test_the_emperor_is_lost(arena):
    lost = arena.path / "lost"
    arena.site("blog", "version", [("hook-emperor-lost", f"create:{lost}")])
    emperor = arena.emperor()
    emperor.kill()
    until(lost.exists, "the hook")
    arena.emperor()


def test_the_copied_hook_for_a_graceful_stop(arena):
    site = serve(arena, "version", ("hook-master-start", "unix_signal:15 gracefully_kill_them_all"))
    site.daemon.signal(signal.SIGTERM)
    assert site.daemon.ended() == 0


@pytest.mark.root
def test_only_what_is_for_root_runs_as_root(arena):
    writable(arena)
    root, user = arena.path / "root", arena.path / "user"
    options = [("uid", "www-data"), ("gid", "www-data"), ("exec-as-root", f"id -u > {root}"), ("exec-asap", f"id -u > {user}")]
    site = arena.site("blog", "version", options)
    emperor = arena.emperor()
    www = pwd.getpwnam("www-data").pw_uid
    assert root.read_text() == "0\n"
    assert user.read_text() == f"{www}\n"
    assert proc.users(emperor.site(site.name)["pid"])[0] == www


@pytest.mark.root
@pytest.mark.parametrize("owner, mode", [("www-data", 0o644), ("root", 0o666)])
def test_root_does_nothing_for_a_file_that_others_may_write(arena, owner, mode):
    out = arena.path / "out"
    options = [("uid", "www-data"), ("gid", "www-data"), ("exec-as-root", f"id > {out}")]
    site = arena.site("blog", "version", options)
    os.chown(site.ini, pwd.getpwnam(owner).pw_uid, -1)
    site.ini.chmod(mode)
    emperor = arena.emperor()
    now = emperor.site("blog")
    assert now["state"] == "failed"
    assert "root does this for the site's own file alone" in now["reason"]
    assert not out.exists()
    checked = emperor.ctl("check", site.ini)
    assert "warning: exec-as-root: root does this for the site's own file alone" in checked.text


@pytest.mark.root
def test_root_does_nothing_for_an_included_file(arena):
    out, more = arena.path / "out", arena.path / "more.ini"
    more.write_text(f"[uwsgi]\nexec-as-root = id > {out}\n")
    arena.site("blog", "version", [("include", more)])
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "failed"
    assert not out.exists()
