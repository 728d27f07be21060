"""The log's lines about requests: of which requests there is one, and how it looks."""
import re

import pytest
from clients import HTTP, connect, packet, uwsgi, variables
from master import lines


def written(site, *paths, last='/hello?last'):
    """Asks for each path on a connection of its own, then for one that is logged; the lines that were written."""
    for path in paths:
        connection = HTTP(site.http)
        connection.request(path)
        connection.close()
    HTTP(site.http).request(last)
    log = site.master.await_output(last)
    return [line for line in log.split('\n') if '=> generated' in line]


def paths(lines):
    return [re.search(r'\] (\w+) (\S+) =>', line).group(2) for line in lines]


def test_the_usual_line(site):
    HTTP(site.http).request('/hello?a=b')
    line = site.master.await_output('GET /hello').split('\n')[-2]
    assert re.fullmatch(
        r'\[pid: %d\|app: 0\|req: 1/1\] 127\.0\.0\.1 \(\) \{12 vars in \d+ bytes\} \[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] '
        r'GET /hello\?a=b => generated 6 bytes in \d+ msecs \(HTTP/1\.1 200\) 1 headers in \d+ bytes '
        r'\(1 switches on core 0\)' % site.worker.pid, line), line


@pytest.mark.parametrize('site', [{'lines': lines(memory=True)}], indirect=True)
def test_the_memory_report(site):
    HTTP(site.http).request('/hello')
    log = site.master.await_output('GET /hello')
    assert re.search(r'\{address space usage: \d+ bytes/\d+MB\} \{rss usage: \d+ bytes/\d+MB\} \[pid: ', log), log


@pytest.mark.parametrize('site', [{'lines': lines(ofAll=False)}], indirect=True)
def test_no_lines(site):
    HTTP(site.http).request('/hello')
    HTTP(site.http).request('/raises')
    assert '[pid:' not in site.master.await_output('ValueError')


@pytest.mark.parametrize('site', [{'lines': lines(microseconds=True)}], indirect=True)
def test_microseconds(site):
    line, = written(site, last='/slow?0.02')
    assert int(re.search(r'bytes in (\d+) micros \(', line).group(1)) >= 20_000


@pytest.mark.parametrize('site', [{'lines': lines(forwardedFor=True)}], indirect=True)
def test_forwarded_for(site):
    """The header as it is, of either protocol; without one, who connected."""
    HTTP(site.http).request('/hello', headers=['X-Forwarded-For: 192.0.2.1, 192.0.2.2'])
    uwsgi(site.uwsgi, '/hello', HTTP_X_FORWARDED_FOR='192.0.2.3\n[pid: 1]')
    uwsgi(site.uwsgi, '/hello')
    HTTP(site.http).request('/hello?last')
    log = site.master.await_output('/hello?last')
    assert re.findall(r'\] (.*) \(\) \{', log) == ['192.0.2.1, 192.0.2.2', '192.0.2.3?[pid: 1]', '192.0.2.7', '127.0.0.1']


def test_forwarded_for_is_not_believed_by_itself(site):
    HTTP(site.http).request('/hello', headers=['X-Forwarded-For: 192.0.2.1'])
    assert '] 127.0.0.1 () {' in site.master.await_output('GET /hello')


# What uWSGI 2.0.31 writes with disable-logging and each of these.
@pytest.mark.parametrize('site, asked, logged', [
    ({'lines': lines(ofAll=False, clientErrors=True)}, ['/status?399', '/status?500', '/hello'], '/status?400'),
    ({'lines': lines(ofAll=False, clientErrors=True)}, ['/status?399', '/status?500', '/hello'], '/status?499'),
    ({'lines': lines(ofAll=False, serverErrors=True)}, ['/status?499', '/status?600', '/hello'], '/status?500'),
    ({'lines': lines(ofAll=False, serverErrors=True)}, ['/status?499', '/status?600', '/hello'], '/status?599'),
    ({'lines': lines(ofAll=False, serverErrors=True)}, ['/hello'], '/raises'),
    ({'lines': lines(ofAll=False, empty=True)}, ['/hello'], '/no_content'),
    ({'lines': lines(ofAll=False, big=7)}, ['/hello'], '/status?200'),
    ({'lines': lines(ofAll=False, slow=100)}, [], '/slow?0.15'),
    ({'lines': lines(ofAll=False, slow=3_600_000, empty=True)}, ['/slow?0.01'], '/no_content'),
    ({'lines': lines(ofAll=False, files=True)}, ['/hello', '/memory_file', '/stream'], '/file'),
], indirect=['site'])
def test_exceptions(site, asked, logged):
    """With disable-logging the lines of one class come back, and those of no other request."""
    assert paths(written(site, *asked, last=logged)) == [logged]


@pytest.mark.parametrize('site', [{'lines': lines(clientErrors=True, big=1_000_000)}], indirect=True)
def test_exceptions_hide_nothing(site):
    assert paths(written(site, '/hello', '/status?404')) == ['/hello', '/status?404', '/hello?last']


@pytest.mark.parametrize('site', [{'lines': lines(ofAll=False, failures=True)}], indirect=True)
def test_failures(site):
    """A client that leaves while its body is read, and one that leaves while it is answered."""
    HTTP(site.http).request('/hello')
    reading = connect(site.uwsgi)
    reading.sendall(packet(variables('/count_body', 'POST') + [('CONTENT_LENGTH', '200000')]) + b'half')
    reading.close()
    site.master.await_output('POST /count_body =>')
    writing = HTTP(site.http)
    writing.send(b'GET /endless HTTP/1.1\r\nHost: a\r\n\r\n')
    writing.more()
    writing.close()
    log = site.master.await_output('GET /endless =>')
    assert 'GET /hello =>' not in log


def test_files_are_told(site):
    line = written(site, last='/file')[-1]
    assert re.search(r' msecs via sendfile\(\) \(HTTP/1\.1 200\)', line), line
    assert 'sendfile' not in written(site, '/memory_file')[-1]
