"""A worker that is to accept nothing for a while."""
import select

import pytest
from clients import HTTP
from conftest import busy

REQUEST = b'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n'


def pause(worker):
    worker.channel.tell('pause')
    worker.channel.expect('paused')


def resume(worker):
    worker.channel.tell('resume')
    worker.channel.expect('resumed')


def waits(site):
    """A client whom nobody accepts."""
    client = HTTP(site.http)
    client.send(REQUEST)
    assert queued(site)
    return client


def queued(site):
    """Whether somebody could accept: at once, since loopback connects into the queue."""
    return bool(select.select([site.http], [], [], 0)[0])


@pytest.mark.parametrize('site', [{'threads': 1}, {'threads': 3}], indirect=True)
def test_connections_wait_and_are_served_afterwards(site):
    for _ in range(3):
        pause(site.worker)
        clients = [waits(site) for _ in range(4)]
        resume(site.worker)
        for client in clients:
            assert client.answer().body == b'hello\n'
            client.close()


@pytest.mark.parametrize('site', [{'threads': 1}, {'threads': 3}], indirect=True)
def test_it_ends_a_request_and_begins_no_other(site):
    """Whoever came before the pause was told of is not accepted after the long request either."""
    slow = HTTP(site.http)
    slow.send(b'GET /slow?0.4 HTTP/1.1\r\nHost: a\r\n\r\n')
    busy(site)
    site.worker.channel.tell('pause')
    if site.master.order['threads'] > 1:
        site.worker.channel.expect('paused')
    client = waits(site)
    assert slow.answer().body == b'slow\n'
    if site.master.order['threads'] == 1:
        site.worker.channel.expect('paused')
    assert queued(site)
    resume(site.worker)
    assert client.answer().body == b'hello\n'


def test_a_kept_connection_gets_one_more_answer(site):
    kept = HTTP(site.http)
    kept.request('/hello')
    pause(site.worker)
    answer = kept.request('/hello')
    assert answer.body == b'hello\n' and answer['Connection'] == 'close' and kept.is_closed()


def test_orders_may_be_repeated(site):
    for _ in range(2):
        pause(site.worker)
    client = waits(site)
    for _ in range(2):
        resume(site.worker)
    assert client.answer().body == b'hello\n'


def test_one_that_drains_leaves_the_queue_to_others(site):
    pause(site.worker)
    client = waits(site)
    site.worker.drain()
    assert site.worker.wait() == 0
    assert queued(site)
    site.start(1)
    assert client.answer().body == b'hello\n'


def test_who_is_to_resume_and_to_drain_does_both(site):
    pause(site.worker)
    client = waits(site)
    site.worker.channel.tell('resume')
    site.worker.drain()
    assert client.answer().body == b'hello\n'
    client.close()
    assert site.worker.wait() == 0


def test_a_pause_before_go(generation):
    worker = generation.master.ready()
    worker.channel.tell('pause')
    worker.go(generation.sockets)
    worker.channel.expect('paused')
    client = waits(generation)
    resume(worker)
    assert client.answer().body == b'hello\n'


@pytest.mark.parametrize('rule', ['serveOn', 'drain'])
def test_the_pause_of_a_master_ends_with_it(generation, rule):
    worker = generation.start(when_orphaned=rule)
    pause(worker)
    client = waits(generation)
    worker.channel.close()
    assert client.answer().body == b'hello\n'
