"""Mistakes: each gets a message that says where and what, an exit code, and stays in its own site."""

import os
import re

import pytest
from harness import places, ports, python
from harness.emperor import command, ctl, worker_pids
from harness.vassal import vassal


@pytest.fixture
def neighbour(arena):
    """A site that must not notice anything."""
    return arena.site("neighbour", "hello")


class Untouched:
    """`with Untouched(emperor, site):` fails when the site lost a request or was started anew in between."""

    def __init__(self, emperor, site):
        self.emperor, self.site = emperor, site

    def __enter__(self):
        self.before = self._identity()
        self.clients = self.site.load(clients=2, body=b"hello").__enter__()

    def __exit__(self, *error):
        self.clients.__exit__(*error)
        assert self.clients.failures == [], str(self.clients)
        assert self._identity() == self.before

    def _identity(self):
        now = self.emperor.site(self.site.name)
        return now["state"], now["pid"], now["generation"], worker_pids(now)


def fails(arena, neighbour, site, *patterns, emperor=None):
    """The site fails under an emperor with a reason that matches every pattern; its neighbour never notices. Then the
    same file fails without an emperor."""
    emperor = emperor or arena.emperor()
    with Untouched(emperor, neighbour):
        failed = emperor.wait_state(site.name, "failed")
        again = emperor.ctl("reload", site.name)
    assert again.code == 1, again
    for pattern in patterns:
        assert re.search(pattern, failed["reason"], re.IGNORECASE | re.DOTALL), (pattern, failed["reason"])
        assert re.search(pattern, again.text, re.IGNORECASE | re.DOTALL), (pattern, again)
    assert emperor.ctl("status").code == 1
    assert emperor.stop() == 0
    return failed


def fails_alone(arena, site, code, *patterns):
    """`vassal FILE` ends with the code and says the same."""
    alone = vassal(arena, site.ini)
    assert alone.code == code, alone
    for pattern in patterns:
        assert re.search(pattern, alone.text, re.IGNORECASE | re.DOTALL), (pattern, alone)


def checks(site, arena, code, *patterns):
    """`emperorctl check` and `vassal --check` know it without starting anything."""
    for result in (ctl(arena, "check", site.ini), vassal(arena, "--check", site.ini)):
        assert result.code == code, result
        for pattern in patterns:
            assert re.search(pattern, result.text, re.IGNORECASE), (pattern, result)


def test_a_number_that_is_none(arena, neighbour):
    site = arena.site("bad", options=[("processes", "many")])
    where = rf"bad\.ini:{len(site.options) + 1}\b"
    checks(site, arena, 1, where + r".*error.*many")
    fails(arena, neighbour, site, where, "many", "processes")
    fails_alone(arena, site, 1, where, "many")


def test_an_unknown_option_is_a_warning_with_the_nearest_name(arena, neighbour):
    site = arena.site("bad", options=[("procesess", 2)])
    checks(site, arena, 0, rf"bad\.ini:{len(site.options) + 1}\b.*warning.*procesess.*processes")
    emperor = arena.emperor()
    assert emperor.site("bad")["state"] == "running"
    assert re.search(rf"bad\.ini:{len(site.options) + 1}\b.*procesess", emperor.log())


def test_an_unknown_option_in_strict_mode(arena, neighbour):
    site = arena.site("bad", options=[("strict", "true"), ("procesess", 2)])
    where = rf"bad\.ini:{len(site.options) + 1}\b"
    checks(site, arena, 1, where + ".*error.*procesess")
    fails(arena, neighbour, site, where, "procesess")
    fails_alone(arena, site, 1, where, "procesess")


def test_a_socket_path_that_is_too_long(arena, neighbour):
    path = arena.path / ("x" * 120 + ".sock")
    site = arena.site("bad", options=[("socket", path)])
    fails(arena, neighbour, site, rf"bad\.ini:{len(site.options) + 1}\b", "x{100}", "long|bytes")
    fails_alone(arena, site, 22, "x{100}", "long|bytes")


def test_a_port_in_use(arena, neighbour):
    """Who has it is named, with pid and program, and the site comes up when the port is free."""
    with ports.listener() as taken:
        port = taken.getsockname()[1]
        site = arena.site("bad", write=False)
        site.options[0] = ("http-socket", f"127.0.0.1:{port}")
        site.write()
        emperor = arena.emperor()
        with Untouched(emperor, neighbour):
            failed = emperor.wait_state("bad", "failed")
            assert re.search(rf"bad\.ini:2\b.*127\.0\.0\.1:{port}\b", failed["reason"]), failed
            assert re.search(rf"\b{os.getpid()}\b", failed["reason"]), failed
            result = emperor.ctl("reload", "bad")
            assert result.code == 1, result
            assert str(port) in result.text and str(os.getpid()) in result.text, result
        fails_alone(arena, site, 22, rf"127\.0\.0\.1:{port}\b", rf"\b{os.getpid()}\b")
    assert emperor.ctl("start", "bad").code == 0
    assert emperor.site("bad")["state"] == "running"


def test_a_live_socket_is_not_stolen(arena, neighbour):
    """uWSGI unlinks what it finds; here the first site keeps its socket, and the second is told whose it is."""
    shared = arena.path / "shared.sock"
    first = arena.site("first", "hello", [("socket", shared), ("vacuum", "true")])
    emperor = arena.emperor()
    owner = emperor.site("first")
    arena.site("second", "hello", [("socket", shared)])
    failed = emperor.wait_state("second", "failed")
    assert str(shared) in failed["reason"]
    assert "first" in failed["reason"] or str(owner["pid"]) in failed["reason"], failed
    assert first.get().body == b"hello"


def test_a_missing_virtualenv(arena, neighbour):
    home = arena.path / "no-such-env"
    site = arena.site("bad", options=[("home", home)])
    where = rf"bad\.ini:{len(site.options) + 1}\b.*" + re.escape(str(home))
    checks(site, arena, 1, where)
    fails(arena, neighbour, site, where)
    fails_alone(arena, site, 22, where)


def test_a_virtualenv_whose_python_was_removed(arena, neighbour):
    """The link and where it leads are both named."""
    home = python.dangling(arena.path / "env")
    site = arena.site("bad", options=[("home", home)])
    where = rf"bad\.ini:{len(site.options) + 1}\b.*"
    patterns = where + re.escape(str(home / "bin/python")), re.escape("/opt/removed/bin/python3.11")
    checks(site, arena, 1, *patterns)
    fails(arena, neighbour, site, *patterns)
    fails_alone(arena, site, 22, *patterns)


@pytest.mark.parametrize("version", ["2.7.18", "3.6.15", "3.8.18"])
def test_a_python_that_is_too_old(arena, neighbour, version):
    home = python.pretender(arena.path / "env", version)
    site = arena.site("bad", options=[("home", home)])
    minor = re.escape(version.rsplit(".", 1)[0])
    fails(arena, neighbour, site, re.escape(str(home)), minor, r"3\.9")
    fails_alone(arena, site, 22, minor, r"3\.9")


def test_a_real_python_that_is_too_old(arena, neighbour):
    program = python.older_than_supported()
    if program is None:
        pytest.skip("no Python before 3.9 on this machine")
    home = arena.path / "env"
    (home / "bin").mkdir(parents=True)
    (home / "bin/python").symlink_to(program)
    site = arena.site("bad", options=[("home", home)])
    fails(arena, neighbour, site, re.escape(str(home)), r"\b(2\.7|3\.[678])\b", r"3\.9")


def test_something_that_is_no_python(arena, neighbour):
    home = arena.path / "env"
    (home / "bin").mkdir(parents=True)
    (home / "bin/python").symlink_to("/bin/true")
    site = arena.site("bad", options=[("home", home)])
    fails(arena, neighbour, site, re.escape(str(home / "bin/python")))


def test_a_module_that_is_not_there(arena, neighbour):
    site = arena.site("bad", options=[("wsgi-file", "app.py")])
    site.options[2:] = [("module", "nope.wsgi")]
    site.write()
    fails(arena, neighbour, site, "No module named 'nope'")
    fails_alone(arena, site, 22, "No module named 'nope'")


def test_a_wsgi_file_that_is_not_there(arena, neighbour):
    site = arena.site("bad", None)
    fails(arena, neighbour, site, r"app\.py")
    fails_alone(arena, site, 22, r"app\.py")


def test_a_callable_that_is_not_there(arena, neighbour):
    """The file, what was looked for, and what could have been meant."""
    site = arena.site("bad", "no_callable")
    fails(arena, neighbour, site, r"app\.py", r"\bapplication\b", r"\bapp\b")
    fails_alone(arena, site, 22, r"\bapplication\b")


def test_an_import_that_crashes(arena, neighbour):
    site = arena.site("bad", "crash_on_import")
    fails(arena, neighbour, site, "RuntimeError: the database password is not configured")
    fails_alone(arena, site, 22, "Traceback", "RuntimeError: the database password is not configured")


def test_an_import_that_exits(arena, neighbour):
    site = arena.site("bad", "exit_on_import")
    fails(arena, neighbour, site, r"\b3\b")
    fails_alone(arena, site, 22, r"\b3\b")


def test_a_chdir_that_is_not_there(arena, neighbour):
    gone = arena.path / "gone"
    site = arena.site("bad", options=[("chdir", gone)])
    fails(arena, neighbour, site, rf"bad\.ini:{len(site.options) + 1}\b.*" + re.escape(str(gone)))


def test_a_directory_named_like_a_file(arena, neighbour):
    (arena.vassals / "bad.ini").mkdir()
    emperor = arena.emperor()
    with Untouched(emperor, neighbour):
        failed = emperor.wait_state("bad", "failed")
    assert re.search(r"bad\.ini.*director", failed["reason"], re.DOTALL), failed
    checked = emperor.ctl("check", arena.vassals / "bad.ini")
    assert checked.code in (0, 1), checked


def test_a_link_that_leads_nowhere(arena, neighbour):
    (arena.vassals / "bad.ini").symlink_to("/opt/removed/site.ini")
    emperor = arena.emperor()
    with Untouched(emperor, neighbour):
        failed = emperor.wait_state("bad", "failed")
    assert "bad.ini" in failed["reason"] and "leads nowhere" in failed["reason"], failed
    checked = emperor.ctl("check", arena.vassals / "bad.ini")
    assert checked.code == 1, checked


def test_an_unreadable_file(arena):
    """Root reads everything, so the emperor is somebody else here."""
    site, bad = arena.site("neighbour"), arena.site("bad")
    bad.ini.chmod(0)
    who = {}
    if os.geteuid() == 0:
        who = {"user": "www-data", "group": "www-data", "extra_groups": []}
        arena.path.chmod(0o777)
    emperor = arena.emperor(**who)
    with Untouched(emperor, site):
        failed = emperor.wait_state("bad", "failed")
        assert "bad.ini" in failed["reason"] and "Permission denied" in failed["reason"], failed
        bad.ini.chmod(0o644)
        emperor.wait_state("bad", "running")


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\0\0", b"[uwsgi\n", b"\xff\xfe[\0u\0", b"no section = here\n", b"[other]\nprocesses = 2\n"]
)
def test_a_file_that_says_nothing(arena, neighbour, content):
    (arena.vassals / "bad.ini").write_bytes(content)
    emperor = arena.emperor()
    with Untouched(emperor, neighbour):
        failed = emperor.wait_state("bad", "failed")
    assert "bad.ini" in failed["reason"], failed


@pytest.mark.parametrize("name", ["-x", "a\nb", "n" * 101])
def test_a_name_that_is_none(arena, neighbour, name):
    (arena.vassals / f"{name}.ini").write_text("[uwsgi]\n")
    emperor = arena.emperor()
    with Untouched(emperor, neighbour):
        emperor.ctl("rescan")
        refused = [site for site in emperor.status().values() if site["name"] != "neighbour"]
    assert [site["state"] for site in refused] == ["failed"], refused
    assert "name" in refused[0]["reason"], refused


def test_a_broken_site_does_not_keep_the_others_from_starting(arena, neighbour):
    """A cold start with one of each."""
    arena.site("crashes", "crash_on_import")
    arena.site("misspelt", options=[("processes", "many")])
    (arena.vassals / "folder.ini").mkdir()
    emperor = arena.emperor()
    states = {name: site["state"] for name, site in emperor.status().items()}
    assert states == {"crashes": "failed", "misspelt": "failed", "folder": "failed", "neighbour": "running"}
    assert neighbour.get().body == b"hello"


def test_wrong_command_lines(arena):
    """Exit code 2 with the word that was wrong; nothing is started."""
    for program in (places.EMPEROR, places.VASSAL):
        result = command(arena, [program, "--no-such-option", "x"])
        assert result.code == 2, result
        assert "no-such-option" in result.text
    missing = vassal(arena, arena.path / "missing.ini")
    assert missing.code == 1, missing
    assert "missing.ini" in missing.text and "No such file" in missing.text
