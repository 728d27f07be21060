"""post-buffering beyond what is kept in memory: the body waits in a file, and the app is called when it is whole."""
import contextlib
import os

import pytest
from clients import HTTP, connect, packet, to_end, uwsgi, variables
from conftest import HERE, Site
from master import Master

BODY = b''.join(b'%07d\n' % number for number in range(400_000))
"""Lines, 3.2 MB."""
buffered = pytest.mark.parametrize('site', [{'postBuffering': 4_000_000}], indirect=True)


def files(site):
    """The unnamed files that it has open; what is closed meanwhile is none."""
    folder, found = '/proc/%d/fd' % site.worker.pid, []
    for name in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):
            found.append(os.readlink('%s/%s' % (folder, name)))
    return [link for link in found if 'emperor-' in link]


def private_memory(site):
    with open('/proc/%d/smaps_rollup' % site.worker.pid) as file:
        return sum(int(line.split()[1]) for line in file if line.startswith('Private_')) << 10


def half_sent(site, data):
    """A client whose request has arrived but for its last bytes, as far as the worker has taken it."""
    http = HTTP(site.http)
    http.send(data[:-9])
    while not files(site):
        assert HTTP(site.http).request('/hello').body == b'hello\n'
    return http


def in_chunks(body, size=50_000):
    parts = [body[at:at + size] for at in range(0, len(body), size)]
    return b''.join(b'%x\r\n%s\r\n' % (len(part), part) for part in parts) + b'0\r\n\r\n'


HEAD = b'POST %s HTTP/1.1\r\nHost: a\r\n'
FRAMED = {
    'length': b'Content-Length: %d\r\n\r\n' % len(BODY) + BODY, 'chunks': b'Transfer-Encoding: chunked\r\n\r\n' + in_chunks(BODY)}


@buffered
@pytest.mark.parametrize('framing', FRAMED)
def test_the_app_is_called_when_the_body_is_whole(site, framing):
    """Until then the only thread serves others, from the file it is read to its end, and the next request follows."""
    data = HEAD % b'/echo' + FRAMED[framing]
    http = half_sent(site, data)
    http.send(data[-9:] + b'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
    assert http.answer().body == BODY
    assert http.answer().body == b'hello\n'
    assert files(site) == []
    assert http.request('/echo', 'POST', b'short').body == b'short'


@buffered
def test_over_uwsgi(site):
    assert uwsgi(site.uwsgi, '/echo', 'POST', body=BODY).body == BODY
    assert uwsgi(site.uwsgi, '/count_body', 'POST', body=BODY).body == b'%d' % len(BODY)
    assert files(site) == []


@buffered
def test_every_way_to_read(site):
    answer = uwsgi(site.uwsgi, '/echo_pieces', 'POST', body=BODY)
    lines = BODY.splitlines(keepends=True)
    assert answer.body == b'|'.join([b'', b'000', b'0000\n', b'00', b'00001\n', *lines[2:], b'', b'', b''])


@buffered
def test_a_body_that_nobody_reads_and_one_that_never_comes(site):
    assert uwsgi(site.uwsgi, '/ignore_body', 'POST', body=BODY).body == b'ignored'
    http = half_sent(site, HEAD % b'/echo' + FRAMED['length'])
    http.close()
    while files(site):
        assert HTTP(site.http).request('/hello').status == 200


@buffered
def test_chunks_beyond_it_stream(site):
    """What is in the file comes first."""
    body = BODY * 2
    http = HTTP(site.http)
    http.send(HEAD % b'/echo' + b'Transfer-Encoding: chunked\r\n\r\n' + in_chunks(body))
    assert http.answer().body == body


@pytest.mark.parametrize('site', [{'postBuffering': 100_000_000}], indirect=True)
def test_memory(site):
    """Fifty clients upload at once: what the kernel's cache holds is not the worker's."""
    before = private_memory(site)
    data = packet(variables('/count_body', 'POST', body=BODY)) + BODY
    clients = [connect(site.uwsgi) for _ in range(50)]
    for client in clients:
        client.sendall(data[:-9])
    while len(files(site)) < 50:
        assert HTTP(site.http).request('/hello').status == 200
    assert private_memory(site) - before < 50 << 20
    for client in clients:
        client.sendall(data[-9:])
        assert to_end(client).endswith(b'\r\n\r\n%d' % len(BODY))
        client.close()


def test_no_room(monkeypatch, tmp_path):
    monkeypatch.setenv('TMPDIR', str(tmp_path / 'nowhere'))
    with Master(directory=HERE, module='apps', postBuffering=4_000_000) as master:
        master.loaded()
        site = Site(master)
        site.worker = site.start()
        assert uwsgi(site.uwsgi, '/echo', 'POST', body=BODY).status == 503
        master.await_output('no room for a body that post-buffering wants whole: mkostemp: No such file or directory')
        assert uwsgi(site.uwsgi, '/hello').body == b'hello\n'
        site.close()
