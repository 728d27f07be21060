"""`check`: what people learn of their files without starting anything."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from harness import places
from harness.emperor import command, ctl
from harness.vassal import vassal

GOLDEN = Path(__file__).parent / "golden" / "mistakes.txt"
SOMAXCONN = Path("/proc/sys/net/core/somaxconn").read_text().strip()


def mistakes():
    """(name, ini, expected lines) of each case of the file, which says at its top how it is written."""
    for case in GOLDEN.read_text().split("\n=== ")[1:]:
        name, *lines = case.rstrip("\n").split("\n")
        yield name, [line for line in lines if not line.startswith("> ")], [line[2:] for line in lines if line.startswith("> ")]


CASES = list(mistakes())


@pytest.fixture
def disk(arena):
    """What the cases find on the disk."""
    folder = arena.make("d")
    (folder / "app.py").write_text("def application(environ, start_response): pass\n")
    (folder / "shop").mkdir()
    (folder / "shop/wsgi.py").write_text("application = None\n")
    (folder / "empty").mkdir()
    (folder / "venv/bin").mkdir(parents=True)
    (folder / "venv/bin/python").symlink_to("/usr/bin/python3")
    (folder / "venv/pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    (folder / "dangling/bin").mkdir(parents=True)
    (folder / "dangling/bin/python").symlink_to("/no-such-python3.4")
    return folder


def put(text, disk):
    long = f"{disk}/".ljust(130, "x")
    return text.replace("~/LONG", long).replace("~", str(disk)).replace("SOMAXCONN", SOMAXCONN)


@pytest.mark.parametrize("name,ini,expected", CASES, ids=[case[0] for case in CASES])
def test_one_mistake(arena, disk, name, ini, expected):
    """Exactly what is expected is said, by both commands, and the JSON names the same line."""
    file = disk / "case.ini"
    file.write_text(put("\n".join(ini) + "\n", disk))
    shown = ctl(arena, "check", file)
    assert shown.out.splitlines() == [put(line, disk) for line in expected], shown
    assert shown.code == (1 if any(" error: " in line for line in expected) else 0)
    alone = vassal(arena, "--check", file, cwd=disk)
    assert (alone.out, alone.code) == (shown.out, shown.code)
    problems = [json.loads(line) for line in ctl(arena, "--json", "check", file).out.splitlines()]
    for problem, line in zip(problems, shown.out.splitlines(), strict=True):
        assert line.startswith(f"{problem['file']}:{problem['line']}: {problem['severity']}: {problem['text']}")
        assert ("column" in problem) == (re.search(r" \(column \d+\)$", line) is not None)


def test_there_are_enough_of_them():
    """The project promises forty; each has an ini of its own and says something."""
    assert len(CASES) >= 40
    assert len({tuple(ini) for _, ini, _ in CASES}) == len(CASES)
    assert all(expected for _, _, expected in CASES)


def test_json_has_every_part(arena, disk):
    file = disk / "case.ini"
    file.write_text("[uwsgi]\nhttp-socket = :0\nwsgi-file = app.py\n  vaccum = true\n")
    assert json.loads(ctl(arena, "check", "--json", file).out) == {
        "checked": str(file),
        "file": str(file),
        "line": 4,
        "column": 3,
        "severity": "warning",
        "text": "there is no option vaccum",
        "uwsgi": "ignores it in silence",
        "suggestion": "vacuum",
    }


def test_a_terminal_shows_the_place(arena, disk):
    """The line itself, and a mark below the column; a pipe has one line for each problem."""
    file = disk / "case.ini"
    file.write_text("[uwsgi]\nhttp-socket = :0\nwsgi-file = app.py\n\tprocesses = many\n")
    reader, writer = pty.openpty()
    with os.fdopen(reader, "rb", buffering=0) as terminal:
        subprocess.run([places.EMPERORCTL, "check", file], stdout=writer, env=arena.environment, check=False)
        os.close(writer)
        lines = terminal.read(65536).decode().splitlines()
    assert len(lines) == 3, lines
    assert lines[1:] == ["        processes = many", "                    ^"]


def test_two_sites_cannot_have_one_socket_or_pidfile(arena, disk):
    """However it is written: a wildcard takes every address, and a path leads through links."""
    (disk / "link").symlink_to(disk)
    sites = {
        "a": "http-socket = 127.0.0.1:8111\nsocket = ~/a.sock\npidfile = ~/a.pid",
        "b": "http-socket = :8111",
        "c": "socket = link/a.sock\nhttp-socket = :0",
        "d": "pidfile2 = ~/link/a.pid\nsocket = ~/d.sock\nhttp-socket = :0",
        "e": "socket = ~/e.sock\nhttp-socket = [::1]:8111",
    }
    for name, text in sites.items():
        (disk / f"{name}.ini").write_text(put(f"[uwsgi]\nwsgi-file = app.py\n{text}\n", disk))
    checked = ctl(arena, "check", disk)
    assert checked.code == 1
    found = [line.split(": error: ") for line in checked.out.splitlines()]
    assert [place for place, _ in found] == [f"{disk}/{place}" for place in ("b.ini:3", "c.ini:3", "d.ini:3")]
    for (_, text), first in zip(found, ("a.ini:3", "a.ini:4", "a.ini:5"), strict=True):
        assert f"is what {disk}/{first} has too: only one of them can run" in text
    assert ctl(arena, "check", disk / "b.ini").code == 0


def test_a_module_is_looked_for_where_python_would(arena, disk):
    """In the site's directory, in pythonpath, in what its interpreter has, and nowhere else."""
    (disk / "lib/tools").mkdir(parents=True)
    file = disk / "case.ini"
    for module, line in (("shop.wsgi", ""), ("wsgiref.simple_server:demo_app", ""), ("tools", "pythonpath = lib")):
        file.write_text(f"[uwsgi]\nhttp-socket = :0\nhome = venv\nmodule = {module}\n{line}\n")
        assert ctl(arena, "check", file).out == ""
    file.write_text("[uwsgi]\nhttp-socket = :0\nhome = venv\nmodule = tools\n")
    assert "there is no Python module tools" in ctl(arena, "check", file).out
    packages = disk / "venv/lib/python3.11/site-packages"
    packages.mkdir(parents=True)
    (packages / "mine.pth").write_text(f"{disk}/lib\n")
    assert ctl(arena, "check", file).out == "", "a .pth file adds the directory"
    (packages / "mine.pth").write_text("import some_hook\n")
    assert ctl(arena, "check", file).out == "", "with an import hook only Python knows"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root looks with another user's eyes")
def test_root_sees_what_the_sites_user_would(arena, disk):
    (disk / "secret").mkdir(mode=0o700)
    (disk / "secret/app.py").write_text("")
    (disk / "app.py").chmod(0o600)
    (disk / "common.ini").write_text("[uwsgi]\n")
    (disk / "common.ini").chmod(0o600)
    file = disk / "case.ini"
    for line, text in (
        (f"chdir = {disk}/secret", "chdir: uid 65534 may not enter"),
        (f"wsgi-file = {disk}/app.py", "wsgi-file: uid 65534 may not read"),
        (f"wsgi-file = {disk}/secret/app.py", "wsgi-file: cannot look at"),
        (f"logto2 = {disk}/secret/x.log", "logto2: uid 65534 may not"),
        (f"include = {disk}/common.ini", "may not read"),
    ):
        file.write_text(f"[uwsgi]\nuid = 65534\ngid = 65534\nhttp-socket = :0\n{line}\n")
        lines = ctl(arena, "check", file).out.splitlines()
        assert any(line.startswith(f"{file}:5: ") and text in line for line in lines), (line, lines)
        file.write_text(f"[uwsgi]\nhttp-socket = :0\n{line}\n")
        assert text not in ctl(arena, "check", file).out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run commands as somebody else")
def test_commands_of_a_file_run_as_the_sites_user(arena, disk):
    file = disk / "case.ini"
    file.write_text("[uwsgi]\nhttp-socket = :0\nwsgi-file = app.py\nuid = 65534\ngid = 65534\nwho = @(exec://id -u)%(x)\nx = y\n")
    assert "who = 65534y" in vassal(arena, "--print-config", file).out.splitlines()
    file.write_text("[uwsgi]\nwho = @(exec://id -u)\n")
    assert "who = 0" in vassal(arena, "--print-config", file).out.splitlines()
    file.write_text(f"[uwsgi]\nwho = @(exec://id -u > {disk}/ran; echo x)\nuid = no-such-user\n")
    refused = vassal(arena, "--print-config", file)
    assert "there is no user no-such-user, and commands run as the site's user" in refused.err
    assert not (disk / "ran").exists()


@pytest.mark.parametrize(
    "line, told",
    [
        ("route = ^/ws uwsgi:/run/x.sock,0,0", "an action that is not supported, uwsgi: have nginx pass such requests on"),
        ("route = ^/ws http:127.0.0.1:80", "an action that is not supported, http: have nginx"),
        ("route = ^/x cache:name=a", "an action that is not supported, cache: use addheader"),
        ("route = ^/x", "has no action behind a blank"),
        ("route = ^/x break", "has no : behind the name of an action"),
        ("route-if = lord:x break:403", "a condition that there is not, lord: use equal"),
        ("route-if = equal:x break:403", "has no ; between what is compared"),
        ("route-run = addheader:X", "has no NAME: VALUE"),
        ("route-run = basicauth:realm,/etc/htpasswd", "files of passwords are not read"),
        ("route-run = log:${time[unix]}", "names what is not supported, ${time[unix]}"),
        ("response-route-run = redirect:/x", "comes too late"),
        ("route = ^/(x break:403", "missing closing parenthesis"),
    ],
)
def test_routes_that_are_none_are_errors_with_their_line(arena, line, told):
    site = arena.site("blog", "hello", [line])
    checked = command(arena, [places.VASSAL, "--check", site.ini])
    number = site.text().splitlines().index(line) + 1
    found = [one for one in checked.out.splitlines() if told in one]
    assert found and f"blog.ini:{number}: error: " in found[0], checked.out
