"""What the ini does to answers: add-header, del-header and catch-exceptions."""
import os

import pytest
from clients import HTTP, uwsgi
from conftest import Site
from master import Master, files

HERE = os.path.dirname(os.path.abspath(__file__))


def added(*headers):
    return [dict(zip(('name', 'value'), header)) for header in headers]


def order(**more):
    return pytest.mark.parametrize('site', [more], indirect=True)


@order(addedHeaders=added(('X-Frame-Options', 'DENY'), ('X-Twice', 'a'), ('X-Twice', 'b;c')))
def test_add_header(site):
    """To every answer, of either protocol, and to those of our own; never instead of the app's own."""
    http = HTTP(site.http)
    for answer in http.request('/hello'), uwsgi(site.uwsgi, '/hello'), http.request('/no_content'), http.request('/raises'):
        assert answer['X-Frame-Options'] == 'DENY' and answer['X-Twice'] == ['a', 'b;c']
        assert answer.headers[0][0] in ('Content-Type', 'X-Frame-Options')
    http = HTTP(site.http)
    http.send(b'nonsense\r\n\r\n')
    answer = http.answer()
    assert (answer.status, answer['X-Frame-Options'], answer.body) == (400, 'DENY', b'Bad Request\n')
    assert 'msecs (HTTP/1.1 200) 4 headers in ' in site.master.await_output('GET /hello')


@order(addedHeaders=added(('Connection', 'Close')))
def test_add_connection_close(site):
    """People write it to end each connection: it is said once, and done."""
    http = HTTP(site.http)
    assert http.request('/hello')['Connection'] == 'close'
    assert http.is_closed()
    assert HTTP(site.http).request('/raises')['Connection'] == 'close'


@order(addedHeaders=added(('Server', 'secret'), ('Date', 'today')))
def test_added_headers_of_ours(site):
    http = HTTP(site.http)
    for path in '/hello', '/raises':
        answer = http.request(path)
        assert (answer['Server'], answer['Date']) == ('secret', 'today')


@order(addedHeaders=added(('X', 'y')), removedHeaders=['content-type', 'SERVER', 'X'])
def test_del_header(site):
    """In any case of its letters, the server's own too; what add-header adds stays."""
    http = HTTP(site.http)
    for answer in http.request('/hello'), uwsgi(site.uwsgi, '/hello'):
        assert answer['Content-Type'] is None and answer['Server'] is None and answer['X'] == 'y'
        assert answer.body == b'hello\n'
    assert http.request('/hello')['Date'].endswith('GMT')
    assert 'msecs (HTTP/1.1 200) 1 headers in ' in site.master.await_output('GET /hello')


@order(removedHeaders=['Content-Length'])
def test_del_header_leaves_a_message_that_ends(site):
    http = HTTP(site.http)
    assert http.request('/file').body == http.request('/file').body != b''
    assert http.request('/too_much').body == b'abcdef'


def test_headers_of_files(tmp_path):
    (tmp_path / 'a.css').write_text('body {}')
    changes = {'addedHeaders': added(('Cache-Control', 'max-age=60')), 'removedHeaders': ['Last-Modified']}
    with Master(directory=HERE, module='apps', files=files(('/static', tmp_path)), **changes) as master:
        master.loaded()
        site = Site(master)
        site.start()
        answer = HTTP(site.http).request('/static/a.css')
        assert (answer.body, answer['Cache-Control'], answer['Last-Modified']) == (b'body {}', 'max-age=60', None)
        site.close()


@order(showsExceptions=True)
def test_catch_exceptions(site):
    """The traceback, also in place of an answer that had only begun; nothing behind one that was sent."""
    for path, text in ('/raises', 'broken before the headers'), ('/raises_after_start', 'broken after start_response'):
        for answer in HTTP(site.http).request(path), uwsgi(site.uwsgi, path):
            assert (answer.status, answer['Content-Type']) == (500, 'text/plain; charset=utf-8')
            assert answer.body.startswith(b'Traceback (most recent call last):\n')
            assert answer.body.endswith(('ValueError: %s\n' % text).encode())
    assert uwsgi(site.uwsgi, '/raises_later').body == b'first\n'
    assert HTTP(site.http).request('/raises', 'HEAD').status == 500
    assert site.master.await_output('HEAD /raises').count('ValueError: broken before the headers') == 3


def test_tracebacks_are_kept_from_clients(site):
    assert HTTP(site.http).request('/raises').body == b'Internal Server Error\n'
