"""Files without the app: which file a path leads to, and what is sent of it."""
import gzip
import os
from contextlib import contextmanager
from email.utils import formatdate

import pytest
from clients import HTTP, uwsgi
from conftest import Site
from master import Master, files

HERE = os.path.dirname(os.path.abspath(__file__))
BIG = bytes(range(256)) * 1200


@pytest.fixture
def root(tmp_path):
    root = tmp_path / 'static'
    (root / 'deep' / 'with').mkdir(parents=True)
    (root / 'a.css').write_text('body {}')
    (root / 'big').write_bytes(BIG)
    (root / 'empty.txt').touch()
    (root / 'deep' / 'index.html').write_text('<p>deep')
    (root / 'deep' / 'with' / 'home.htm').write_text('<p>home')
    (tmp_path / 'static_private').mkdir()
    (tmp_path / 'static_private' / 'secret').write_text('secret')
    (root / 'out').symlink_to(tmp_path / 'static_private' / 'secret')
    (root / 'out_relative').symlink_to('../static_private/secret')
    (root / 'in').symlink_to(root / 'a.css')
    (root / 'in_relative').symlink_to('deep/../a.css')
    return root


@contextmanager
def serving(rules, **order):
    with Master(directory=HERE, module='apps:pid', files=rules, **order) as master:
        master.loaded()
        site = Site(master)
        site.start()
        yield site
        site.close()


@pytest.fixture
def site(root):
    with serving(files(('/static', root), ('/favicon.ico', root / 'a.css'))) as site:
        yield site


def get(site, path, *headers, method='GET'):
    return HTTP(site.http).request(path, method, headers=headers)


def is_the_apps(answer):
    return answer.status == 200 and answer.body.isdigit() and answer['Last-Modified'] is None


def test_a_file(site):
    answer = get(site, '/static/a.css')
    assert (answer.status, answer.body, answer['Content-Type']) == (200, b'body {}', 'text/css')
    assert answer['Accept-Ranges'] == 'bytes'
    assert get(site, '/static/big').body == BIG
    assert get(site, '/static/in')['Content-Type'] == 'text/css'
    assert get(site, '/static/big')['Content-Type'] == 'application/octet-stream'
    head = get(site, '/static/a.css', method='HEAD')
    assert (head.status, head['Content-Length']) == (200, '7')
    assert get(site, '/static/empty.txt').body == b''
    for path in ('/favicon.ico', '/static/in', '/static/in_relative', '/static//a.css',
                 '/static/%61.css'):
        assert get(site, path).body == b'body {}', path
    assert uwsgi(site.uwsgi, '/static/a.css').body == b'body {}'
    assert '|app: -1|req: -1/' in site.master.await_output('GET /favicon.ico')


@pytest.mark.parametrize('path, method', [
    ('/static/none', 'GET'), ('/static', 'GET'), ('/static/', 'GET'), ('/static/deep', 'GET'), ('/static/deep/', 'GET'),
    ('/static_private/secret', 'GET'), ('/static/out', 'GET'), ('/static/out_relative', 'GET'),
    ('/static/../static_private/secret', 'GET'), ('/static/%2e%2e/static_private/secret', 'GET'),
    ('/static//../../../../etc/passwd', 'GET'), ('/static/a.css', 'POST'), ('/statica.css', 'GET'),
    ('/static/deep/../a.css', 'GET'), ('/static/..', 'GET'), ('/static/a.css/', 'GET'), ('/static/a.css/x', 'GET'), ('/favicon.ico/', 'GET'), ('/favicon.icon', 'GET'),
    ('/static/' + 'x' * 300, 'GET'), ('/static/' + 'x/' * 3000, 'GET')])
def test_what_is_none_goes_to_the_app(site, path, method):
    assert is_the_apps(get(site, path, method=method))


def test_special_files_go_to_the_app(site, root):
    os.mkfifo(root / 'pipe')
    (root / 'dev').symlink_to('/dev/zero')
    (root / 'self').symlink_to('/proc/self/environ')
    for path in ('/static/pipe', '/static/dev', '/static/self'):
        assert is_the_apps(get(site, path))
    assert is_the_apps(uwsgi(site.uwsgi, '/static/a.css\0.txt'))


def test_the_first_root_that_has_it(root, tmp_path):
    other = tmp_path / 'other'
    (other / 'whole').mkdir(parents=True)
    (other / 'a.css').write_text('other')
    (other / 'whole' / 'b.css').write_text('whole')
    rules = files(('', other), ('/static', root), ('/static', other), ('/whole', other, True), ('/', root))
    with serving(rules) as site:
        assert get(site, '/a.css').body == b'other', 'check-static comes first'
        assert get(site, '/static/a.css').body == b'body {}'
        assert get(site, '/whole/b.css').body == b'whole'
        assert get(site, '/empty.txt').status == 200
        assert is_the_apps(get(site, '/whole/none.css'))


def test_a_directory_that_is_replaced(site, root):
    """A deploy may put another directory in its place."""
    assert get(site, '/static/a.css').body == b'body {}'
    root.rename(root.parent / 'old')
    assert is_the_apps(get(site, '/static/a.css'))
    root.mkdir()
    (root / 'a.css').write_text('new')
    assert get(site, '/static/a.css').body == b'new'


def test_indexes(root):
    with serving(files(('/static', root), indexes=['index.html', 'home.htm'])) as site:
        assert (get(site, '/static/deep/').body, get(site, '/static/deep/')['Content-Type']) == (b'<p>deep', 'text/html')
        assert get(site, '/static/deep/with/').body == b'<p>home'
        moved = get(site, '/static/deep?a=b/c')
        assert (moved.status, moved['Location']) == (301, '/static/deep/?a=b/c')
        assert get(site, moved['Location']).body == b'<p>deep'
        assert is_the_apps(get(site, '/static/')) and is_the_apps(get(site, '/static'))


def test_a_redirect_stays_on_this_server(root):
    """A path of two slashes is a host to a browser."""
    with serving(files(('/', root), indexes=['index.html'])) as site:
        for path in ('//deep', '///deep', '/\\deep'):
            answer = uwsgi(site.uwsgi, '/deep', REQUEST_URI=path)
            assert answer['Location'] == '/deep/', path
        for path in ('/deep\r\nSet-Cookie: a=b', 'http://other/deep', '/d\xe9ep', '', '/deep/'):
            answer = uwsgi(site.uwsgi, '/deep', REQUEST_URI=path)
            assert (answer.status, answer['Location'], answer.body) == (200, None, b'<p>deep'), path


def test_document_root(root):
    with serving(files(looksInDocumentRoot=True)) as site:
        assert uwsgi(site.uwsgi, '/a.css', DOCUMENT_ROOT=str(root)).body == b'body {}'
        for folder in ('', 'relative', '/nowhere'):
            assert is_the_apps(uwsgi(site.uwsgi, '/a.css', DOCUMENT_ROOT=folder))
        assert is_the_apps(get(site, '/a.css', 'Document-Root: %s' % root)), 'nobody says that in HTTP'


def test_endings_that_are_skipped(root):
    (root / 'program.py').write_text('1')
    (root / 'program').symlink_to('program.py')
    with serving(files(('/static', root), skippedEndings=['.py'])) as site:
        assert is_the_apps(get(site, '/static/program.py')) and is_the_apps(get(site, '/static/program'))
        assert get(site, '/static/a.css').status == 200


def test_safe_directories(root):
    """Links may lead there, and to nothing that only begins like it."""
    outside = root.parent / 'safe'
    outside.mkdir()
    (outside / 'file').write_text('safe')
    (root.parent / 'safe_not').write_text('no')
    (root / 'there').symlink_to(outside / 'file')
    (root / 'folder').symlink_to('../safe')
    (root / 'beside').symlink_to('../safe_not')
    with serving(files(('/static', root), safeDirectories=[str(outside)])) as site:
        assert get(site, '/static/there').body == get(site, '/static/folder/file').body == b'safe'
        assert is_the_apps(get(site, '/static/beside')) and is_the_apps(get(site, '/static/out'))
        assert is_the_apps(get(site, '/static/../safe/file'))


def test_types(root, tmp_path):
    types = tmp_path / 'types'
    types.write_text('# note\ntext/x-a css\r\n\ntext/x-b\tCSS big\ntext/\x01 txt\n')
    (root / 'x.big').touch()
    with serving(files(('/static', root), mediaTypeFiles=[str(types), '/nowhere'])) as site:
        assert get(site, '/static/a.css')['Content-Type'] == 'text/x-a', 'the first counts'
        assert get(site, '/static/x.big')['Content-Type'] == 'text/x-b'
        assert get(site, '/static/empty.txt')['Content-Type'] == 'text/plain'


# Conditions and ranges.

def test_what_the_client_has(site, root):
    path = '/static/a.css'
    answer = get(site, path)
    tag, date = answer['ETag'], answer['Last-Modified']
    later, earlier = (formatdate(os.stat(root / 'a.css').st_mtime + step, usegmt=True) for step in (5, -5))
    for header in ('If-Modified-Since: ' + date, 'If-Modified-Since: ' + later, 'If-None-Match: ' + tag,
                   'If-None-Match: "x", W/' + tag, 'If-None-Match: *'):
        for method in ('GET', 'HEAD'):
            known = get(site, path, header, method=method)
            assert (known.status, known.body, known['ETag'], known['Last-Modified']) == (304, b'', tag, date), header
    for headers in (['If-Modified-Since: ' + earlier], ['If-Modified-Since: yesterday'], ['If-None-Match: "x"'],
                    ['If-None-Match: "x"', 'If-Modified-Since: ' + later]):
        assert get(site, path, *headers).body == b'body {}', headers
    (root / 'a.css').write_text('body{ }')
    assert get(site, path, 'If-None-Match: ' + tag).body == b'body{ }', 'as long, and as old to the second'


@pytest.mark.parametrize('asked, part', [
    ('0-9', slice(0, 10)), ('100000-', slice(100_000, None)), ('-7', slice(-7, None)), ('0-', slice(None)),
    ('307199-400000', slice(307_199, None)), ('1000-200000', slice(1000, 200_001))])
def test_a_range(site, asked, part):
    body = BIG[part]
    start = range(len(BIG))[part][0]
    for answer in (get(site, '/static/big', 'Range: bytes=' + asked),
                   uwsgi(site.uwsgi, '/static/big', HTTP_RANGE='bytes=' + asked)):
        assert (answer.status, answer.body, answer['Content-Length']) == (206, body, str(len(body)))
        assert answer['Content-Range'] == 'bytes %d-%d/%d' % (start, start + len(body) - 1, len(BIG))


def parts(answer):
    kind, _, boundary = answer['Content-Type'].partition('; boundary=')
    assert kind == 'multipart/byteranges' and answer['Content-Length'] == str(len(answer.body))
    pieces = answer.body.split(b'\r\n--' + boundary.encode())
    assert pieces[0] == b'' and pieces[-1] == b'--\r\n'
    return [tuple(piece[2:].split(b'\r\n\r\n', 1)) for piece in pieces[1:-1]]


def test_many_ranges(site):
    answer = get(site, '/static/big', 'Range: bytes=5-6, 100000-199999,900000-,-3')
    assert answer.status == 206 and answer['Content-Range'] is None
    head = b'Content-Type: application/octet-stream\r\nContent-Range: bytes %s/307200'
    assert parts(answer) == [
        (head % b'5-6', BIG[5:7]), (head % b'100000-199999', BIG[100_000:200_000]), (head % b'307197-307199', BIG[-3:])]
    with_one = get(site, '/static/big', 'Range: bytes=5-6,900000-')
    assert (with_one.status, with_one.body, with_one['Content-Range']) == (206, BIG[5:7], 'bytes 5-6/307200')


def test_ranges_that_are_none(site):
    beyond = get(site, '/static/big', 'Range: bytes=307200-')
    assert (beyond.status, beyond['Content-Range'], beyond.body) == (416, 'bytes */307200', b'')
    assert get(site, '/static/empty.txt', 'Range: bytes=0-').status == 416
    many = 'bytes=' + ','.join('%d-%d' % (at, at) for at in range(65))
    for asked in ('bytes=9-5', 'lines=0-1', 'bytes=a', 'bytes=0-,0-,0-', many):
        assert get(site, '/static/big', 'Range: ' + asked).body == BIG, asked
    assert get(site, '/static/big', 'Range: bytes=0-1', method='HEAD')['Content-Length'] == str(len(BIG))


def test_a_range_of_the_version_that_the_client_has(site, root):
    whole = get(site, '/static/big')
    other = formatdate(os.stat(root / 'big').st_mtime + 5, usegmt=True)
    for version in (whole['ETag'], whole['Last-Modified']):
        assert get(site, '/static/big', 'Range: bytes=0-1', 'If-Range: ' + version).body == BIG[:2]
    for version in ('"x"', 'W/' + whole['ETag'], other, 'nonsense'):
        assert get(site, '/static/big', 'Range: bytes=0-1', 'If-Range: ' + version).body == BIG, version


def test_a_connection_is_kept(site):
    http = HTTP(site.http)
    for headers, status in ([], 200), (['Range: bytes=1-200000,5-6'], 206), (['Range: bytes=999999-'], 416), (
            ['If-None-Match: *'], 304):
        assert http.request('/static/big', headers=headers).status == status


# Expires, compressed files, and files that the server in front sends.

def expiry(subject, pattern, seconds, since=False):
    return {'subject': subject, 'pattern': pattern, 'seconds': seconds, 'sinceChange': since}


def test_expires(root):
    os.utime(root / 'a.css', (1_000_000_000, 1_000_000_000))
    rules = [
        expiry('file', r'/static/deep/.*\.html$', 60, True), expiry('path', '^/static/in$', 120, True), 
        expiry('uri', r'\?v=\d+$', 180, True), expiry('type', 'text/css', 240, True), expiry('file', '(', 1)]
    with serving(files(('/static', root), indexes=['index.html'], expiries=rules)) as site:
        def expires(path):
            return get(site, path)['Expires']
        css = 1_000_000_000
        assert expires('/static/a.css') == formatdate(css + 240, usegmt=True)
        assert expires('/static/in') == formatdate(css + 120, usegmt=True)
        assert expires('/static/a.css?v=7') == formatdate(css + 180, usegmt=True)
        deep = os.stat(root / 'deep' / 'index.html').st_mtime
        assert expires('/static/deep/') == formatdate(int(deep) + 60, usegmt=True)
        assert expires('/static/big') is None
        assert get(site, '/static/a.css', 'If-None-Match: *')['Expires'] == formatdate(css + 240, usegmt=True)


def test_expires_from_now_on(root):
    with serving(files(('/static', root), expiries=[expiry('file', '.', 3600)])) as site:
        answer = get(site, '/static/a.css')
        dates = [formatdate_seconds(answer[name]) for name in ('Date', 'Expires')]
        assert 3599 <= dates[1] - dates[0] <= 3600


def formatdate_seconds(text):
    from email.utils import parsedate_to_datetime
    return parsedate_to_datetime(text).timestamp()


def test_a_pattern_that_never_ends(root):
    """What would be looked for longer than a text is worth is not found."""
    with serving(files(('/', root), expiries=[expiry('uri', '(x+x+)+y', 60)])) as site:
        assert get(site, '/a.css?' + 'x' * 200 + 'zy')['Expires'] is None
        assert get(site, '/a.css?xxy')['Expires'] is not None


@pytest.mark.parametrize('rule', [
    {'all': True}, {'directories': ['ROOT']}, {'endings': ['.css']}, {'patterns': [r'static/a\.c']}])
def test_compressed_files(root, rule):
    (root / 'a.css.gz').write_bytes(gzip.compress(b'body {}'))
    rule = {key: [str(root)] if value == ['ROOT'] else value for key, value in rule.items()}
    with serving(files(('/static', root), compressed=rule)) as site:
        plain = get(site, '/static/a.css')
        packed = get(site, '/static/a.css', 'Accept-Encoding: br, gzip')
        assert (plain.body, plain['Content-Encoding'], plain['Vary']) == (b'body {}', None, 'Accept-Encoding')
        assert gzip.decompress(packed.body) == b'body {}' and packed['Content-Encoding'] == 'gzip'
        assert packed['Content-Type'] == 'text/css' and packed['Vary'] == 'Accept-Encoding'
        assert packed['ETag'] != plain['ETag'] and packed['Last-Modified'] != None  # noqa: E711
        assert get(site, '/static/a.css', 'Accept-Encoding: gzip;q=0').body == b'body {}'
        assert get(site, '/static/big', 'Accept-Encoding: gzip').body == BIG
        known = get(site, '/static/a.css', 'Accept-Encoding: gzip', 'If-None-Match: ' + packed['ETag'])
        assert known.status == 304
        (root / 'a.css.br').write_bytes(b'not really')
        brotli = get(site, '/static/a.css', 'Accept-Encoding: gzip, br')
        assert (brotli.body, brotli['Content-Encoding']) == (b'not really', 'br')


def test_no_compressed_files_by_default(root):
    (root / 'a.css.gz').write_bytes(b'x')
    for rules in (files(('/static', root)), files(('/static', root), compressed={'endings': ['.js']})):
        with serving(rules) as site:
            answer = get(site, '/static/a.css', 'Accept-Encoding: gzip')
            assert (answer.body, answer['Vary']) == (b'body {}', None)


def test_a_compressed_link_out_is_none(root):
    (root / 'a.css.gz').symlink_to('../static_private/secret')
    with serving(files(('/static', root), compressed={'all': True})) as site:
        assert get(site, '/static/a.css', 'Accept-Encoding: gzip').body == b'body {}'


@pytest.mark.parametrize('header', ['X-Accel-Redirect', 'X-Sendfile'])
def test_files_that_the_server_in_front_sends(root, header):
    with serving(files(('/static', root), handover=header)) as site:
        for answer in (get(site, '/static/in'), uwsgi(site.uwsgi, '/static/in')):
            assert (answer.status, answer.body, answer[header]) == (200, b'', str(root / 'a.css'))
            assert answer['Last-Modified'] and answer['Content-Type'] == 'text/css'
        assert is_the_apps(get(site, '/static/out'))
