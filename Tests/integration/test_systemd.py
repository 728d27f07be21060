"""systemd's protocol, on a socket of our own and under a real manager."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from harness import places, proc
from harness.emperor import ctl, expected_processes, processes, worker_pids
from harness.wait import until

MANAGER = Path("/lib/systemd/systemd")
SYSTEMCTL = "/usr/bin/systemctl"


def test_ready_comes_with_the_verdict_of_the_last_site(arena):
    """Not while one is still importing; the status says how many of how many."""
    arena.site("blog", "hello")
    arena.site("broken", "crash_on_import")
    slow = arena.site("slow", "slow_import")
    emperor = arena.emperor(ready=False)
    until(lambda: (slow.folder / "import.entered").exists(), "the slow import to begin")
    emperor.wait_state("blog", "running")
    assert "READY=1" not in emperor.notify.hear_all()
    (slow.folder / "import.open").touch()
    emperor.notify.wait_for("READY=1", emperor)
    until(lambda: any(line.startswith("STATUS=2/3 sites") for line in emperor.notify.hear_all()), "STATUS=2/3 sites")


def test_ready_comes_with_the_timeout_at_the_latest(arena):
    """And the status says who is still starting."""
    slow, _ = arena.site("slow", "slow_import"), arena.site("blog")
    emperor = arena.emperor("--ready-timeout=1")
    assert (slow.folder / "import.entered").exists()
    assert any("starting: slow" in line for line in emperor.notify.hear_all())
    emperor.says("not every site has a verdict after 1 s: slow")
    (slow.folder / "import.open").touch()
    emperor.wait_state("slow", "running")
    assert emperor.notify.hear_all().count("READY=1") == 1


def test_priority_starts_first(arena):
    """Of many sites those that are named come up before the others, which wait for their turn."""
    names = [f"a{number}" for number in range(6)]
    for name in [*names, "shop", "mail"]:
        arena.site(name)
    emperor = arena.emperor("--emperor-priority=shop", "--emperor-priority=mail")
    started = [line.split()[0] for line in emperor.log().splitlines() if "generation 1 serves" in line]
    assert set(started[:2]) == {"[shop]", "[mail]"}


def test_status_follows_and_stopping_is_said(arena):
    for name in ("one", "two", "three"):
        arena.site(name, "hello")
    emperor = arena.emperor()
    until(lambda: any(line.startswith("STATUS=3/3 sites") for line in emperor.notify.hear_all()), "STATUS=3/3 sites")
    assert emperor.notify.lines.count("READY=1") == 1
    assert "STOPPING=1" not in emperor.notify.hear_all()
    assert emperor.stop() == 0
    assert "STOPPING=1" in emperor.notify.hear_all()


def test_an_empty_directory_is_ready(arena):
    emperor = arena.emperor()
    assert emperor.status() == {}


def test_silent_without_a_socket(arena):
    """And no site inherits one: what a site says would be taken for the emperor's word."""
    site = arena.site("blog", "who")
    daemon = arena.daemon(
        "emperor", [places.EMPEROR, "--run-dir", arena.run, "--state-dir", arena.state, arena.vassals]
    )
    until(lambda: ctl(arena, "status", "blog").code == 0, daemon.log)
    until(lambda: ctl(arena, "status", "--json").json["vassals"][0]["state"] == "running", daemon.log)
    assert "NOTIFY_SOCKET" not in site.get().body.decode()
    assert "notify" not in daemon.log().lower()


def test_sites_do_not_inherit_the_notify_socket(arena):
    site = arena.site("blog", "who")
    arena.emperor()
    assert "NOTIFY_SOCKET" not in site.get().body.decode()


def test_the_unit_file_is_silent_under_verify(arena):
    """With the paths that `make install` puts into it."""
    prefix = arena.path / "usr"
    install(arena, prefix)
    unit = prefix / "lib/systemd/system/emperor.service"
    result = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def install(arena, prefix):
    subprocess.run(
        ["make", "install", f"PREFIX={prefix}", f"SYSCONFDIR={arena.path}/etc"],
        cwd=places.ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture
def manager(arena):
    """A user manager of our own: `systemctl --user` talks to it and to no other."""
    if not MANAGER.exists():
        pytest.skip("systemd is not installed")
    booted = Path("/run/systemd/system")
    ours = not booted.is_dir()
    if ours:
        if os.geteuid() != 0:
            pytest.skip("/run/systemd/system is not there and only root can make it")
        booted.mkdir(parents=True)
    home = arena.make("manager")
    runtime = arena.make("manager/runtime")
    runtime.chmod(0o700)
    arena.environment |= {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
    }
    daemon = arena.daemon("systemd", [MANAGER, "--user"])
    until(lambda: systemctl(arena, "is-system-running").stdout.strip() in ("running", "degraded"), daemon.log)
    yield daemon
    if daemon.running:
        daemon.signal(signal.SIGRTMIN + 24)
        daemon.ended()
    for entry in runtime.iterdir():
        if entry.name != "emperor":
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    if ours:
        booted.rmdir()


def systemctl(arena, *words):
    return subprocess.run([SYSTEMCTL, "--user", *words], env=arena.environment, capture_output=True, text=True)


def shown(arena, name):
    return systemctl(arena, "show", "-P", name, "emperor.service").stdout.strip()


def test_under_a_real_manager(arena, manager):
    """start returns when the sites serve; kill -9 of the emperor keeps them; reload reloads; stop ends them all."""
    prefix = arena.path / "usr"
    install(arena, prefix)
    site = arena.site("blog", "version", [("processes", 2)])
    units = arena.make("manager/config/systemd/user")
    text = (prefix / "lib/systemd/system/emperor.service").read_text()
    text, starts = re.subn("(?m)^(ExecStart=.*)$", rf"\1 {arena.vassals}", text)
    assert starts == 1
    (units / "emperor.service").write_text(text)
    runtime = arena.path / "manager/runtime/emperor"

    started = systemctl(arena, "start", "emperor.service")
    assert started.returncode == 0, started.stderr + systemctl(arena, "status", "emperor.service").stdout
    assert site.get().body.startswith(b"version one")
    assert re.match("1/1 sites", shown(arena, "StatusText"))
    arena.run = runtime
    before = ctl(arena, "status", "--json").json["vassals"][0]

    with site.load(body=b"version ") as clients:
        clients.go_on()
        pid = int(shown(arena, "MainPID"))
        proc.kill(pid, signal.SIGKILL)
        until(
            lambda: shown(arena, "ActiveState") == "active" and shown(arena, "MainPID") not in ("0", str(pid)),
            "systemd to have restarted the emperor",
        )
        adopted = ctl(arena, "status", "--json").json["vassals"][0]
        assert (adopted["pid"], worker_pids(adopted)) == (before["pid"], worker_pids(before))
        site.use("version", one="two")
        assert systemctl(arena, "reload", "emperor.service").returncode == 0
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert site.get().body.startswith(b"version two")
    until(
        lambda: processes(ctl(arena, "status", "--json").json["vassals"][0])
        == expected_processes(ctl(arena, "status", "--json").json["vassals"][0]),
        "the old generation to have drained",
    )

    assert systemctl(arena, "stop", "emperor.service").returncode == 0
    assert shown(arena, "Result") == "success"
    assert [str(p) for p in arena.processes() if p.name in ("emperor", "vassal") or "python" in p.name] == []
