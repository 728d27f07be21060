"""A reload loses no request, and a broken one changes nothing."""

import pytest
from harness import load
from harness.emperor import expected_processes, processes, worker_pids
from harness.held import Held
from harness.nginx import Nginx
from harness.wait import until
from harness.wire import Connection

SERVER = """
server {{
    listen 127.0.0.1:{port};
    location / {{ uwsgi_pass {upstream}; include uwsgi_params; }}
}}
"""


def of_version(site, version):
    """Answers of this version only."""
    return lambda: load.good(site.get(), f"version {version} ".encode())


def becomes(site, version):
    """Waits for answers of this version: a worker that drains may take what was queued before it was told."""
    wanted = f"version {version} ".encode()
    until(lambda: load.good(site.get(), b"version ").body.startswith(wanted), f"an answer of version {version}")


def settled(site):
    """The old generation has drained: the processes there are those of the newest."""
    return processes(site) == expected_processes(site)


def test_reload_under_load_fails_no_request(arena):
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with site.load(body=b"version ") as clients:
        clients.go_on()
        for version in ("two", "three", "four"):
            site.use("version", one=version)
            result = emperor.ctl("reload", "blog")
            assert result.code == 0, result
            becomes(site, version)
            clients.go_on()
    assert clients.failures == [], str(clients)

    after = emperor.wait_site("blog", settled, "to have drained")
    assert after["state"] == "running"
    assert after["generation"] == before["generation"] + 3
    assert after["pid"] == before["pid"], "a master outlives its generations"
    assert not set(worker_pids(after)) & set(worker_pids(before))
    emperor.settles_at(descriptors)


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_reload_behind_nginx_fails_no_request(arena, kind):
    upstream = arena.path / "blog.sock" if kind == "unix" else None
    site = arena.site("blog", "version", [("processes", 2)])
    site.options[0] = ("socket", upstream or f"127.0.0.1:{site.port}")
    site.write(("chmod-socket", "666"), ("vacuum", "true"))
    emperor = arena.emperor()
    target = f"unix:{upstream}" if upstream else f"127.0.0.1:{site.port}"
    nginx = Nginx(arena, lambda port: SERVER.format(port=port, upstream=target))
    with load.Load(load.http(nginx.http, body=b"version ")) as clients:
        clients.go_on()
        site.use("version", one="two")
        assert emperor.ctl("reload", "blog").code == 0
        clients.go_on()
    assert clients.failures == [], f"{clients}\n{nginx.errors()}"


def test_keep_alive_clients_survive_a_reload(arena):
    """A kept connection gets its next answer, with `Connection: close`, and never a closed door."""
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    kept = [Connection(site.http) for _ in range(8)]
    try:
        assert {connection.request().status for connection in kept} == {200}
        site.use("version", one="two")
        assert emperor.ctl("reload", "blog").code == 0
        answers = [connection.request() for connection in kept]
        assert {answer.status for answer in answers} == {200}
        assert {answer.header("Connection") for answer in answers} == {"close"}
    finally:
        for connection in kept:
            connection.close()


BROKEN = {
    "syntax_error": "SyntaxError",
    "crash_on_import": "RuntimeError: the database password is not configured",
    "exit_on_import": "3",
    "no_callable": "application",
}


@pytest.mark.parametrize("app", BROKEN)
def test_broken_deploy_changes_nothing_and_a_fix_is_taken(arena, app):
    site = arena.site("blog", "version", [("processes", 2)])
    emperor = arena.emperor()
    before, descriptors = emperor.site("blog"), emperor.descriptors()
    with load.Load(of_version(site, "one")) as clients:
        site.use(app)
        result = emperor.ctl("reload", "blog")
        assert result.code == 1, result
        assert BROKEN[app] in result.text, result
        degraded = emperor.site("blog")
        assert degraded["state"] == "degraded"
        assert BROKEN[app] in degraded["reason"], degraded
        assert worker_pids(degraded) == worker_pids(before), "the old generation is what serves"
        assert emperor.ctl("status").code == 1, "a shown site is degraded"
        clients.go_on()
    assert clients.failures == [], str(clients)

    site.use("version", one="two")
    with site.load(body=b"version ") as clients:
        result = emperor.ctl("reload", "blog")
        assert result.code == 0, result
        clients.go_on()
    assert clients.failures == [], str(clients)
    of_version(site, "two")()
    after = emperor.wait_site("blog", settled, "to have drained")
    assert after["state"] == "running"
    assert emperor.ctl("status").code == 0
    emperor.settles_at(descriptors)


def test_syntax_error_is_told_with_its_last_line(arena):
    """What Python itself prints last is what the caller reads."""
    site = arena.site("blog", "version")
    emperor = arena.emperor()
    site.use("syntax_error")
    result = emperor.ctl("reload", "blog")
    assert result.code == 1
    assert "SyntaxError: expected ':'" in result.text, result
    assert str(site.code) in result.text or "app.py" in result.text


def test_request_in_flight_is_answered_by_the_old_generation(arena):
    site = arena.site("blog", "gate", [("processes", 1)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    with Held(site, "a") as held:
        assert emperor.ctl("reload", "blog").code == 0
        assert site.get("/").body != held.pid_text, "the new generation serves beside the old one"
        answer = held.release()
    assert (answer.status, answer.body) == (200, held.pid_text)
    assert held.pid in worker_pids(before)
    emperor.wait_site("blog", settled, "to have drained")


def test_edited_ini_is_a_reload(arena):
    """Options of the new file are in force, on the socket that stays; a wrong file changes nothing."""
    site = arena.site("blog", "version", [("processes", 1)])
    emperor = arena.emperor()
    before = emperor.site("blog")
    with site.load(body=b"version ") as clients:
        site.write(("processes", 3))
        after = emperor.wait_site(
            "blog", lambda now: settled(now) and len(worker_pids(now)) == 3, "to have three workers of the new file"
        )
        clients.go_on()
        site.write(("processes", "many"))
        degraded = emperor.wait_state("blog", "degraded")
        clients.go_on()
    assert clients.failures == [], str(clients)
    assert after["pid"] == before["pid"]
    assert f"blog.ini:{len(site.options) + 1}" in degraded["reason"], degraded
    assert worker_pids(degraded) == worker_pids(after)


def test_touch_reload_is_one_reload(arena):
    trigger = arena.path / "deployed"
    trigger.touch()
    site = arena.site("blog", "version", [("touch-reload", trigger)])
    emperor = arena.emperor()
    before = emperor.site("blog")["generation"]
    site.use("version", one="two")
    trigger.touch()
    until(lambda: site.get().body.startswith(b"version two"), "the new code to answer")
    assert emperor.wait_site("blog", settled, "to have drained")["generation"] == before + 1
