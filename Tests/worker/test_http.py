import os

import pytest
from clients import HTTP


def test_kept_connection(site):
    http = HTTP(site.http)
    for _ in range(3):
        answer = http.request('/hello')
        assert answer.body == b'hello\n' and answer['Connection'] is None and answer['Content-Length'] == '6'
        assert answer['Date'].endswith('GMT') and answer['Server'] == 'Emperor'


def test_close_when_asked(site):
    http = HTTP(site.http)
    assert http.request('/hello', headers=['Connection: close'])['Connection'] == 'close'
    assert http.is_closed()


def test_old_clients(site):
    http = HTTP(site.http)
    answer = http.request('/stream', version='1.0')
    assert answer['Transfer-Encoding'] is None and answer.body == b'piece 0\npiece 1\npiece 2\n'
    http = HTTP(site.http)
    for _ in range(2):
        assert http.request('/hello', headers=['Connection: keep-alive'], version='1.0')['Connection'] == 'keep-alive'


def test_streams_are_chunked(site):
    http = HTTP(site.http)
    for _ in range(2):
        answer = http.request('/stream')
        assert answer['Transfer-Encoding'] == 'chunked' and answer.body == b'piece 0\npiece 1\npiece 2\n'
    assert http.request('/two_pieces')['Content-Length'] == '6'
    answer = http.request('/writes')
    assert answer['Transfer-Encoding'] == 'chunked' and answer.body == b'written twice returned'
    assert http.request('/nothing')['Content-Length'] == '0'


@pytest.mark.parametrize('path', ['/hello', '/stream', '/big', '/raises'])
def test_head_has_no_body(site, path):
    http = HTTP(site.http)
    assert http.request(path, 'HEAD').body == b''
    if path != '/raises':
        assert http.request('/hello').body == b'hello\n'
    else:
        assert http.is_closed()


def test_pipelined_requests_are_answered_in_order(site):
    http = HTTP(site.http)
    http.send(b''.join(b'GET /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n%d' % n for n in range(9)))
    assert [http.answer().body for _ in range(9)] == [b'%d' % n for n in range(9)]


def test_a_request_byte_by_byte(site):
    http = HTTP(site.http)
    for byte in b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc':
        http.send(bytes([byte]))
    assert http.answer().body == b'abc'


CHUNKS = b'3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\nX-Trailer: t\r\n\r\n'


def test_chunked_bodies(site):
    http = HTTP(site.http)
    for _ in range(2):
        http.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n' + CHUNKS)
        assert http.answer().body == b'abcdefgh'


def test_chunked_bodies_with_a_request_behind(site):
    http = HTTP(site.http)
    head = b'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
    for byte in head + CHUNKS[:20]:
        http.send(bytes([byte]))
    http.send(CHUNKS[20:] + head + CHUNKS)
    assert http.answer().body == b'abcdefgh' and http.answer().body == b'abcdefgh'


@pytest.mark.parametrize('path', ['/echo', '/count_body', '/ignore_body'])
def test_long_chunked_bodies_stream(site, path):
    http = HTTP(site.http)
    http.send(b'POST %s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n' % path.encode())
    body = b'0123456789' * 1000
    for _ in range(30):
        http.send(b'2710\r\n' + body + b'\r\n')
    http.send(b'0\r\n\r\n')
    answer = http.answer()
    assert answer.body == {'/echo': body * 30, '/count_body': b'300000', '/ignore_body': b'ignored'}[path]
    if path == '/ignore_body':
        assert answer['Connection'] == 'close'
    else:
        assert http.request('/hello').status == 200


def test_a_long_body_that_is_not_read(site):
    http = HTTP(site.http)
    answer = http.request('/ignore_body', 'POST', b'x' * 2_000_000)
    assert answer.body == b'ignored' and answer['Connection'] == 'close'
    assert http.is_closed()


def test_expect(site):
    http = HTTP(site.http)
    http.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n')
    assert http.answer().status == 100
    http.send(b'abc')
    assert http.answer().body == b'abc'
    assert http.request('/hello').status == 200


def test_expect_is_not_answered_when_nobody_reads(site):
    http = HTTP(site.http)
    http.send(b'POST /ignore_body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n')
    assert http.answer().body == b'ignored'


@pytest.mark.parametrize('data, status', [
    (b'GET / HTTP/1.1\r\n\r\n', 400), (b'nonsense\r\n\r\n', 400), (b'GET /' + b'x' * 9000 + b' HTTP/1.1\r\n', 414),
    (b'GET / HTTP/1.1\r\nHost: a\r\nX: ' + b'x' * 9000, 431), (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400), (b'GET / HTTP/3.0\r\nHost: a\r\n\r\n', 505),
])
def test_what_is_no_request_is_answered(site, data, status):
    http = HTTP(site.http)
    http.send(data)
    answer = http.answer()
    assert answer.status == status and answer['Connection'] == 'close'
    assert http.is_closed()
    site.master.await_output('answered %d' % status)


def test_an_early_answer_reaches_a_client_that_still_sends(site):
    for _ in range(20):
        http = HTTP(site.http)
        http.send(b'BAD\r\n\r\n' + b'x' * 500_000)
        assert http.answer().status == 400
        http.close()


def test_content_length_is_kept(site):
    http = HTTP(site.http)
    assert http.request('/too_much').body == b'abc' and http.request('/hello').status == 200
    with pytest.raises(ConnectionError):
        http.request('/too_little')
    site.master.await_output('sent 3 of 10 bytes')


def test_an_error_in_the_middle_cuts_the_connection(site):
    http = HTTP(site.http)
    with pytest.raises(ConnectionError):
        http.request('/raises_later')
    assert site.worker.cell('exceptions') == 1


def test_a_client_that_leaves_ends_a_stream(site):
    http = HTTP(site.http)
    http.send(b'GET /endless HTTP/1.1\r\nHost: a\r\n\r\n')
    http.more()
    http.close()
    log = site.master.await_output('endless closed')
    assert 'Traceback' not in log
    assert HTTP(site.http).request('/hello').status == 200


def test_a_client_that_leaves_during_its_body(site):
    http = HTTP(site.http)
    http.send(b'POST /input_error HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc')
    http.close()
    site.master.await_output('3 of 100000 bytes had arrived')


@pytest.mark.parametrize('site', [{'times': {'socket': 1}}], indirect=True)
def test_slow_clients_get_408_and_hold_nobody_up(site):
    slow = []
    for data in b'GET / HT', b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc':
        slow.append(HTTP(site.http))
        slow[-1].send(data)
    idle = HTTP(site.http)
    assert HTTP(site.http).request('/hello').status == 200
    assert [http.answer().status for http in slow] == [408, 408]
    assert idle.is_closed()


@pytest.mark.parametrize('site', [{'times': {'socket': 1}}], indirect=True)
def test_a_streamed_body_that_stalls_is_an_error_of_the_input(site):
    http = HTTP(site.http)
    http.send(b'POST /input_error HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc')
    assert http.answer().status == 500
    site.master.await_output('the client sent nothing for 1.0 s')


@pytest.mark.parametrize('site', [{'limitPost': 1000}], indirect=True)
def test_limit_post(site):
    http = HTTP(site.http)
    assert http.request('/echo', 'POST', b'x' * 1000).status == 200
    assert http.request('/echo', 'POST', b'x' * 1001).status == 413
    http = HTTP(site.http)
    http.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n' + b'x' * 1001)
    assert http.answer().status == 413


@pytest.mark.parametrize('site', [{'times': {'socket': 2}}], indirect=True)
def test_idle_connections_cost_nothing(site):
    idle = [HTTP(site.http) for _ in range(200)]
    for http in idle:
        assert http.request('/hello').status == 200
    before = open('/proc/%d/stat' % site.worker.pid).read().split()[13:15]
    assert all(http.is_closed() for http in idle)
    after = open('/proc/%d/stat' % site.worker.pid).read().split()[13:15]
    assert sum(map(int, after)) - sum(map(int, before)) <= 3
    assert len(os.listdir('/proc/%d/fd' % site.worker.pid)) < 30
