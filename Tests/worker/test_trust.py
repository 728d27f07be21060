"""Who is believed what it says of others: forwarded-allow-ips and enable-proxy-protocol."""
import os

import pytest
from clients import HTTP, uwsgi
from test_harakiri import harakiri
from test_wsgi import environ_of

LINE = b'PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n'
GET = b'GET /show_environ HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n'


def network(*numbers, bits):
    return {'bytes': list(numbers), 'bits': bits}


def order(*networks, **more):
    return pytest.mark.parametrize('site', [{'trustedPeers': list(networks), **more}], indirect=True)


def asked(end, data=GET):
    http = HTTP(end)
    http.send(data)
    answer = http.answer()
    http.close()
    return answer


@order()
def test_who_is_not_trusted_is_not_believed(site):
    """The header itself reaches the app; unix sockets are trusted always, and the proxy's own variables too."""
    environ = environ_of(asked(site.http))
    assert environ['wsgi.url_scheme'] == 'http' and environ['HTTP_X_FORWARDED_PROTO'] == 'https'
    more = {'HTTP_X_FORWARDED_PROTO': 'https'}
    assert environ_of(uwsgi(site.uwsgi_tcp, '/show_environ', **more))['wsgi.url_scheme'] == 'http'
    assert environ_of(uwsgi(site.uwsgi_tcp, '/show_environ', HTTPS='on'))['wsgi.url_scheme'] == 'https'
    assert environ_of(uwsgi(site.uwsgi, '/show_environ', **more))['wsgi.url_scheme'] == 'https'


@pytest.mark.parametrize('site, scheme', [
    ({'trustedPeers': [network(127, 0, 0, 1, bits=32)]}, 'https'), ({'trustedPeers': [network(0, 0, 0, 0, bits=0)]}, 'https'),
    ({'trustedPeers': [network(126, 0, 0, 0, bits=7)]}, 'https'), ({'trustedPeers': [network(127, 0, 0, 2, bits=31)]}, 'http'),
    ({'trustedPeers': [network(*[0] * 15, 1, bits=128), network(10, 0, 0, 0, bits=8)]}, 'http'),
], indirect=['site'])
def test_networks(site, scheme):
    assert environ_of(asked(site.http))['wsgi.url_scheme'] == scheme


@order(takesProxyProtocol=True)
def test_proxy_protocol_of_a_stranger_is_refused(site):
    assert asked(site.http, LINE + GET).status == 400
    site.master.await_output('from whom forwarded-allow-ips does not name')
    assert asked(site.http).status == 200


@order(network(127, 0, 0, 0, bits=8), takesProxyProtocol=True)
def test_proxy_protocol_names_the_client(site):
    """In the environ, in the log, and for each request of the connection; trust goes by who connects."""
    http = HTTP(site.http)
    http.send(LINE)
    for _ in range(2):
        http.send(GET)
        environ = environ_of(http.answer())
        assert (environ['REMOTE_ADDR'], environ['REMOTE_PORT']) == ('192.0.2.1', '56324')
        assert environ['wsgi.url_scheme'] == 'https'
    site.master.await_output('] 192.0.2.1 () ')


@order(network(127, 0, 0, 0, bits=8), takesProxyProtocol=True)
def test_proxy_protocol_is_not_for_uwsgi(site):
    assert asked(site.uwsgi_tcp, LINE + GET).status == 400


@order(network(127, 0, 0, 0, bits=8), takesProxyProtocol=True, harakiri=harakiri(1))
def test_who_was_introduced_stays(site):
    """A worker that ends leaves kept connections to its successor, which could not know this one's client; one that has
    said nothing can still introduce itself there."""
    introduced, silent = HTTP(site.http), HTTP(site.http)
    introduced.send(LINE + GET)
    assert environ_of(introduced.answer())['REMOTE_ADDR'] == '192.0.2.1'
    stuck = HTTP(site.http)
    stuck.send(b'GET /slow?30 HTTP/1.1\r\nHost: a\r\n\r\n')
    assert stuck.answer().status == 504
    site.worker.channel.expect('overdue')
    left = site.worker.channel.expect('leaves')
    assert len(left['_0']) == 1
    assert site.worker.wait() == 0
    assert introduced.is_closed()
    successor = site.master.ready(1)
    successor.go(site.sockets)
    successor.channel.tell('take', {'_0': left['_0']}, left['descriptors'])
    for descriptor in left['descriptors']:
        os.close(descriptor)
    silent.send(LINE + GET)
    assert environ_of(silent.answer())['REMOTE_ADDR'] == '192.0.2.1'
