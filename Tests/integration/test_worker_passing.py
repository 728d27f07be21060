"""Who serves whom: a connection never waits for a worker that is busy while another is free."""

import os
import signal
import threading
from contextlib import ExitStack, contextmanager

import pytest
from harness import load, proc, wire
from harness.nginx import Nginx
from harness.site import serve
from harness.spread import hold, pid, spread
from harness.wait import until

KEPT = """
upstream site {{ server 127.0.0.1:{upstream}; keepalive 32; }}
server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection ""; }}
}}
"""

SHAPES = [[("processes", 4)], [("threads", 4)]]


def ended(connections):
    for connection in connections:
        connection.close()


@contextmanager
def all_but_one(site, shape):
    """Every core but one is in a request; yields kept connections, and the pid that answers."""
    workers = dict(shape).get("processes", 1)
    with ExitStack() as busy:
        if workers > 1:
            kept = spread(site, workers, 64 // workers)
            for connections in list(kept.values())[:-1]:
                busy.enter_context(hold(site, connections.pop()))
            free = list(kept)[-1]
            connections = sum(kept.values(), [])
        else:
            connections = [wire.Connection(site.http) for _ in range(64)]
            (free,) = {pid(connection.request()) for connection in connections}
            for _ in range(3):
                busy.enter_context(hold(site))
        yield connections, free
        ended(connections)


@pytest.mark.parametrize("shape", SHAPES, ids=["processes", "threads"])
def test_kept_connections_are_answered_by_the_one_that_is_free(arena, shape):
    site = serve(arena, "gate", *shape)
    with all_but_one(site, shape) as (connections, free):
        for _ in range(3):
            for connection in connections:
                connection.send(wire.head("/"))
            assert {pid(connection.answer()) for connection in connections} == {free}
        with Clients(64, lambda: wire.uwsgi(site.uwsgi)) as clients:
            assert set(map(pid, clients.answers())) == {free}


@pytest.mark.parametrize("shape", SHAPES, ids=["processes", "threads"])
def test_nginx_with_a_kept_upstream(arena, shape):
    site = serve(arena, "gate", *shape)
    nginx = Nginx(arena, lambda port: KEPT.format(port=port, upstream=site.port))
    with Clients(64, nginx.get) as clients:
        clients.answers()
    with all_but_one(site, shape) as (_, free), Clients(64, nginx.get) as clients:
        assert set(map(pid, clients.answers())) == {free}


class Clients:
    """Threads that ask once, all at the same time."""

    def __init__(self, number, ask):
        self.found = []
        self.threads = [threading.Thread(target=lambda: self.found.append(ask())) for _ in range(number)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def answers(self):
        self.__exit__()
        assert len(self.found) == len(self.threads)
        return self.found

    def __exit__(self, *_):
        for thread in self.threads:
            thread.join()


BODY = b"0123456789" * 300
HEAD = b"POST /echo HTTP/1.1\r\nHost: a\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(
    b"%x;note\r\n%s\r\n" % (len(part), part) for part in (BODY[:7], BODY[7:2000], BODY[2000:])
) + b"0\r\nX-Note: x\r\n\r\n"
PLAIN = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
CUTS = {
    "head": (PLAIN, 20),
    "head's end": (PLAIN, PLAIN.index(b"\r\n\r\n") + 2),
    "body": (PLAIN, len(PLAIN) - 1000),
    "size": (CHUNKED, CHUNKED.index(b"\r\n\r\n") + 6),
    "chunk": (CHUNKED, CHUNKED.index(b"\r\n\r\n") + 100),
    "chunk's end": (CHUNKED, CHUNKED.index(BODY[:7]) + 8),
    "trailer": (CHUNKED, len(CHUNKED) - 5),
}


@pytest.mark.parametrize("cut", CUTS)
def test_what_has_arrived_goes_along(arena, cut):
    """Half a request, sent to a worker that is busy when the other half comes."""
    request, place = CUTS[cut]
    site = serve(arena, "gate", ("processes", 2))
    kept = spread(site, 2, 3)
    (one, (half, witness, busy)), (other, others) = kept.items()
    half.send(request[:place])
    assert pid(witness.request()) == one, "which has read the half by now"
    with hold(site, busy):
        half.send(request[place:])
        assert half.answer().body == b"pid %d got %s" % (other, BODY)
        assert pid(half.request()) == other, "it stays there"
    ended([half, witness, busy, *others])


@pytest.mark.parametrize("late", [False, True], ids=["named before", "named after"])
def test_the_client_that_a_proxy_named_goes_along(arena, late):
    """Whether it was named to the worker that is busy, or is named to the one that takes over."""
    site = serve(arena, "gate", ("processes", 2), ("enable-proxy-protocol", "true"))
    name = b"PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n"
    with hold(site) as first:
        kept = wire.Connection(site.http)
        kept.send(name[:9] if late else name + wire.head("/"))
        # A late one: whoever answers now has taken what came before, too.
        owner = pid(wire.http(site.http) if late else kept.answer())
        with hold(site) as second:
            assert second.pid == owner != first.pid
            first.release()
            kept.send((name[9:] if late else b"") + wire.head("/client"))
            answer = kept.answer()
            assert pid(answer) == first.pid and answer.body.endswith(b" for 192.0.2.7"), answer
    kept.close()


def test_half_a_packet_goes_along(arena):
    site = serve(arena, "gate", ("processes", 2))
    packet = wire.packet(wire.variables(method="POST", body=BODY)) + BODY
    with hold(site) as first:
        half = wire.Connection(site.uwsgi)
        half.send(packet[:100])
        other = pid(wire.uwsgi(site.uwsgi))
        with hold(site) as second:
            assert second.pid == other != first.pid
            first.release()
            half.send(packet[100:])
            assert half.answer().body == b"pid %d got %s" % (first.pid, BODY)
    half.close()


def test_the_first_that_is_free_takes_what_waits(arena):
    """All are busy; whoever is free first answers, not the worker that had the connection."""
    site = serve(arena, "gate", ("processes", 2))
    kept = spread(site, 2, 4)
    (one, ones), (other, others) = kept.items()
    with hold(site, ones[0]):
        with hold(site, others[0]) as second:
            for connection in ones[1:]:
                connection.send(wire.head("/"))
            second.release()
            assert {pid(connection.answer()) for connection in ones[1:]} == {other}
        assert {pid(connection.request()) for connection in ones[1:]} == {other}
    ended(ones + others)


def passed_on(worker, before):
    """The connections of a worker have left it."""
    until(lambda: len(proc.descriptors(worker)) <= before, "the connections to be passed on")


def test_a_worker_that_dies_takes_nobody_along(arena):
    """What spoke while all were busy is answered by those that take the place of the dead."""
    site = serve(arena, "gate", ("processes", 2))
    kept = spread(site, 2, 5)
    held = {worker: len(proc.descriptors(worker)) for worker in kept}
    with ExitStack() as busy:
        for connections in kept.values():
            busy.enter_context(hold(site, connections[0]))
        for worker, connections in kept.items():
            for connection in connections[1:]:
                connection.send(wire.head("/"))
            passed_on(worker, held[worker] - 4)
        for worker in kept:
            os.kill(worker, signal.SIGKILL)
        answers = {pid(connection.answer()) for connections in kept.values() for connection in connections[1:]}
        assert not answers & set(kept)
    ended(sum(kept.values(), []))


def test_a_reload_while_connections_wait(arena):
    """The old generation's only worker is busy: who speaks is answered by the new one."""
    site = serve(arena, "gate")
    kept = [wire.Connection(site.http) for _ in range(5)]
    (old,) = {pid(connection.request()) for connection in kept}
    with hold(site, kept[0]) as busy:
        site.daemon.signal(signal.SIGHUP)
        until(lambda: "generation 2 serves" in site.daemon.log(), "the next generation")
        for connection in kept[1:]:
            answer = connection.request()
            assert pid(answer) != old and answer.header("Connection") != "close"
        assert pid(busy.release()) == old
    ended(kept)


def test_a_stop_while_connections_wait(arena):
    """Nobody else is there any more: the worker that passed them on answers them itself."""
    site = serve(arena, "gate", ("processes", 2))
    kept = spread(site, 2, 4)
    (one, ones), (other, others) = kept.items()
    before = len(proc.descriptors(one))
    with hold(site, ones[0]) as busy, hold(site, others[0]) as second:
        for connection in ones[1:]:
            connection.send(wire.head("/"))
        passed_on(one, before - 3)
        site.daemon.signal(signal.SIGTERM)
        until(lambda: "stop" in site.daemon.log(), "the stop to begin")
        busy.release(), second.release()
        for connection in ones[1:]:
            assert pid(connection.answer()) in kept
    ended(ones + others)
    assert site.daemon.ended() == 0


def test_harakiri_while_connections_wait(arena):
    """They are answered by the other worker before anybody is ended, and by the next one where there is no other."""
    site = serve(arena, "gate", ("harakiri", 2))
    kept = [wire.Connection(site.http) for _ in range(5)]
    (old,) = {pid(connection.request()) for connection in kept}
    kept[1].send(CHUNKED[:100])
    assert pid(kept[2].request()) == old
    kept[0].send(wire.head("/hold/a"))
    until(lambda: (site.folder / "a.entered").exists(), "the request to be in the app")
    kept[1].send(CHUNKED[100:])
    for connection in kept[2:]:
        connection.send(wire.head("/"))
    assert kept[0].answer().status == 504
    assert old not in {pid(connection.answer()) for connection in kept[1:]}
    ended(kept)


def test_a_client_that_left_while_it_waited(arena):
    site = serve(arena, "gate", ("processes", 2))
    kept = spread(site, 2, 6)
    (one, ones), (other, others) = kept.items()
    with hold(site, ones[0]):
        ended(ones[1:])
        assert pid(wire.http(site.http)) == other
        load.good(others[1].request(), b"pid ")
    ended(others)


def test_under_load(arena):
    """Some requests are slow, the others are kept connections all over the place: every one gets its answer."""
    site = serve(arena, "mixed", ("processes", 3))
    local = threading.local()

    def ask():
        if not hasattr(local, "kept"):
            local.kept, local.number = wire.Connection(site.http), 0
        local.number += 1
        path = f"/{threading.get_ident()}/{local.number}"
        answer = local.kept.request(path, "POST", body=path.encode() * 100)
        load.good(answer, path.encode() * 101)

    with load.Load(ask, clients=16, pause=0) as clients:
        clients.go_on(3000)
    assert clients.failures == [], str(clients)
