"""Every case of Tests/conformance, in every way in which its bytes can arrive."""
import fcntl
import json
import os
import random
import socket
import struct
import termios
import time

import cases
import pytest
from clients import HTTP, connect, to_end
from conftest import HERE, Site
from master import Master, listen

LONG = 400


def whole(data, _):
    return [data]


def single(data, _):
    """Byte by byte; in the middle of long ones at once, which is the same byte again and again."""
    if len(data) <= 2 * LONG:
        return [data[at:at + 1] for at in range(len(data))]
    return single(data[:LONG], _) + [data[LONG:-LONG]] + single(data[-LONG:], _)


def lines(data, _):
    return data.splitlines(keepends=True)


def at_random(data, seed):
    chance = random.Random(seed)
    places = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randrange(1, 8)))
    return [data[start:end] for start, end in zip([0] + places, places + [len(data)])]


ARRIVALS = [(whole, 0), (single, 0), (lines, 0), (at_random, 1), (at_random, 2)]


class Sites:
    """One worker for each order that the cases need."""

    def __init__(self):
        self.running = {}

    def serving(self, order):
        key = json.dumps(order)
        if key not in self.running:
            master = Master(directory=HERE, **order).__enter__()
            self.running[key] = site = Site(master)
            master.loaded()
            site.http_unix, name = listen('unix')
            site.sockets.append(('http', name, site.http_unix))
            site.start()
        return self.running[key]

    def close(self):
        for site in self.running.values():
            site.close()
            site.master.__exit__(None)


@pytest.fixture(scope='module')
def sites():
    sites = Sites()
    yield sites
    sites.close()


def send(client, pieces):
    """Each piece when the worker has taken the one before, so that it sees them apart."""
    for piece in pieces:
        try:
            client.sendall(piece)
        except OSError:
            return
        wait_until_taken(client)


def wait_until_taken(client):
    deadline = time.monotonic() + 20
    while struct.unpack('i', fcntl.ioctl(client, termios.TIOCOUTQ, b'\0' * 4))[0]:
        assert time.monotonic() < deadline, 'the worker reads nothing'
        os.sched_yield()


def finish(client):
    try:
        client.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def final(http, is_head):
    """The next answer; whoever expects it is told once to continue."""
    answer = http.answer(is_head)
    if answer.status == 100:
        answer = http.answer(is_head)
    return answer


def said_since(master, start, text):
    with master.changed:
        assert master.changed.wait_for(lambda: text in master.log[start:].decode(errors='replace'), 10), (
            '%r is not in %r' % (text, master.log[start:]))


def over_http(case, site, pieces):
    start = len(site.master.log)
    http = HTTP(site.http_unix)
    send(http.socket, pieces)
    if case.is_incomplete or case.is_silent or case.leaves:
        finish(http.socket)
    for record in case.records:
        answer = final(http, record['REQUEST_METHOD'] == 'HEAD')
        assert answer.status == 200, answer.body
    if case.refusal:
        refused(final(http, case.data.startswith(b'HEAD ')), case, site, start)
    if case.ends:
        finish(http.socket)
        assert http.rest + to_end(http.socket) == b''
        http.close()
        http = HTTP(site.http_unix)
    return recorded_by(http)


def recorded_by(http):
    recorded = json.loads(http.request('/recorded').body)
    http.close()
    return recorded


def refused(answer, case, site, start):
    status, reason = case.refusal
    assert answer.status == status and answer['Connection'] == 'close', (answer.status, answer.headers)
    said_since(site.master, start, 'answered %d' % status)
    said_since(site.master, start, reason)


def over_uwsgi(case, site, pieces):
    start = len(site.master.log)
    client = connect(site.uwsgi)
    send(client, pieces)
    if case.is_incomplete or case.is_silent:
        finish(client)
    answer = to_end(client)
    client.close()
    if case.raw is not None or case.is_silent:
        assert answer == (case.raw or b'')
    elif case.refusal:
        status, reason = case.refusal
        assert answer.startswith(b'HTTP/1.1 %d ' % status), answer
        said_since(site.master, start, 'answered %d' % status)
        said_since(site.master, start, reason)
    else:
        assert answer.split(b' ', 2)[1] == b'200', answer
    return recorded_by(HTTP(site.http_unix))


CASES = [(kind, case) for kind in ('http', 'uwsgi') for case in cases.load(kind)]


@pytest.mark.parametrize('kind, case', CASES, ids=['%s/%s: %s' % (kind, case.file, case.name) for kind, case in CASES])
def test_case(sites, kind, case):
    site = sites.serving(case.order)
    play = over_http if kind == 'http' else over_uwsgi
    for split, seed in ARRIVALS:
        recorded = play(case, site, split(case.data, seed))
        assert recorded == case.records, split.__name__


def test_there_are_enough():
    """What this suite promises; a name that stands twice would hide one."""
    counts = {kind: len({(case.file, case.name) for other, case in CASES if other == kind}) for kind in ('http', 'uwsgi')}
    assert counts['http'] >= 300 and counts['uwsgi'] >= 60 and sum(counts.values()) == len(CASES), counts
