"""Modules besides the app's, and the directory after it: what is imported where, and when."""
import pytest
from clients import HTTP, uwsgi
from conftest import Site
from master import Master

APP = '''
import os, sys
seen = ','.join(name for name in ('one', 'two', 'common', 'other', 'late') if name in sys.modules)
sys.stdout.write('app in %d: %s\\n' % (os.getpid(), seen))
def application(environ, start_response):
    start_response('200 OK', [])
    return [(seen + ' ' + os.getcwd()).encode()]
'''
NOTED = 'import os, sys\nsys.stdout.write("%s in %%d\\n" %% os.getpid())\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / 'app.py').write_text(APP)
    (tmp_path / 'after').mkdir()
    for name in 'one', 'two', 'common':
        (tmp_path / (name + '.py')).write_text(NOTED % name)
    (tmp_path / 'broken.py').write_text('1 / 0\n')
    return tmp_path


def modules(shared=(), imports=(), aliases=(), late=()):
    def pairs(names):
        return [{'name': name, 'module': module} for name, module in names]
    return {'shared': list(shared), 'imports': list(imports), 'aliases': pairs(aliases), 'lateAliases': pairs(late)}


def order_of(log):
    return [line.split()[0] for line in log.split('\n') if ' in ' in line and line.split()[0] in (
        'one', 'two', 'common', 'app')]


def answer_of(folder, **order):
    with Master(directory=folder, module='app', **order) as master:
        warnings = master.loaded()['warnings']
        site = Site(master)
        worker = site.start()
        body = uwsgi(site.uwsgi, '/').body.decode()
        log = master.await_output('GET / => generated')
        site.close()
        return body, log, warnings, (master.zygote, worker.pid)


def test_imported_before_the_app(folder):
    """shared-import, then import, then the app: all of them once, as in uWSGI 2.0.31."""
    body, log, warnings, (zygote, _) = answer_of(
        folder, modules=modules(shared=['common'], imports=['one', './two.py'], aliases=[('other', 'one')]))
    assert order_of(log) == ['one', 'common', 'two', 'app'] and warnings == []
    assert body.split()[0] == 'one,common,other'
    assert all('%s in %d' % (name, zygote) in log for name in ('one', 'common', 'two', 'app'))


def test_with_lazy_apps(folder):
    """import happens in each worker, shared-import does not."""
    _, log, _, (zygote, worker) = answer_of(
        folder, lazy=True, modules=modules(shared=['common'], imports=['one'], late=[('late', 'one')]))
    assert order_of(log) == ['common', 'one', 'app']
    assert 'common in %d' % zygote in log and 'one in %d' % worker in log and 'app in %d: one,common,late' % worker in log


@pytest.mark.parametrize('option, extra', [
    ('import', modules(imports=['broken', 'one'])), ('shared-import', modules(shared=['broken', 'one']))])
def test_an_import_that_fails_is_told(folder, option, extra):
    """The site goes on, as in uWSGI; the warning goes to the master, the traceback to the log."""
    body, log, warnings, _ = answer_of(folder, modules=extra)
    assert body.split()[0] == 'one'
    assert warnings == [
        '%s = broken failed, and the site goes on without it: ZeroDivisionError: division by zero' % option]
    assert 'broken.py", line 1' in log and '<emperor>' not in log


@pytest.mark.parametrize('late', [False, True])
@pytest.mark.parametrize('target', ['one', './one.py'])
def test_aliases(folder, late, target):
    pair = [('late' if late else 'other', target)]
    body, _, _, _ = answer_of(folder, modules=modules(**{'late' if late else 'aliases': pair}))
    assert body.split()[0] == ('one,' if target == 'one' else '') + pair[0][0]


@pytest.mark.parametrize('change, text', [
    ({'modules': modules(aliases=[('x', 'missing')])},
     "pymodule-alias = x=missing: ModuleNotFoundError: No module named 'missing'"),
    ({'modules': modules(late=[('x', './missing.py')])},
     "post-pymodule-alias = x=./missing.py: FileNotFoundError: [Errno 2] No such file or directory: './missing.py'"),
    ({'directoryAfterLoad': '/nowhere'}, 'chdir2 = /nowhere: No such file or directory')])
def test_what_ends_a_start(folder, change, text):
    with Master(directory=folder, module='app', **change) as master:
        master.load()
        failed = master.channel.expect('failed')
        assert (failed['_0'], failed['text']) == ('import', text)
        assert master.end_of_zygote() == 22


@pytest.mark.parametrize('lazy', [False, True])
def test_the_directory_after_the_app(folder, lazy):
    body, log, _, _ = answer_of(folder, directoryAfterLoad=str(folder / 'after'), lazy=lazy)
    assert body.split()[-1] == str(folder / 'after')


def test_a_lazy_worker_tells_what_failed(folder):
    with Master(directory=folder, module='app', lazy=True, modules=modules(imports=['broken'])) as master:
        master.loaded()
        site = Site(master)
        site.start()
        assert HTTP(site.http).request('/').status == 200
        master.await_output('worker 1: import = broken failed, and the site goes on without it')
        site.close()
