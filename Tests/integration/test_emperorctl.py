"""emperorctl: what scripts rely on. Exit codes: 0 done, 1 failed, 2 usage, 3 no emperor, 4 no site, 5 not permitted,
6 time is up."""

import json
import os
import socket
import threading

import pytest
from harness import load, places, proc
from harness.emperor import command, ctl, expected_processes, processes, worker_pids
from harness.held import Held
from harness.wait import until


def test_status_is_what_proc_says(arena):
    arena.site("blog", "version", [("processes", 2)])
    arena.site("journal", "hello")
    emperor = arena.emperor()
    document = emperor.ctl("status", "--json").json
    assert document["emperor"]["pid"] == emperor.pid
    assert [site["name"] for site in document["vassals"]] == ["blog", "journal"]
    for site in document["vassals"]:
        assert set(site) >= {
            "name", "state", "want", "reason", "generation", "pid", "workers", "sockets", "since", "zygote",
        }  # fmt: skip
        assert (site["state"], site["want"], site["generation"]) == ("running", "up", 1)
        assert processes(site) == expected_processes(site)
    blog = document["vassals"][0]
    assert [worker["id"] for worker in blog["workers"]] == [1, 2]
    for worker in blog["workers"]:
        assert set(worker) >= {"id", "pid", "status", "requests", "rss"}
        assert worker["status"] == "idle"
        assert worker["rss"] > 1 << 20, "bytes"


def test_status_counts_requests(arena):
    site = arena.site("blog", "hello", [("processes", 2)])
    emperor = arena.emperor()
    for _ in range(30):
        load.good(site.get(), b"hello")
    assert sum(worker["requests"] for worker in emperor.site("blog")["workers"]) == 30


def test_status_shows_a_busy_worker(arena):
    site = arena.site("blog", "gate", [("processes", 2)])
    emperor = arena.emperor()
    with Held(site, "a") as held:
        busy = {worker["pid"] for worker in emperor.site("blog")["workers"] if worker["status"] == "busy"}
        assert busy == {held.pid}
        held.release()


def test_status_as_a_table(arena):
    site = arena.site("blog", "hello")
    arena.site("broken", "crash_on_import")
    emperor = arena.emperor()
    table = emperor.ctl("status")
    assert table.code == 1, "a shown site is failed"
    (line,) = (line for line in table.out.splitlines() if line.startswith("blog"))
    assert "running" in line and str(site.port) in line
    assert emperor.ctl("status", "blog").code == 0
    assert "broken" not in emperor.ctl("status", "blog").out
    failed = emperor.ctl("status", "--failed", "--json")
    assert [site["name"] for site in failed.json["vassals"]] == ["broken"]


def test_status_fits_a_terminal(arena):
    """80 columns, wherever its sockets are and however a site failed; only a path is never broken."""
    arena.site("www.example.com-blog", "hello", [("socket", f"{arena.path}/{'s' * 60}.sock"), ("vacuum", "true")])
    arena.site("broken", "crash_on_import")
    emperor = arena.emperor()
    table = emperor.ctl("status").out.splitlines()
    assert [line for line in table if len(line) > 80 and " " in line.strip()] == []


def test_where_the_options_may_stand(arena):
    """--json and --socket before or after the verb; EMPEROR_SOCKET; --run-dir."""
    arena.site("blog", "hello")
    arena.emperor()
    socket_path = arena.run / "control.sock"
    ways = [
        ["--run-dir", arena.run, "status", "--json"],
        ["--socket", socket_path, "--json", "status"],
        ["status", "--json", "--socket", socket_path],
        ["status", "--socket", socket_path, "--json", "blog"],
    ]
    for way in ways:
        result = command(arena, [places.EMPERORCTL, *way])
        assert result.code == 0, (way, result)
        assert [site["name"] for site in result.json["vassals"]] == ["blog"], way
    by_environment = command(
        arena, [places.EMPERORCTL, "status"], environment={"EMPEROR_SOCKET": str(socket_path)}
    )
    assert by_environment.code == 0, by_environment


def test_no_emperor(arena):
    """3, with the path that was tried."""
    for verb in (["status"], ["reload", "blog"], ["stop", "--all"]):
        result = ctl(arena, *verb)
        assert result.code == 3, result
        assert str(arena.run / "control.sock") in result.err, result


@pytest.mark.parametrize(
    "words", [["no-such-verb"], ["status", "--no-such-option"], ["reload"], ["reload", "--timeout", "soon", "blog"], []]
)
def test_wrong_usage(arena, words):
    result = ctl(arena, *words)
    assert result.code == 2, result
    assert "usage" in result.text.lower(), result


@pytest.mark.parametrize("verb", ["reload", "restart", "stop", "start", "status"])
def test_no_such_site(arena, verb):
    """4, with the name that came nearest."""
    arena.site("blog", "hello")
    emperor = arena.emperor()
    result = emperor.ctl(verb, "blogg")
    assert result.code == 4, result
    assert "blogg" in result.err
    mixed = emperor.ctl(verb, "blog", "blogg")
    assert mixed.code == 4, "of several sites the highest"


@pytest.mark.root
def test_not_permitted(arena):
    """Root's emperor takes no orders from somebody else."""
    arena.site("blog", "hello")
    emperor = arena.emperor()
    before = emperor.site("blog")
    for verb in ("reload", "stop"):
        result = emperor.ctl(verb, "blog", user="www-data", group="www-data", extra_groups=[])
        assert result.code == 5, result
    assert emperor.site("blog")["pid"] == before["pid"]


def test_time_is_up_and_the_work_goes_on(arena):
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    site.use("slow_import")
    result = emperor.ctl("reload", "blog", "--timeout", "1")
    assert result.code == 6, result
    until(lambda: (site.folder / "import.entered").exists(), "the import to go on")
    load.good(site.get(), b"version one")
    (site.folder / "import.open").touch()
    until(lambda: site.get().body == b"imported", "the new generation to serve")


def test_no_wait_returns_at_once(arena):
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    site.use("slow_import")
    assert emperor.ctl("reload", "blog", "--no-wait").code == 0
    assert site.get().body.startswith(b"version one")
    (site.folder / "import.open").touch()
    until(lambda: site.get().body == b"imported", "the new generation to serve")


def test_stop_and_start(arena):
    """What already is so is done; a stop survives edits, touch and another emperor; removing the file forgets it."""
    site = arena.site("blog", "hello", [("vacuum", "true"), ("socket", arena.path / "blog.sock")])
    emperor = arena.emperor()
    descriptors = emperor.descriptors()
    running = processes(emperor.site("blog"))
    for _ in range(2):
        assert emperor.ctl("stop", "blog").code == 0
    stopped = emperor.site("blog")
    assert (stopped["state"], stopped["want"], stopped["pid"]) == ("stopped", "stopped", None)
    assert not any(map(proc.alive, running))
    assert not (arena.path / "blog.sock").exists()
    assert emperor.ctl("status").code == 0, "stopped is not failed"
    assert emperor.ctl("reload", "blog").code == 1, "of a stopped one an error"
    assert emperor.ctl("reload", "--all").code == 0, "--all leaves out stopped ones"

    site.write(("processes", 2))
    os.utime(site.ini)
    emperor.stop()
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "stopped"

    for _ in range(2):
        assert emperor.ctl("start", "blog").code == 0
    started = emperor.site("blog")
    assert (started["state"], len(started["workers"])) == ("running", 2)
    emperor.settles_at(descriptors)

    assert emperor.ctl("stop", "blog").code == 0
    site.ini.unlink()
    emperor.wait_gone("blog")
    site.write()
    emperor.wait_state("blog", "running")


def test_restart_is_another_master_and_connections_wait(arena):
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    with site.load(body=b"version ") as clients:
        clients.go_on()
        result = emperor.ctl("restart", "blog")
        assert result.code == 0, result
        clients.go_on()
    assert clients.failures == [], str(clients)
    after = emperor.site("blog")
    assert after["pid"] != before["pid"]
    assert not set(worker_pids(after)) & set(worker_pids(before))
    assert emperor.ctl("stop", "blog").code == 0
    assert emperor.ctl("restart", "--all").code == 0, "--all leaves out stopped ones"
    assert emperor.site("blog")["state"] == "stopped"


def test_stop_answers_what_is_in_flight(arena):
    site = arena.site("blog", "gate")
    emperor = arena.emperor()
    with Held(site, "a") as held:
        stopping = threading.Thread(target=emperor.ctl, args=("stop", "blog"))
        stopping.start()
        emperor.wait_state("blog", "stopping")
        answer = held.release()
        stopping.join()
    assert (answer.status, answer.body) == (200, held.pid_text)
    assert emperor.site("blog")["state"] == "stopped"


def test_a_failed_site_starts_when_it_is_mended(arena):
    site = arena.site("blog", "crash_on_import")
    emperor = arena.emperor()
    assert emperor.site("blog")["state"] == "failed"
    answer = site.get()
    assert (answer.status, answer.header("Retry-After") is not None) == (503, True), "the master answers for it"
    failed = emperor.ctl("start", "blog")
    assert failed.code == 1
    assert "RuntimeError: the database password is not configured" in failed.text
    site.use("hello")
    assert emperor.ctl("reload", "blog").code == 0, "of a failed site a start"
    assert site.get().body == b"hello"
    assert emperor.ctl("status").code == 0


def test_check_without_an_emperor(arena):
    good = arena.site("good", "hello")
    bad = arena.site("bad", "hello", [("processes", "many")])
    assert ctl(arena, "check", good.ini).code == 0
    result = ctl(arena, "check", arena.vassals)
    assert result.code == 1, result
    (line,) = (line for line in result.out.splitlines() if "error" in line)
    assert line.startswith(f"{bad.ini}:{len(bad.options) + 1}:"), line


def test_version(arena):
    alone = ctl(arena, "version")
    assert alone.code == 0, alone
    emperor = arena.emperor()
    beside = emperor.ctl("version", "--json")
    assert beside.code == 0, beside
    json.loads(beside.out)


def test_a_client_that_hangs_up_or_talks_nonsense_harms_nobody(arena):
    arena.site("blog", "hello")
    emperor = arena.emperor()
    descriptors = emperor.descriptors()
    for text in (b"", b"nonsense\n", b"{\n", b'{"id":1}\n', b'{"id":2,"verb":"\xff"}\n', b"x" * 200_000, b"[" * 5000 + b"\n"):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(arena.run / "control.sock"))
            try:
                client.sendall(text)
            except (BrokenPipeError, ConnectionResetError):
                continue
    assert emperor.ctl("status").code == 0
    emperor.settles_at(descriptors)


def test_many_clients_at_once(arena):
    arena.site("blog", "hello")
    emperor = arena.emperor()
    descriptors = emperor.descriptors()
    codes = []
    threads = [threading.Thread(target=lambda: codes.append(emperor.ctl("status").code)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [0] * 20
    emperor.settles_at(descriptors)
