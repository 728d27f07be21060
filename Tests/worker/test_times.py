"""How long clients are waited for. Every test ends by something that the worker does; those that could only end by their
own patience have a time of an hour on the other side, so that a slow machine changes nothing."""
import select
import socket

import pytest
from clients import HTTP, connect, packet, to_end, uwsgi, variables

HOUR = 3600
HALF_A_BODY = b'POST /input_error HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc'


def times(**order):
    return pytest.mark.parametrize('site', [{'times': dict({'socket': HOUR}, **order)}], indirect=True)


@times(http=1)
def test_a_silent_client_of_http(site):
    """Within a head, a body that is waited for, and one that the app reads; and between requests."""
    head, body, idle, fresh = HTTP(site.http), HTTP(site.http), HTTP(site.http), HTTP(site.http)
    assert idle.request('/hello').status == 200
    head.send(b'GET / HT')
    body.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
    assert head.answer().status == 408 and body.answer().status == 408
    assert idle.is_closed() and fresh.is_closed()
    reading = HTTP(site.http)
    reading.send(HALF_A_BODY)
    assert reading.answer().status == 500
    site.master.await_output('the client sent nothing for 1.0 s')


@times(http=1)
def test_http_timeout_is_not_for_the_app(site):
    assert HTTP(site.http).request('/slow?1.5').body == b'slow\n'


@times(http=1)
def test_http_timeout_is_for_http_alone(site):
    """The client of a uwsgi socket may still be silent when one of HTTP may not any more."""
    quiet = connect(site.uwsgi)
    block = packet(variables('/hello'))
    quiet.sendall(block[:9])
    http = HTTP(site.http)
    http.send(b'GET')
    assert http.answer().status == 408
    quiet.sendall(block[9:])
    assert to_end(quiet).endswith(b'hello\n')


@times(httpHead=1)
def test_a_head_that_drips(site):
    """Never silent, and yet not complete in time."""
    http = HTTP(site.http)
    http.send(b'GET / HTTP/1.1\r\nX: ')
    while not select.select([http.socket], [], [], 0.1)[0]:
        http.send(b'y')
    assert http.answer().status == 408
    site.master.await_output('a head that was not complete after 1.0 s')


@times(httpHead=1)
def test_a_head_in_time_is_bound_by_nothing_else(site):
    """Neither the body behind it, nor the pause before it on a kept connection."""
    http, dripping = HTTP(site.http), HTTP(site.http)
    http.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
    kept = HTTP(site.http)
    assert kept.request('/hello').status == 200
    dripping.send(b'GET')
    assert dripping.answer().status == 408
    http.send(b'defghij')
    assert http.answer().body == b'abcdefghij'
    assert kept.request('/hello').status == 200


@times(httpHead=1)
def test_the_second_head_is_bound_too(site):
    http = HTTP(site.http)
    assert http.request('/hello').status == 200
    http.send(b'GET / HTTP/1.1\r\n')
    assert http.answer().status == 408


@times(httpHead=1)
def test_who_connects_and_says_nothing(site):
    assert HTTP(site.http).is_closed()


@times(httpIdle=1)
def test_keepalive(site):
    """A pause between requests ends the connection; one within a request does not, nor one before the first."""
    fresh, within, kept = HTTP(site.http), HTTP(site.http), HTTP(site.http)
    within.send(b'GET /hello HTTP/1.1\r\n')
    assert kept.request('/hello')['Connection'] is None
    assert kept.is_closed()
    within.send(b'Host: a\r\n\r\n')
    assert within.answer().status == 200
    assert fresh.request('/hello').status == 200


@times(httpIdle=0)
def test_no_keepalive(site):
    http = HTTP(site.http)
    assert http.request('/hello')['Connection'] == 'close'
    assert http.is_closed()


@pytest.mark.parametrize('kind', ['http', 'uwsgi'])
@times(sending=1)
def test_a_client_that_takes_nothing(site, kind):
    """It is given up; one that is silent within its request is not."""
    quiet = HTTP(site.http)
    quiet.send(b'GET /hello HTTP/1.1\r\n')
    lazy = connect(getattr(site, kind))
    lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    request = b'GET /big HTTP/1.1\r\nHost: a\r\n\r\n' if kind == 'http' else packet(variables('/big'))
    lazy.sendall(request)
    assert 'bytes in' in site.master.await_output('GET /big => generated')
    assert uwsgi(site.uwsgi, '/hello').body == b'hello\n'
    quiet.send(b'Host: a\r\n\r\n')
    assert quiet.answer().status == 200
    lazy.close()
