import pathlib
import time

import apps
import pytest
from clients import HTTP, uwsgi


@pytest.fixture(params=['http', 'uwsgi'])
def call(request, site):
    if request.param == 'uwsgi':
        return lambda *arguments, **more: uwsgi(site.uwsgi, *arguments, **more)

    def http(path='/', method='GET', body=b'', **more):
        connection = HTTP(site.http)
        answer = connection.request(path, method, body or None)
        connection.close()
        return answer
    return http


def test_hello(call):
    answer = call('/hello')
    assert (answer.status, answer.phrase, answer.body) == (200, 'OK', b'hello\n')


BODIES = {
    '/stream': b'piece 0\npiece 1\npiece 2\n', '/two_pieces': b'onetwo', '/writes': b'written twice returned',
    '/nothing': b'', '/no_content': b'', '/too_much': b'abc', '/returns_bytes': b'bytes', '/closes': b'ab',
    '/recovers': b'recovered', '/big': b'x' * 5_000_000, '/file': pathlib.Path(apps.__file__).read_bytes(),
}


@pytest.mark.parametrize('path', BODIES)
def test_bodies(call, path):
    assert call(path).body == BODIES[path]


@pytest.mark.parametrize('path', [
    '/raises', '/raises_after_start', '/exits', '/twice', '/never_starts', '/injects', '/yields_text', '/returns_none'])
def test_what_goes_wrong_before_the_headers_is_a_500(call, site, path):
    answer = call(path)
    assert answer.status == 500 and answer['X-Injected'] is None and answer.body == b'Internal Server Error\n'
    assert call('/hello').status == 200
    assert site.worker.cell('exceptions') == 1


def test_the_traceback_is_in_the_log(call, site):
    call('/raises')
    log = site.master.await_output('ValueError: broken before the headers\n')
    assert 'Traceback (most recent call last):\n' in log and 'apps.py' in log


def test_exc_info_replaces_the_answer(call):
    answer = call('/recovers')
    assert answer.status == 500 and answer.phrase == 'Oops' and answer['X-First'] is None


@pytest.mark.parametrize('path', ['/closes', '/closes_after_error'])
def test_close_is_called_once(call, site, path):
    try:
        call(path)
    except ConnectionError:
        pass
    call('/hello')
    assert site.master.await_output('GET /hello').count('closed\n') == 1


@pytest.mark.parametrize('method', ['GET', 'POST'])
def test_validate_is_silent(call, site, method):
    answer = call('/validated', method, body=b'abc' if method == 'POST' else b'')
    assert answer.body == (b'read 3' if method == 'POST' else b'read 0')
    assert 'Error' not in site.master.output_so_far()


def test_every_way_to_read(call):
    body = b'abcdef\nghijkl\nmno\np\nq'
    assert call('/echo_pieces', 'POST', body=body).body == b'|abc|def\n|gh|ijkl\n|mno\n|p\n|q|||'


@pytest.mark.parametrize('size', [1, 100, 65536, 65537, 70_000, 3_000_000])
def test_bodies_of_any_size(call, size):
    body = bytes(range(256)) * (size // 256) + b'x' * (size % 256)
    assert call('/echo', 'POST', body=body).body == body
    assert call('/count_body', 'POST', body=body).body == b'%d' % size


def test_what_an_app_keeps_leads_nowhere(call):
    call('/keeps')
    assert call('/keeps').body == b'\n'.join([b'the request that this belongs to is over'] * 2)


def environ_of(answer):
    return dict(line.split('=', 1) for line in answer.body.decode('latin-1').split('\n'))


def test_environ(call):
    environ = environ_of(call('/show_environ'))
    assert environ['REQUEST_METHOD'] == 'GET' and environ['SCRIPT_NAME'] == '' and environ['PATH_INFO'] == '/show_environ'
    assert environ['wsgi.version'] == '(1, 0)' and environ['wsgi.url_scheme'] == 'http'
    assert environ['wsgi.multithread'] == environ['wsgi.multiprocess'] == environ['wsgi.run_once'] == 'False'
    assert environ['wsgi.input_terminated'] == 'True' and environ['uwsgi.version'] == "b'2.0.31'"


def test_places_of_http(site):
    environ = environ_of(HTTP(site.http).request('/show_environ?a=b'))
    assert environ['REMOTE_ADDR'] == '127.0.0.1' and environ['REMOTE_PORT'].isdigit()
    assert environ['SERVER_PORT'] == str(site.http.getsockname()[1]) and environ['QUERY_STRING'] == 'a=b'


def test_nothing_of_an_earlier_request_is_left(site):
    for value in '1', '22', '333':
        assert environ_of(uwsgi(site.uwsgi, '/show_environ', HTTP_X=value, HTTP_Y=value))['HTTP_X'] == value
    environ = environ_of(uwsgi(site.uwsgi, '/show_environ'))
    assert 'HTTP_X' not in environ and 'HTTP_Y' not in environ
    assert environ_of(uwsgi(site.uwsgi, '/show_environ', HTTP_Y='4'))['HTTP_Y'] == '4'


@pytest.mark.parametrize('more, scheme', [
    ({}, 'http'), ({'HTTPS': 'on'}, 'https'), ({'HTTPS': 'off'}, 'http'), ({'UWSGI_SCHEME': 'https'}, 'https'),
    ({'HTTP_X_FORWARDED_PROTO': 'https'}, 'https'), ({'HTTP_X_FORWARDED_PROTO': 'https, http'}, 'https'),
    ({'HTTP_X_FORWARDED_PROTO': 'javascript'}, 'http'), ({'HTTPS': 'on', 'HTTP_X_FORWARDED_PROTO': 'http'}, 'http'),
])
def test_url_scheme(site, more, scheme):
    for end in site.uwsgi, site.uwsgi_tcp:
        environ = environ_of(uwsgi(end, '/show_environ', **more))
        assert environ['wsgi.url_scheme'] == scheme


def test_variables_that_choose_code_are_only_shown(site):
    more = {'UWSGI_SCRIPT': 'x', 'UWSGI_MODULE': 'os', 'UWSGI_FILE': '/etc/passwd', 'UWSGI_SETENV': 'A=B',
            'UWSGI_POSTFILE': '/etc/passwd', 'UWSGI_CHDIR': '/', 'UWSGI_HOME': '/', 'wsgi.url_scheme': 'evil'}
    environ = environ_of(uwsgi(site.uwsgi, '/show_environ', **more))
    assert environ['UWSGI_MODULE'] == 'os' and environ['wsgi.url_scheme'] == 'http'


def test_modifier_30_cuts_the_script_name(site):
    environ = environ_of(uwsgi(site.uwsgi, '/show_environ', modifier=30, SCRIPT_NAME=''))
    assert environ['PATH_INFO'] == '/show_environ'


def test_background_threads_run(call):
    call('/background')
    deadline = time.monotonic() + 5
    while int(call('/background').body) < 20:
        assert time.monotonic() < deadline
