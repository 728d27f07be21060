"""The configuration people have: uWSGI's ini files as they stand, behind a real nginx."""

import grp
import os
import pwd
import re
import shutil

import pytest
from harness import mission, ports, proc, wire
from harness.browser import Browser, log_in
from harness.emperor import processes
from harness.nginx import Nginx
from harness.wait import until


@pytest.fixture
def project(arena, django_home):
    return mission.project(arena.make("www/collector"), django_home)


def denied(nginx):
    for path in ("/.svn/", "/.svn/entries", "/static/.svn/x"):
        assert nginx.get(path).status == 403, path


def test_first_file_and_server_block(arena, project, django_home):
    """TCP, home from the file, a note after nearly every value."""
    port = ports.free()
    mission.collector_ini(arena, port, project, django_home)
    emperor = arena.emperor("--vassal-set", "home=/nonexistent/the-file-names-its-own")
    site = emperor.wait_state("collector", "running")
    assert len(site["workers"]) == 4
    nginx = Nginx(arena, mission.server_block(arena, project, f"127.0.0.1:{port}"))

    log_in(Browser(nginx.http), mission.USER, mission.PASSWORD)
    denied(nginx)
    css = nginx.get("/static/posts/style.css")
    assert (css.status, css.header("Cache-Control")) == (200, "max-age=432000"), "nginx's own location answers"
    assert nginx.get("/").status == 200

    log = (arena.path / "uwsgi.log").read_text()
    assert re.search(r"^\{address space usage: \d+ bytes/\d+MB\} \{rss usage: \d+ bytes/\d+MB\} \[pid: \d+\|", log, re.M), (
        "daemonize is the site's log, memory-report begins each request's line"
    )
    limits = [proc_limit(worker["pid"], "Max address space") for worker in site["workers"]]
    assert limits == [str(1024 << 20)] * 4
    assert listen_backlog(port) == 2024
    warnings = emperor.ctl("check", arena.vassals / "collector.ini")
    assert warnings.code == 0, warnings
    assert "collector.ini:4: warning" in warnings.text, warnings


def proc_limit(pid, name):
    with open(f"/proc/{pid}/limits") as lines:
        (line,) = (line for line in lines if line.startswith(name))
    return line[len(name) :].split()[0]


def listen_backlog(port):
    """The backlog as the kernel has it: ss prints it as Send-Q of a listening socket."""
    listening = os.popen(f"ss -Hltn 'sport = :{port}'").read().split()
    return int(listening[2])


def test_second_file_gets_socket_and_home(arena, project, django_home):
    """No socket: RUN-DIR/sockets/NAME.sock. No home: the one of --vassal-set."""
    mission.project_ini(arena, project)
    emperor = arena.emperor("--vassal-set", f"home={django_home}")
    site = emperor.wait_state("yourproject", "running")
    socket = arena.run / "sockets/yourproject.sock"
    assert str(socket) in str(site["sockets"])
    assert socket.is_socket()
    assert int((arena.path / "project-master.pid").read_text()) == site["pid"]
    nginx = Nginx(arena, mission.server_block(arena, project, f"unix:{socket}"), user=pwd.getpwuid(os.geteuid()).pw_name)

    log_in(Browser(nginx.http), mission.USER, mission.PASSWORD)
    denied(nginx)

    nginx.stop()
    assert emperor.stop() == 0
    assert not socket.exists(), "vacuum"
    assert not (arena.path / "project-master.pid").exists(), "vacuum"


def test_both_files_under_one_emperor(arena, project, django_home):
    port = ports.free()
    mission.collector_ini(arena, port, project, django_home)
    mission.project_ini(arena, project)
    emperor = arena.emperor(f"--vassal-set=home={django_home}")
    assert {name: site["state"] for name, site in emperor.status().items()} == {
        "collector": "running",
        "yourproject": "running",
    }
    assert wire.uwsgi(("127.0.0.1", port), "/").status == 200
    assert wire.uwsgi(arena.run / "sockets/yourproject.sock", "/").status == 200


@pytest.mark.root
def test_as_www_data_behind_www_data(arena, project, django_home):
    """Root starts it, `uid = www-data` runs it, and a unix socket needs no chown-socket for nginx to connect."""
    for folder, _, names in os.walk(project):
        for path in [folder, *(os.path.join(folder, name) for name in names)]:
            shutil.chown(path, "www-data", "www-data")
    logs = arena.make("log")
    shutil.chown(logs, "www-data", "www-data")
    mission.project_ini(arena, project, "uid = www-data", "gid = www-data")
    emperor = arena.emperor("--vassal-set", f"home={django_home}")
    site = emperor.wait_state("yourproject", "running")
    nginx = Nginx(arena, mission.server_block(arena, project, f"unix:{arena.run}/sockets/yourproject.sock"))

    log_in(Browser(nginx.http), mission.USER, mission.PASSWORD)
    denied(nginx)

    www = (pwd.getpwnam("www-data").pw_uid, grp.getgrnam("www-data").gr_gid)
    users = {pid: proc.users(pid) for pid in processes(site)}
    assert set(users.values()) == {www}, users
    assert proc.users(emperor.pid)[0] == 0
    workers = until(lambda: [p for p in proc.descendants(nginx.pid) if p.alive], "nginx's workers")
    assert {proc.users(worker.pid) for worker in workers} == {www}
    before = site["generation"]
    assert emperor.ctl("reload", "yourproject").code == 0
    assert emperor.site("yourproject")["generation"] == before + 1
    assert nginx.get("/").status == 200
