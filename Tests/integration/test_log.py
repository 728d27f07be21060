"""The site's log: dates, rotation, reopening, mode and owner, and a disk that is full."""

import os
import pwd
import re
import stat

import pytest
from harness import wire
from harness.wait import until


def run(arena, *options, app="hello"):
    """A site with a log of its own, by itself."""
    log = arena.path / "blog.txt"
    site = arena.site("blog", app, [("logto", log), *options])
    site.daemon = arena.vassal(site.ini, address=site.http)
    site.log = log
    return site


def rotated(site):
    return sorted(path for path in site.log.parent.iterdir() if re.fullmatch(r"blog\.txt\.\d{10}", path.name))


def logged(site, path):
    """A request, and its line in the log."""
    site.get(path)
    until(lambda: path in site.log.read_text(), lambda: f"{path} in the log:\n{site.log.read_text()}")


@pytest.mark.parametrize(
    "option, begins",
    [
        ("log-date = true", r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} - "),
        ("logdate = %%d.%%m.%%Y um %%H:%%M", r"\d\d\.\d\d\.\d{4} um \d\d:\d\d - "),
        ("log-prefix = blog:", "blog: - "),
    ],
)
def test_every_line_begins_with_the_date(arena, option, begins):
    """Ours and the app's; those about requests, which have their own, are uWSGI's to the byte."""
    site = run(arena, option, app="prints")
    site.get()
    until(lambda: "GET /" in site.log.read_text(), "the request in the log")
    for line in site.log.read_text().splitlines():
        assert re.match(r"\[pid: \d+\|" if "GET /" in line else begins, line), line


def test_log_date_that_is_false_is_none(arena):
    site = run(arena, ("log-date", "false"))
    until(lambda: site.log.read_text(), "a line in the log")
    assert site.log.read_text().startswith("vassal: ")


def test_a_long_log_is_rotated_and_few_are_kept(arena):
    """The file of another program with a similar name stays, and each rotated file is longer than the limit."""
    other = arena.path / "blog.txt.1"
    other.touch()
    site = run(arena, ("log-maxsize", "300"), ("log-keep", "2"))
    seen = set()

    def busy():
        site.get("/some/rather/long/path/to/make/the/line/longer")
        seen.update(rotated(site))
        return len(seen) >= 4

    until(busy, lambda: f"four rotations: {seen}")
    # The oldest goes when the newest is there.
    until(lambda: len(rotated(site)) == 2, lambda: str(rotated(site)))
    assert rotated(site) == sorted(seen.union(rotated(site)))[-2:]
    for path in rotated(site):
        assert path.stat().st_size > 300
    assert other.exists()


def test_log_backupname(arena):
    site = run(arena, ("log-maxsize", "300"), ("log-backupname", arena.path / "old.txt"))
    until(lambda: site.get() and (arena.path / "old.txt").exists(), "the rotated log")
    assert (arena.path / "old.txt").stat().st_size > 300
    assert rotated(site) == []


def test_a_log_that_cannot_be_rotated_goes_on(arena):
    """It says so, and not with each line."""
    site = run(arena, ("log-maxsize", "300"), ("log-backupname", "/nowhere/old.txt"))
    for _ in range(20):
        site.get()
    logged(site, "/last")
    assert site.log.read_text().count("could not be rotated") == 1, site.log.read_text()


def test_touch_rotates_and_reopens(arena):
    rotate, reopen = arena.path / "rotate", arena.path / "reopen"
    site = run(arena, ("touch-logrotate", rotate), ("touch-logreopen", reopen))
    logged(site, "/first")
    rotate.touch()
    until(lambda: rotated(site), "the rotated log")
    assert "/first" in rotated(site)[0].read_text()
    logged(site, "/second")
    assert "/first" not in site.log.read_text()
    site.log.rename(arena.path / "moved.txt")
    reopen.touch()
    until(site.log.exists, "the new log")
    logged(site, "/third")
    assert "/second" in (arena.path / "moved.txt").read_text()


def test_copytruncate_leaves_no_hole(arena):
    site = run(arena)
    logged(site, "/first")
    os.truncate(site.log, 0)
    logged(site, "/second")
    assert b"\0" not in site.log.read_bytes()


def test_log_reopen_at_a_reload(arena):
    site = run(arena, ("log-reopen", "true"))
    site.log.rename(arena.path / "moved.txt")
    site.daemon.signal(1)
    until(site.log.exists, "the new log")
    until(lambda: "generation 2 serves" in site.log.read_text(), "the reload in it")


def test_log_truncate_at_a_start_alone(arena):
    """A reload does not empty it."""
    (arena.path / "blog.txt").write_text("of yesterday\n")
    site = run(arena, ("log-truncate", "true"))
    logged(site, "/first")
    assert "of yesterday" not in site.log.read_text()
    site.daemon.signal(1)
    until(lambda: "generation 2 serves" in site.log.read_text(), "the reload")
    assert "/first" in site.log.read_text()


def test_logfile_chmod_holds_for_each_new_file(arena):
    """And for the one that is there, when the ini asks for another."""
    site = run(arena, ("logfile-chmod", "604"), ("touch-logrotate", arena.path / "rotate"))
    assert stat.S_IMODE(site.log.stat().st_mode) == 0o604
    (arena.path / "rotate").touch()
    until(lambda: rotated(site), "the rotated log")
    until(lambda: site.log.exists() and stat.S_IMODE(site.log.stat().st_mode) == 0o604, "the mode of the next one")
    site.write(("logfile-chmod", "644"))
    site.daemon.signal(1)
    until(lambda: stat.S_IMODE(site.log.stat().st_mode) == 0o644, "the new mode")


@pytest.mark.root
def test_logfile_chown_lets_the_user_rotate_it(arena):
    """Opened as root, given to the user, who can then begin another one."""
    www = pwd.getpwnam("www-data")
    folder = arena.make("log")
    os.chown(folder, www.pw_uid, www.pw_gid)
    site = arena.site("blog", "hello", [("uid", "www-data"), ("gid", "www-data"), ("logto", folder / "blog.txt"),
                                        ("logfile-chown", "true"), ("log-maxsize", "300")])
    site.daemon = arena.vassal(site.ini, address=site.http)
    site.log = folder / "blog.txt"
    assert (site.log.stat().st_uid, site.log.stat().st_gid) == (www.pw_uid, www.pw_gid)
    until(lambda: site.get() and rotated(site), "the rotated log")
    assert site.log.stat().st_uid == www.pw_uid


@pytest.mark.root
def test_a_log_where_the_user_cannot_go_stays_open(arena):
    """Root opened it in a directory of its own; a reload that changes nothing about it needs no right to be there."""
    folder = arena.make("log")
    folder.chmod(0o700)
    site = arena.site("blog", "hello", [("uid", "www-data"), ("gid", "www-data"), ("logto", folder / "blog.txt"),
                                        ("logfile-chown", "true"), ("logfile-chmod", "600")])
    site.daemon = arena.vassal(site.ini, address=site.http)
    site.log = folder / "blog.txt"
    site.daemon.signal(1)
    until(lambda: "generation 2 serves" in site.log.read_text(), "the reload")
    logged(site, "/last")
    assert "could not" not in site.log.read_text()


def test_lines_lost_on_a_full_disk_are_counted(arena):
    """The site answers, and the count stands in the log as soon as there is room."""
    (arena.path / "blog.txt").symlink_to("/dev/full")
    site = run(arena, ("touch-logreopen", arena.path / "reopen"))
    for _ in range(5):
        assert site.get().status == 200
    (arena.path / "blog.txt").unlink()
    (arena.path / "reopen").touch()
    until(lambda: wire.http(site.http) and site.log.is_file() and "lines were lost" in site.log.read_text(), "the count")
    assert int(re.search(r"(\d+) lines were lost", site.log.read_text())[1]) >= 5
