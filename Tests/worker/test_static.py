import os

import pytest
from clients import HTTP
from conftest import Site
from master import Master

HERE = os.path.dirname(os.path.abspath(__file__))


@pytest.fixture
def files(tmp_path):
    root = tmp_path / 'static'
    root.mkdir()
    (root / 'a.css').write_text('body {}')
    (root / 'big').write_bytes(b'x' * 300_000)
    (tmp_path / 'static_private').mkdir()
    (tmp_path / 'static_private' / 'secret').write_text('secret')
    (root / 'out').symlink_to(tmp_path / 'static_private' / 'secret')
    (root / 'in').symlink_to(root / 'a.css')
    maps = [{'prefix': '/static', 'path': str(root)}, {'prefix': '/favicon.ico', 'path': str(root / 'a.css')}]
    with Master(directory=HERE, module='apps:pid', staticMaps=maps) as master:
        master.loaded()
        site = Site(master)
        site.start()
        yield site
        site.close()


def test_a_file(files):
    http = HTTP(files.http)
    answer = http.request('/static/a.css')
    assert (answer.status, answer.body, answer['Content-Type']) == (200, b'body {}', 'text/css')
    assert http.request('/static/big')['Content-Type'] == 'application/octet-stream'
    again = http.request('/static/a.css', headers=['If-Modified-Since: ' + answer['Last-Modified']])
    assert (again.status, again.body) == (304, b'')
    head = http.request('/static/a.css', 'HEAD')
    assert (head.status, head['Content-Length']) == (200, '7')
    assert http.request('/favicon.ico').body == b'body {}' and http.request('/static/in').body == b'body {}'
    assert '|app: -1|req: -1/' in files.master.await_output('GET /favicon.ico')


@pytest.mark.parametrize('path, method', [
    ('/static/none', 'GET'), ('/static', 'GET'), ('/static/', 'GET'), ('/static_private/secret', 'GET'),
    ('/static/out', 'GET'), ('/static/../static_private/secret', 'GET'), ('/static/%2e%2e/static_private/secret', 'GET'),
    ('/static//../../../../etc/passwd', 'GET'), ('/static/a.css', 'POST'), ('/statica.css', 'GET')])
def test_what_is_none_goes_to_the_app(files, path, method):
    assert HTTP(files.http).request(path, method).body.isdigit()
