"""`mount` and `manage-script-name`: which app answers, and what it is told of the path."""
import os
import re

import pytest
from clients import HTTP, uwsgi
from conftest import Site
from master import Master, files

HERE = os.path.dirname(os.path.abspath(__file__))

APP = '''
def application(environ, start_response):
    start_response('200 OK', [])
    return [('%s %s %s' % (__name__, environ.get('SCRIPT_NAME'), environ['PATH_INFO'])).encode('latin-1')]
other = application
'''


def mounts(**points):
    return [{'point': point, 'app': app} for point, app in points.items()]


@pytest.fixture
def served(tmp_path, request):
    """A site of a directory with these modules; asked over the uwsgi protocol."""
    for name in 'first', 'second', 'third':
        (tmp_path / (name + '.py')).write_text(APP)
    order = dict(pythonPath=[str(tmp_path)], **request.param)
    with Master(directory=tmp_path, **order) as master:
        master.loaded()
        site = Site(master)
        site.worker = site.start()
        yield site
        site.close()


def ask(site, path, modifier=0, **more):
    return uwsgi(site.uwsgi, path, modifier=modifier, **more).body.decode()


THREE = mounts(**{'/foo': 'second:application', '/foobis/': 'third.py', '/foo/deep': 'third:other'})


@pytest.mark.parametrize('served', [
    {'module': 'first', 'mounts': THREE, 'managesScriptName': True}], indirect=True)
def test_managed(served):
    """As uWSGI 2.0.31 answered, but for /foobis, where it reads beyond the path."""
    expected = {
        '/': 'first  /', '/foo': 'second /foo ', '/foo/': 'second /foo /', '/foo/x': 'second /foo /x',
        '/fooanything': 'first  /fooanything', '/foobis': 'uwsgi_file_third /foobis/ ',
        '/foobis/': 'uwsgi_file_third /foobis/ ', '/foobis/x': 'uwsgi_file_third /foobis/ x',
        '/foo/deep': 'third /foo/deep ', '/foo/deep/y': 'third /foo/deep /y', '/foo/deeper': 'second /foo /deeper',
        '/other': 'first  /other'}
    assert {path: ask(served, path) for path in expected} == expected
    http = HTTP(served.http)
    assert {path: http.request(path).body.decode() for path in expected} == expected


@pytest.mark.parametrize('served', [
    {'module': 'first', 'mounts': THREE, 'managesScriptName': True}], indirect=True)
def test_managed_behind_a_proxy_with_a_script_name(served):
    assert ask(served, '/foo/x', SCRIPT_NAME='/bla') == 'second /foo /x'
    assert ask(served, '/x', SCRIPT_NAME='/foo') == 'second /foo /x'
    assert ask(served, '/foo/x', SCRIPT_NAME='/foo', modifier=30) == 'second /foo /x'
    assert ask(served, '/', SCRIPT_NAME='/foo') == 'second /foo /'


@pytest.mark.parametrize('served', [{'module': 'first', 'mounts': THREE}], indirect=True)
def test_chosen_by_the_script_name(served):
    """Without manage-script-name: what the web server says, exactly, and the path stays as it is."""
    assert ask(served, '/foo/x') == 'first  /foo/x'
    assert ask(served, '/x', SCRIPT_NAME='/foo') == 'second /foo /x'
    assert ask(served, '/x', SCRIPT_NAME='/foo/') == 'first /foo/ /x'
    assert ask(served, '/x', SCRIPT_NAME='/foobis') == 'first /foobis /x'
    assert ask(served, '/x', SCRIPT_NAME='/none') == 'first /none /x'
    assert ask(served, '/foo/x', SCRIPT_NAME='/foo', modifier=30) == 'second /foo /x'
    assert HTTP(served.http).request('/foo/x').body == b'first  /foo/x'


@pytest.mark.parametrize('served', [{'mounts': mounts(**{'/b': 'second:other', '/c': 'third:other'})}], indirect=True)
def test_the_first_mount_is_the_default(served):
    assert ask(served, '/x') == 'second  /x'
    assert ask(served, '/x', SCRIPT_NAME='/c') == 'third /c /x'


@pytest.mark.parametrize('served', [
    {'module': 'first', 'mounts': mounts(**{'/b': 'second'}), 'fallsBack': False}], indirect=True)
def test_no_default_app(served):
    assert ask(served, '/x') == 'first  /x'
    answer = uwsgi(served.uwsgi, '/x', SCRIPT_NAME='/none')
    assert (answer.status, answer.body) == (500, b'Internal Server Error')
    log = served.master.await_output('|app: -1|req: -1/2]')
    assert '--- no python application found' in log


@pytest.mark.parametrize('served', [
    {'module': 'first', 'mounts': THREE, 'managesScriptName': True}], indirect=True)
def test_each_app_is_counted(served):
    """The log's line says which app it was, and the how manieth request of that app."""
    for path in '/', '/foo/1', '/foo/2', '/foobis/1', '/last':
        ask(served, path)
    log = served.master.await_output('/last =>')
    assert re.findall(r'\|app: (-?\d)\|req: (\d+/\d+)\]', log) == [
        ('0', '1/1'), ('1', '1/2'), ('1', '2/3'), ('2', '1/4'), ('0', '2/5')]


@pytest.mark.parametrize('served', [{
    'module': 'first', 'mounts': THREE, 'managesScriptName': True, 'threads': 2, 'lazy': True}], indirect=True)
def test_threads_and_lazy_apps(served):
    assert [ask(served, path) for path in ('/x', '/foo/x', '/foobis/x')] == [
        'first  /x', 'second /foo /x', 'uwsgi_file_third /foobis/ x']


@pytest.mark.parametrize('served', [{
    'module': 'first', 'mounts': mounts(**{'/foo': 'second'}), 'managesScriptName': True,
    'files': files(('/static', HERE))}], indirect=True)
def test_files_below_a_mount_point(served):
    """static-map sees the path that the app would see."""
    assert b'Which app answers' not in uwsgi(served.uwsgi, '/foo/static/none').body
    assert uwsgi(served.uwsgi, '/foo/static/pytest.ini').body.startswith(b'[pytest]')
    assert uwsgi(served.uwsgi, '/static/pytest.ini').body.startswith(b'[pytest]')


@pytest.mark.parametrize('app, reason', [
    ('missing:application', "ModuleNotFoundError: No module named 'missing'"),
    ('first:nothing', "has no attribute 'nothing'"), ('none.py', 'file none.py: No such file or directory'),
    ('broken.py', 'ZeroDivisionError: division by zero')])
@pytest.mark.parametrize('module', ['first', None])
def test_a_mount_that_does_not_load(tmp_path, app, reason, module):
    (tmp_path / 'first.py').write_text(APP)
    (tmp_path / 'broken.py').write_text('1 / 0\n')
    order = dict({'module': module} if module else {}, mounts=mounts(**{'/a': 'first', '/b': app}))
    with Master(directory=tmp_path, **order) as master:
        master.load()
        failed = master.channel.expect('failed')
        assert failed['_0'] == 'import' and failed['text'].startswith('mount /b=%s: ' % app), failed
        assert reason in failed['text']
        assert master.end_of_zygote() == 22


def test_without_need_app_the_others_serve(tmp_path):
    (tmp_path / 'first.py').write_text(APP)
    order = {'module': 'first', 'mounts': mounts(**{'/b': 'missing:app'}), 'needApp': False}
    with Master(directory=tmp_path, **order) as master:
        master.loaded()
        site = Site(master)
        site.start()
        assert ask(site, '/x') == 'first  /x'
        assert uwsgi(site.uwsgi, '/x', SCRIPT_NAME='/b').status == 500
        site.close()
