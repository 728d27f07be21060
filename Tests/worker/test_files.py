"""wsgi.file_wrapper: what is sent without being read, and what looks like it and must not be."""
import gzip
import os

import pytest
from clients import HTTP, connect, packet, to_end, uwsgi, variables

SIZES = [0, 1, 1000, 32 * 1024, 32 * 1024 + 1, 3_000_000]
WHOLE = ['plain', 'raw', 'random', 'temporary', 'memory', 'pipe']


@pytest.fixture
def make(tmp_path):
    def make(size):
        path = tmp_path / 'file'
        path.write_bytes(os.urandom(size // 2) + b'a' * (size - size // 2))
        return path, path.read_bytes()
    return make


def ask(site, kind, path, start='', length='', method='GET', version='1.1'):
    http = HTTP(site.http)
    answer = http.request('/sends_file?%s&%s&%s&%s' % (kind, path, start, length), method, version=version)
    http.close()
    return answer


@pytest.mark.parametrize('size', SIZES)
@pytest.mark.parametrize('kind', WHOLE)
def test_a_whole_file(site, make, kind, size):
    path, content = make(size)
    for length in '', str(size):
        assert ask(site, kind, path, length=length).body == content
        answer = uwsgi(site.uwsgi, '/sends_file', query='%s&%s&&%s' % (kind, path, length))
        assert (answer.status, answer.body) == (200, content)


@pytest.mark.parametrize('kind', ['plain', 'raw', 'random', 'temporary', 'memory'])
@pytest.mark.parametrize('size', [1000, 3_000_000])
def test_from_the_current_position(site, make, kind, size):
    path, content = make(size)
    start = size // 3
    assert ask(site, kind, path, start).body == content[start:]
    assert ask(site, kind, path, start, 100).body == content[start:start + 100]
    assert ask(site, kind, path, size).body == b''
    if kind != 'temporary':
        assert ask(site, kind, path, size + 10).body == b'', 'beyond its end'


def test_the_length_is_known_without_the_app(site, make):
    path, content = make(100_000)
    answer = ask(site, 'plain', path, 300)
    assert (answer['Content-Length'], answer['Transfer-Encoding']) == ('99700', None)
    headed = ask(site, 'plain', path, length=100_000, method='HEAD')
    assert (headed['Content-Length'], headed.body) == ('100000', b'')
    assert ask(site, 'pipe', path)['Transfer-Encoding'] == 'chunked'
    old = ask(site, 'plain', path, version='1.0')
    assert (old['Content-Length'], old.body) == ('100000', content)


def test_a_kept_connection_goes_on(site, make):
    path, content = make(100_000)
    http = HTTP(site.http)
    for _ in range(3):
        assert http.request('/sends_file?plain&%s' % path).body == content
        assert http.request('/sends_file?plain&%s' % path, 'HEAD').body == b''
        assert http.request('/sends_file?plain&%s&10&20' % path).body == content[10:30]
        assert http.request('/hello').body == b'hello\n'
    http.close()


def test_what_reading_makes_of_a_file_counts(site, tmp_path):
    """They have descriptors, of regular files even."""
    path = tmp_path / 'file'
    path.write_bytes(b'abc' * 20_000)
    assert ask(site, 'shouting', path).body == b'ABC' * 20_000
    path.write_bytes(gzip.compress(b'abc' * 20_000))
    assert ask(site, 'gzip', path).body == b'abc' * 20_000
    assert ask(site, 'gzip', path, 30).body == (b'abc' * 20_000)[30:]
    assert ask(site, 'plain', '/proc/version').body == open('/proc/version', 'rb').read(), 'its size is 0'


def test_a_promise_that_the_file_does_not_keep(site, make):
    path, content = make(100_000)
    with pytest.raises(ConnectionError):
        ask(site, 'plain', path, length=100_001)
    site.master.await_output('100000 of 100001 bytes')
    with pytest.raises(ConnectionError):
        ask(site, 'plain', path, 99_900, 200)


def test_a_file_that_is_cut_while_it_is_sent(site, make):
    path, _ = make(30_000_000)
    http = HTTP(site.http)
    http.send(b'GET /sends_file?plain&%s HTTP/1.1\r\nHost: a\r\n\r\n' % str(path).encode())
    head = http.line_block(b'\r\n\r\n')
    assert b'Content-Length: 30000000' in head
    os.truncate(path, 1000)
    body = http.rest + to_end(http.socket)
    assert 1000 <= len(body) < 30_000_000
    site.master.await_output('of 30000000 bytes that it had when its answer began (GET /sends_file?')


def test_a_file_that_grows_while_it_is_sent(site, make):
    path, content = make(10_000_000)
    http = HTTP(site.http)
    http.send(b'GET /sends_file?plain&%s HTTP/1.1\r\nHost: a\r\n\r\n' % str(path).encode())
    http.line_block(b'\r\n\r\n')
    with open(path, 'ab') as file:
        file.write(b'more')
    assert http.exactly(10_000_000) == content
    assert http.request('/hello').body == b'hello\n'


@pytest.mark.parametrize('site', [dict(threads=2)], indirect=True)
def test_a_client_that_takes_nothing_keeps_no_other_thread(site, make):
    path, content = make(30_000_000)
    slow = connect(site.uwsgi)
    slow.sendall(packet(variables('/sends_file', query='plain&%s' % path)))
    assert slow.recv(10)
    for _ in range(20):
        assert HTTP(site.http).request('/hello').body == b'hello\n'
    assert to_end(slow).endswith(content)


@pytest.mark.parametrize('site', [dict(times={'socket': 1})], indirect=True)
def test_a_client_that_takes_nothing_is_given_up(site, make):
    path, content = make(30_000_000)
    slow = connect(site.uwsgi)
    slow.sendall(packet(variables('/sends_file', query='plain&%s' % path)))
    assert HTTP(site.http).request('/hello').body == b'hello\n', 'once the slow one is cut off'
    assert len(to_end(slow)) < 30_000_000


def test_the_log_tells(site, make):
    path, _ = make(100_000)
    ask(site, 'plain', path)
    ask(site, 'pipe', path)
    log = site.master.await_output('sends_file?pipe')
    assert 'via sendfile()' in [line for line in log.split('\n') if 'sends_file?plain' in line][0]
    assert 'via sendfile()' not in [line for line in log.split('\n') if 'sends_file?pipe' in line][0]
