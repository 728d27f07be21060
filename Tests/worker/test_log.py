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


EVERY_NAME = (
    'uri method user addr host proto uagent referer status rsize hsize size cl micros msecs secs tmsecs tmicros time '
    'ltime ftime ctime epoch pid wid switches vars core vsz rss vszM rssM pktsize modifier1 modifier2 headers werr rerr '
    'ioerr var.HTTP_X var.SERVER_NAME var.REMOTE_PORT var.nope metric.x nope').split()
FORMAT = 'line ' + ' '.join('%s=[%%(%s)]' % (name, name) for name in EVERY_NAME)


def told(line):
    return dict(re.findall(r'(\S+)=\[(.*?)\]', line))


def formatted(site, ask):
    ask()
    log = site.master.await_output('nope=[-] metric.x')
    return told(log[log.index('line uri='):].split('\n')[0])


@pytest.mark.parametrize('site', [{'lines': lines(format=FORMAT)}], indirect=True)
def test_a_format_over_http(site):
    """Each name, as uWSGI 2.0.31 told it of the same request; what is empty is a dash."""
    def ask():
        answer = HTTP(site.http).request('/echo?b', 'POST', b'12345', headers=['X: y', 'User-Agent: me'])
        ask.head = sum(len('%s: %s\r\n' % header) for header in answer.headers) + len('HTTP/1.1 200 OK\r\n\r\n')
    names = formatted(site, ask)
    assert set(names) == set(EVERY_NAME)
    expected = {
        'uri': '/echo?b', 'method': 'POST', 'user': '-', 'addr': '127.0.0.1', 'host': 'localhost', 'proto': 'HTTP/1.1',
        'uagent': 'me', 'referer': '-', 'status': '200', 'rsize': '5', 'hsize': str(ask.head), 'size': str(ask.head + 5),
        'cl': '5', 'pid': str(site.worker.pid), 'wid': '1', 'switches': '1', 'core': '0', 'modifier1': '0',
        'modifier2': '0', 'headers': '1', 'werr': '0', 'rerr': '0', 'ioerr': '0', 'var.HTTP_X': 'y', 'var.nope': '-',
        'metric.x': '0', 'nope': '-', 'vars': '18'}
    assert {name: names[name] for name in expected} == expected
    assert names['var.REMOTE_PORT'].isdigit() and names['var.SERVER_NAME'] != '-'
    assert re.fullmatch(r'\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}', names['ltime']) and names['ftime'] == names['ltime']
    assert re.fullmatch(r'\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}', names['ctime'])
    assert int(names['micros']) // 1000 == int(names['msecs']) and 0 < int(names['pktsize']) < 1000
    assert re.fullmatch(r'\d+\.\d{6}', names['secs']) and abs(float(names['secs']) * 1e6 - int(names['micros'])) < 1
    assert int(names['tmicros']) // 1000 - int(names['tmsecs']) <= 1 and int(names['epoch']) >= int(names['time'])
    assert abs(int(names['tmsecs']) // 1000 - int(names['time'])) <= 1
    assert int(names['vsz']) > int(names['rss']) > 1 << 20
    assert abs((int(names['rss']) >> 20) - int(names['rssM'])) <= 1 and int(names['vszM']) > 1


@pytest.mark.parametrize('site', [{'lines': lines(format=FORMAT)}], indirect=True)
def test_a_format_over_uwsgi(site):
    names = formatted(site, lambda: uwsgi(
        site.uwsgi, '/hello', HTTP_REFERER='from', REMOTE_USER='anna', HTTP_X='first', **{'HTTP_X_Y': 'z'}))
    expected = {
        'uri': '/hello', 'method': 'GET', 'user': 'anna', 'addr': '192.0.2.7', 'host': 'example.org', 'uagent': 'test',
        'referer': 'from', 'cl': '0', 'vars': '38', 'var.HTTP_X': 'first', 'var.SERVER_NAME': 'example.org',
        'var.REMOTE_PORT': '4711'}
    assert {name: names[name] for name in expected} == expected


@pytest.mark.parametrize('site', [{'lines': dict(lines(format='at %(ftime).'), dateFormat='%Y-%%')}], indirect=True)
def test_a_format_with_a_date_of_its_own(site):
    HTTP(site.http).request('/hello')
    assert re.search(r'^at \d{4}-%\.$', site.master.await_output('at '), re.M)


INJECTION = 'x\r\n[pid: 1|app: 0] forged \x1b[2J\x7f'


@pytest.mark.parametrize('site', [
    {'lines': lines(format='<%(uri)|%(method)|%(host)|%(uagent)|%(referer)|%(user)|%(addr)|%(proto)|%(var.HTTP_X)>')},
    {'lines': lines(format='<%(addr)>%(uri)', forwardedFor=True)}, {}], indirect=True)
def test_no_client_forges_a_line(site):
    """What could end a line, or control a terminal, is a question mark in it, whichever word it comes in."""
    names = ['REQUEST_URI', 'REQUEST_METHOD', 'HTTP_HOST', 'HTTP_USER_AGENT', 'HTTP_REFERER', 'REMOTE_USER',
             'REMOTE_ADDR', 'SERVER_PROTOCOL', 'HTTP_X', 'HTTP_X_FORWARDED_FOR']
    for name in names:
        uwsgi(site.uwsgi, '/hello', **{name: INJECTION})
    uwsgi(site.uwsgi, '/last')
    log = site.master.await_output('/last')
    assert 'x??[pid: 1|app: 0] forged ?[2J?' in log
    assert not [line for line in log.split('\n') if line.startswith('[pid: 1|')]
    assert '\x1b' not in log and '\x7f' not in log and '\r' not in log


@pytest.mark.parametrize('site', [{'lines': lines(format='{"uri": "%(uri)", "agent": "%(uagent)", "status": %(status)}')}],
                         indirect=True)
def test_a_long_line_is_whole(site):
    """A line that no pipe takes in one piece loses the client's words, and nothing else."""
    HTTP(site.http).request('/hello?' + 'x' * 3000, headers=['User-Agent: ' + 'y' * 3000])
    assert '{"uri": "-", "agent": "-", "status": 200}\n' in site.master.await_output('"agent"')


@pytest.mark.parametrize('site', [{'lines': lines(ofAll=False, clientErrors=True, format='%(status)!')}], indirect=True)
def test_a_format_of_exceptions(site):
    HTTP(site.http).request('/hello')
    HTTP(site.http).request('/status?404')
    log = site.master.await_output('404!')
    assert '200!' not in log
