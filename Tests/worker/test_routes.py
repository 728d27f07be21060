"""Routes: what of a client's is dangerous in them, and what an answer of ours says."""
import os
from contextlib import contextmanager

import pytest
from clients import HTTP, uwsgi
from conftest import Site
from master import Master, files, lines

HERE = os.path.dirname(os.path.abspath(__file__))


def matches(expression, action, argument='', variable='PATH_INFO', phase='request'):
    return {'phase': phase, 'test': {'matches': {'variable': variable, 'expression': expression}}, 'action': action,
            'argument': argument}


def always(action, argument='', phase='request'):
    return {'phase': phase, 'test': {'always': {}}, 'action': action, 'argument': argument}


@contextmanager
def routed(*routes, **order):
    with Master(directory=HERE, module='apps', routes=list(routes), **order) as master:
        master.loaded()
        site = Site(master)
        site.start()
        yield site
        site.close()


def test_nobody_splits_an_answer():
    """A variable with a line's end in it becomes no header."""
    with routed(matches('^/r', 'redirect', 'http://${HTTP_HOST}/'), always('addheader', 'X-A: ${HTTP_X}')) as site:
        split = 'a\r\nSet-Cookie: evil=1'
        answer = uwsgi(site.uwsgi, '/r', HTTP_HOST=split)
        assert (answer.status, answer['Set-Cookie']) == (500, None)
        answer = uwsgi(site.uwsgi, '/hello', HTTP_X=split)
        assert (answer.status, answer['Set-Cookie'], answer['X-A']) == (200, None, None)
        assert 'a route: the header' in site.master.await_output('a route: ')


def test_nobody_forges_a_line():
    with routed(always('log', 'route ${HTTP_X}')) as site:
        uwsgi(site.uwsgi, '/hello', HTTP_X='a\n[pid: 1] forged \x1b')
        assert 'route a?[pid: 1] forged ?\n' in site.master.await_output('GET /hello')


def test_an_expression_that_never_ends_lets_nobody_pass():
    with routed(matches('^/(x+x+)+y', 'break', '403 Forbidden')) as site:
        answer = HTTP(site.http).request('/' + 'x' * 200 + 'zy')
        assert answer.status == 500
        assert 'takes too many steps' in site.master.await_output('a route: ')
        assert HTTP(site.http).request('/hello').status == 200


def test_variables_of_the_next_request_are_its_own():
    """On one connection, and by the cache of its variables."""
    routes = matches('^/a', 'addvar', 'HTTP_NEW=' + 'x' * 5000), matches('^/a', 'setpathinfo', '/show_environ')
    with routed(*routes) as site:
        http = HTTP(site.http)
        plain = http.request('/show_environ').body
        for _ in range(3):
            assert b'HTTP_NEW=xxx' in http.request('/a').body
            assert http.request('/show_environ').body == plain


def test_headers_are_taken_out_and_added():
    with routed(always('remheader', 'Content-Type'), always('addheader', 'Content-Type: text/x', phase='response')) as site:
        answer = HTTP(site.http).request('/hello')
        assert answer['Content-Type'] == 'text/x'


def test_routes_come_before_files(tmp_path):
    (tmp_path / 'a').write_text('file')
    routes = [matches('^/s/a', 'addheader', 'X-A: b'), matches('^/s/no', 'break', '403 Forbidden')]
    (tmp_path / 'no').write_text('secret')
    with routed(*routes, files=files(('/s', tmp_path))) as site:
        answer = HTTP(site.http).request('/s/a')
        assert (answer.body, answer['X-A']) == (b'file', 'b')
        assert HTTP(site.http).request('/s/no').status == 403


def test_error_pages(tmp_path):
    page = tmp_path / 'page.html'
    page.write_text('<h1>sorry é')
    with routed(always('addheader', 'Cache-Control: no-store', phase='error'), errorPage=str(page)) as site:
        answer = HTTP(site.http).request('/raises')
        assert (answer.status, answer.body.decode(), answer['Cache-Control']) == (500, '<h1>sorry é', 'no-store')
        assert answer['Content-Type'] == 'text/html; charset=utf-8'
        assert HTTP(site.http).request('/hello')['Cache-Control'] == 'no-store', 'as in uWSGI'


def test_a_connection_is_kept_over_answers_of_routes():
    with routed(matches('^/no', 'break', '403 Forbidden'), matches('^/r', 'redirect', '/hello')) as site:
        http = HTTP(site.http)
        for path, status in (('/no', 403), ('/r', 302), ('/hello', 200), ('/no', 403)):
            assert http.request(path).status == status
        assert http.request('/no', 'HEAD').status == 403


def test_break_without_a_status_ends_the_connection():
    with routed(matches('^/no', 'break')) as site:
        http = HTTP(site.http)
        http.send(b'GET /no HTTP/1.1\r\nHost: a\r\n\r\n')
        assert http.is_closed()


@pytest.mark.parametrize('authorization, status', [
    ('Basic YW5uYTpwYXNz', 200), ('Basic YW5uYTpwYXNzdw==', 401), ('Basic YW5uYQ==', 401), ('Basic !', 401),
    ('basic YW5uYTpwYXNz', 401), ('Basic ', 401), ('Bearer x', 401)])
def test_basic_authentication(authorization, status):
    with routed(always('basicauth', 'Realm,anna:pass'), lines=lines(format='user=%(user)')) as site:
        answer = HTTP(site.http).request('/hello', headers=['Authorization: ' + authorization])
        assert answer.status == status
        assert answer['WWW-Authenticate'] == (None if status == 200 else 'Basic realm="Realm"')
        assert ('user=anna' if status == 200 else 'user=-') in site.master.await_output('user=')
