import os
import resource
import select
import signal
import socket
import threading
import time

import pytest
from clients import HTTP, connect, packet, to_end, uwsgi, variables
from conftest import HERE
from master import Gone, Master, listen


def test_drain_ends_an_idle_worker(site):
    site.worker.drain()
    assert site.worker.wait() == 0


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGHUP])
def test_signals_drain(site, number):
    http = HTTP(site.http)
    http.send(b'GET /slow?0.3 HTTP/1.1\r\nHost: a\r\n\r\n')
    site_busy(site)
    os.kill(site.worker.pid, number)
    assert http.answer().body == b'slow\n'
    answer = http.request('/hello')
    assert answer.body == b'hello\n' and answer['Connection'] == 'close'
    assert site.worker.wait() == 0


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGQUIT])
def test_signals_end_at_once(site, number):
    http = HTTP(site.http)
    http.send(b'GET /slow?30 HTTP/1.1\r\nHost: a\r\n\r\n')
    site_busy(site)
    os.kill(site.worker.pid, number)
    assert site.worker.wait(2) == 0


def site_busy(site, worker=None):
    deadline = time.monotonic() + 10
    worker = worker or site.worker
    cores = range(worker.master.order['threads'])
    while not any(worker.cell('busySince', core) for core in cores):
        assert time.monotonic() < deadline
        select.select([], [], [], 0.002)


def test_drain_answers_what_is_queued(site):
    """Connections that wait behind a long request are answered although the worker drains."""
    first = HTTP(site.http)
    first.send(b'GET /slow?0.4 HTTP/1.1\r\nHost: a\r\n\r\n')
    site_busy(site)
    queued = [HTTP(site.http) for _ in range(5)]
    for http in queued:
        http.send(b'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
    site.worker.drain()
    assert first.answer().body == b'slow\n'
    for http in queued:
        assert http.answer().body == b'hello\n'
        http.close()
    assert site.worker.wait() == 0


def test_drain_gives_kept_connections_one_more_answer(site):
    kept = [HTTP(site.http) for _ in range(5)]
    for http in kept:
        http.request('/hello')
    site.worker.drain()
    for number, http in enumerate(kept):
        if number == 1:
            waiting = connect(site.http, 0.3)
            waiting.sendall(b'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
            with pytest.raises(TimeoutError):
                waiting.recv(1)
        answer = http.request('/hello')
        assert answer.body == b'hello\n' and answer['Connection'] == 'close' and http.is_closed()
    assert site.worker.wait() == 0


@pytest.mark.parametrize('site', [{'threads': 1}, {'threads': 2}], indirect=True)
def test_drain_waits_asleep(site):
    """A kept connection has seconds for one more request; nobody runs in circles meanwhile."""
    kept, busy = HTTP(site.http), HTTP(site.http)
    kept.request('/hello')
    busy.send(b'GET /slow?1.5 HTTP/1.1\r\nHost: a\r\n\r\n')
    site_busy(site)
    before = ticks(site.worker.pid)
    site.worker.drain()
    assert busy.answer().body == b'slow\n'
    select.select([], [], [], 0.5)
    assert ticks(site.worker.pid) - before < 50, 'hundredths of a second of processor time'
    assert kept.request('/hello').status == 200
    busy.close()
    assert site.worker.wait() == 0


def ticks(pid):
    fields = open('/proc/%d/stat' % pid).read().rpartition(')')[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.parametrize('site', [{'times': {'socket': 1}}], indirect=True)
def test_drain_closes_idle_connections_in_the_end(site):
    http = HTTP(site.http)
    http.request('/hello')
    site.worker.drain()
    assert http.is_closed() and site.worker.wait(5) == 0


def test_a_reload_loses_nothing(site):
    """New connections all the time, while one worker takes over from another."""
    failures, stop, count = [], threading.Event(), [0]

    def client():
        while not stop.is_set():
            try:
                assert uwsgi(site.uwsgi, '/hello').body == b'hello\n'
                count[0] += 1
            except Exception as error:
                failures.append(repr(error))
    threads = [threading.Thread(target=client) for _ in range(4)]
    for thread in threads:
        thread.start()
    old = site.worker
    for seat in 1, 2, 3:
        new = site.start(seat)
        old.drain()
        assert old.wait() == 0
        old = new
        seen = count[0]
        while count[0] < seen + 50 and not failures:
            time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures


def test_an_orphan_that_is_to_drain(site):
    site.worker.channel.close()
    assert site.worker.wait() == 0


def test_an_orphan_that_is_to_serve_on(generation):
    worker = generation.start(when_orphaned='serveOn')
    worker.channel.close()
    os.kill(generation.master.zygote, signal.SIGKILL)
    assert HTTP(generation.http).request('/hello').status == 200
    os.kill(worker.pid, signal.SIGHUP)
    assert worker.wait() == 0


def test_a_worker_before_go(generation):
    worker = generation.master.ready()
    worker.channel.close()
    assert worker.wait() == 0
    worker = generation.master.ready(1)
    worker.drain()
    assert worker.wait() == 0
    worker = generation.master.ready(2)
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait() == 0


def test_nothing_is_accepted_before_go(generation):
    worker = generation.master.ready()
    client = connect(generation.uwsgi, 0.2)
    client.sendall(packet(variables('/pid')))
    with pytest.raises(TimeoutError):
        client.recv(1)
    worker.go(generation.sockets)
    client.settimeout(10)
    assert to_end(client).endswith(b'%d' % worker.pid)


def test_the_zygote_retires_and_workers_serve_on(site):
    site.master.channel.tell('retire')
    assert site.master.end_of_zygote() == 0
    assert uwsgi(site.uwsgi, '/hello').status == 200


def test_the_zygote_ends_with_its_master(site):
    site.master.channel.close()
    assert site.master.end_of_zygote() == 0


def test_workers_are_children_of_the_master_in_the_end(site):
    stat = open('/proc/%d/stat' % site.worker.pid).read()
    assert int(stat.rpartition(')')[2].split()[1]) == os.getpid()


def test_a_busy_worker_takes_nothing_from_an_idle_one(generation):
    workers = [generation.start(seat) for seat in range(3)]
    busy = []
    for _ in range(2):
        busy.append(HTTP(generation.http))
        busy[-1].send(b'GET /slow?5 HTTP/1.1\r\nHost: a\r\n\r\n')
    deadline = time.monotonic() + 5
    while sum(1 for worker in workers if worker.cell('busySince')) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    began = time.monotonic()
    for _ in range(100):
        assert uwsgi(generation.uwsgi, '/hello').status == 200
        assert uwsgi(generation.uwsgi_tcp, '/hello').status == 200
    assert time.monotonic() - began < 3


@pytest.mark.parametrize('site', [{'threads': 4}], indirect=True)
def test_threads_serve_at_once(site):
    clients = [HTTP(site.http) for _ in range(4)]
    for http in clients[:3]:
        http.send(b'GET /slow?1 HTTP/1.1\r\nHost: a\r\n\r\n')
    began = time.monotonic()
    for _ in range(50):
        assert clients[3].request('/hello').status == 200
        assert uwsgi(site.uwsgi, '/hello').status == 200
    assert time.monotonic() - began < 0.9
    assert [http.answer().body for http in clients[:3]] == [b'slow\n'] * 3
    site.worker.drain()
    for http in clients:
        http.close()
    assert site.worker.wait() == 0


@pytest.mark.parametrize('site', [{'threads': 4}], indirect=True)
def test_threads_under_load(site):
    failures = []

    def client(number):
        try:
            http = HTTP(site.http)
            for n in range(200):
                body = b'%d %d' % (number, n)
                assert http.request('/echo', 'POST', body).body == body
                assert uwsgi(site.uwsgi, '/echo', 'POST', body=body).body == body
        except Exception as error:
            failures.append(repr(error))
    threads = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    site.master.await_output('/3200]')
    assert sum(site.worker.cell('requests', core) for core in range(4)) == 3200


@pytest.mark.parametrize('site', [{'threads': 2}], indirect=True)
def test_two_threads_really(site):
    one, two = HTTP(site.http), HTTP(site.http)
    for http in one, two:
        http.send(b'GET /thread_name HTTP/1.1\r\nHost: a\r\n\r\n')
    assert one.answer().body != two.answer().body
    environ = HTTP(site.http).request('/show_environ').body
    assert b'wsgi.multithread=True' in environ and b'uwsgi.core=' in environ


@pytest.mark.parametrize('site', [{'maxRequests': 3}], indirect=True)
def test_max_requests(site):
    for _ in range(5):
        assert uwsgi(site.uwsgi, '/hello').status == 200
    assert site.worker.channel.expect('wantsReplacement')['reason'] == 'max-requests (3) reached'
    assert uwsgi(site.uwsgi, '/hello').status == 200
    site.worker.drain()
    assert site.worker.wait() == 0
    with pytest.raises(Gone):
        site.worker.channel.hear()


def test_a_slot_is_cleared_for_its_next_worker(site):
    uwsgi(site.uwsgi, '/hello')
    site.worker.drain()
    site.worker.wait()
    site.start()
    assert site.worker.cell('requests') == 0


@pytest.mark.parametrize('site', [{'threads': 1}, {'threads': 3}], indirect=True)
def test_callbacks_from_c(site):
    clients = [HTTP(site.http) for _ in range(6)]
    for http in clients:
        http.send(b'GET /callback HTTP/1.1\r\nHost: a\r\n\r\n')
    assert {http.answer().body for http in clients} == {b'[0, 1, 2, 3]'}


@pytest.mark.parametrize('name', ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'])
def test_signals_to_children_of_the_app_are_theirs(site, name):
    http = HTTP(site.http)
    assert http.request('/forks?' + name).body == b'-%d' % getattr(signal, name)
    for _ in range(3):
        assert http.request('/hello')['Connection'] is None


def test_asyncio_leaves_the_signals_alone(site):
    assert HTTP(site.http).request('/loops').body == b'looped'
    os.kill(site.worker.pid, signal.SIGINT)
    assert site.worker.wait() == 0


def test_idle_connections_make_way(site):
    resource.prlimit(site.worker.pid, resource.RLIMIT_NOFILE, (40, 40))
    idle = []
    for _ in range(100):
        idle.append(HTTP(site.http))
        assert idle[-1].request('/hello').status == 200
    assert idle[0].is_closed() and idle[99].request('/hello').status == 200
    site.master.await_output('Too many open files')


def ask_in_private(worker, path):
    """The whole answer to a health check."""
    ours, theirs = socket.socketpair()
    ours.sendall(b'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' % path)
    theirs.setblocking(False)
    worker.channel.tell('check', {}, [theirs.fileno()])
    theirs.close()
    ours.settimeout(20)
    return to_end(ours)


@pytest.mark.parametrize('threads', [1, 2])
def test_a_check_is_answered_before_there_are_sockets(threads):
    with Master(directory=HERE, module='apps', threads=threads) as master:
        master.loaded()
        worker = master.ready()
        ask_in_private(worker, b'/hello')
        before = descriptors(worker.pid)
        for _ in range(3):
            assert ask_in_private(worker, b'/hello').startswith(b'HTTP/1.1 200 ')
            assert ask_in_private(worker, b'/raises').startswith(b'HTTP/1.1 500 ')
        assert descriptors(worker.pid) <= before
        assert worker.request() == 'GET /raises'
        listener, name = listen()
        worker.go([('http', name, listener)])
        assert HTTP(listener).request('/hello').body == b'hello\n'


@pytest.mark.parametrize('threads', [1, 2])
def test_a_socket_that_was_shut_down_is_left(threads):
    """What it had queued is answered; the worker serves on by its other sockets, and does not spin."""
    with Master(directory=HERE, module='apps', threads=threads) as master:
        master.loaded()
        worker = master.ready()
        (stays, name), (goes, path), (tcp, other) = listen(), listen('unix'), listen()
        worker.go([('http', name, stays), ('http', path, goes), ('http', other, tcp)])
        busy = [HTTP(stays) for _ in range(threads)]
        for http in busy:
            http.send(b'GET /slow?0.5 HTTP/1.1\r\nHost: a\r\n\r\n')
        site_busy(None, worker)
        queued = connect(goes)
        queued.sendall(b'GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
        goes.shutdown(socket.SHUT_RDWR)
        tcp.shutdown(socket.SHUT_RDWR)
        assert to_end(queued).endswith(b'hello\n')
        for http in busy:
            assert http.answer().body == b'slow\n'
        used = ticks(worker.pid)
        assert HTTP(stays).request('/slow?1').body == b'slow\n'
        assert ticks(worker.pid) - used < 30, 'hundredths of a second of processor time'


def descriptors(pid):
    """How many a process has open, once it has nothing to do: it may still be closing some."""
    while open('/proc/%d/stat' % pid).read().rpartition(')')[2].split()[0] != 'S':
        select.select([], [], [], 0.002)
    return len(os.listdir('/proc/%d/fd' % pid))


def ticks(pid):
    fields = open('/proc/%d/stat' % pid).read().rpartition(')')[2].split()
    return int(fields[11]) + int(fields[12])
