import socket

import pytest
from clients import connect, packet, to_end, uwsgi, variables


def raw(end, data):
    client = connect(end)
    client.sendall(data)
    answer = to_end(client)
    client.close()
    return answer


def test_an_answer_is_what_the_app_said(site):
    client = connect(site.uwsgi)
    client.sendall(packet(variables('/hello')))
    assert to_end(client) == b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n'


def test_a_packet_byte_by_byte(site):
    client = connect(site.uwsgi)
    for byte in packet(variables('/echo', 'POST', body=b'abc')) + b'abc':
        client.sendall(bytes([byte]))
    assert to_end(client).endswith(b'\r\n\r\nabc')


def test_ping(site):
    assert raw(site.uwsgi, b'\x64\0\0\0') == b'\x64\0\0\1'


@pytest.mark.parametrize('data, status, log', [
    (b'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'HTTP spoken to a uwsgi socket'), (b'\0\0\0\0', 400, 'without variables'),
    (b'\5\4\0\0abcd', 501, 'modifier 5'), (b'\0\4\0\0\xff\xffab', 400, 'longer than its packet'),
    (packet([('A%d' % n, 'x') for n in range(129)]), 413, 'more than 128 variables'),
    (packet([('CONTENT_LENGTH', 'x'), ('REQUEST_METHOD', 'GET')]), 400, 'CONTENT_LENGTH'),
])
def test_wrong_packets_are_answered(site, data, status, log):
    for end in site.uwsgi, site.uwsgi_tcp:
        answer = raw(end, data)
        assert answer.startswith(b'HTTP/1.1 %d ' % status), answer
    assert site.master.await_output(log)


@pytest.mark.parametrize('site', [{'bufferSize': 4096}], indirect=True)
def test_buffer_size(site):
    assert uwsgi(site.uwsgi, '/hello', HTTP_X='x' * 5000).status == 413
    site.master.await_output('buffer-size is 4096')


def test_a_head_that_stops_in_the_middle(site):
    client = connect(site.uwsgi)
    client.sendall(packet(variables())[:50])
    client.shutdown(socket.SHUT_WR)
    assert to_end(client).startswith(b'HTTP/1.1 400 ')


def test_a_connection_without_a_byte_is_closed_in_silence(site):
    client = connect(site.uwsgi)
    client.shutdown(socket.SHUT_WR)
    assert to_end(client) == b''
    uwsgi(site.uwsgi, '/hello')
    assert 'answered' not in site.master.await_output('GET /hello')


def test_the_protocol_is_answered_in_kind(site):
    pairs = [(name, value) for name, value in variables('/hello') if name != 'SERVER_PROTOCOL']
    assert raw(site.uwsgi, packet(pairs)).startswith(b'HTTP/1.0 200 OK')
    assert raw(site.uwsgi, packet(pairs + [('SERVER_PROTOCOL', 'A\r\nB: c')])).startswith(b'HTTP/1.0 200 OK')


def test_the_last_of_equal_variables_counts(site):
    answer = raw(site.uwsgi, packet(variables('/hello') + [('PATH_INFO', '/nothing')]))
    assert answer.endswith(b'\r\n\r\n')


def test_counters(site):
    for _ in range(3):
        uwsgi(site.uwsgi, '/hello')
    site.master.await_output('req: 3/3')
    assert site.worker.cell('requests') == 3 and site.worker.cell('busySince') == 0
    assert site.worker.cell('bytesSent') == 3 * len(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n')


def test_the_log_line_shows_what_the_proxy_said(site):
    uwsgi(site.uwsgi, '/hello', REMOTE_USER='anna', REQUEST_URI='/x\ny')
    log = site.master.await_output('anna')
    assert '] 192.0.2.7 (anna) {34 vars in ' in log and ' GET /x?y => generated 6 bytes' in log
