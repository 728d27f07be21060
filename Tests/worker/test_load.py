import os

import pytest
from clients import HTTP, uwsgi
from conftest import HERE, Site
from master import Master

PYENV = os.path.expanduser('~/.pyenv/versions')


@pytest.fixture
def project(tmp_path):
    (tmp_path / 'good.py').write_text(
        'def application(e, s):\n    s("200 OK", [])\n    return [__name__.encode()]\n'
        'def create_app():\n    return application\ndef make_nothing():\n    pass\nother = application\nnumber = 3\nclass Thing: pass\n')
    (tmp_path / 'broken.py').write_text('x = 1\ny = 2\ndef f(:\n')
    (tmp_path / 'raises.py').write_text('import sys\nsys.stdout.write("printed\\n")\nraise RuntimeError("no settings\\nat all")\n')
    (tmp_path / 'leaves.py').write_text('import sys\nsys.exit("bye")\n')
    (tmp_path / 'empty.py').write_text('')
    (tmp_path / 'needs.py').write_text('import not_there_at_all\n')
    (tmp_path / 'my-site.wsgi').write_text('def application(e, s):\n    s("200 OK", [])\n    return [__name__.encode()]\n')
    package = tmp_path / 'package'
    package.mkdir()
    (package / '__init__.py').write_text('')
    (package / 'wsgi.py').write_text('from good import application\n')
    return tmp_path


def answer_of(directory, **order):
    with Master(directory=str(directory), **order) as master:
        master.loaded()
        site = Site(master)
        site.start()
        answer = uwsgi(site.uwsgi, '/')
        site.close()
        return answer


@pytest.mark.parametrize('order, body', [
    ({'module': 'good'}, b'good'), ({'module': 'good:application'}, b'good'), ({'module': 'good', 'callable': 'other'}, b'good'),
    ({'module': 'good:create_app()'}, b'good'), ({'module': 'package.wsgi'}, b'good'),
    ({'module': 'good', 'callable': 'create_app()'}, b'good'),
    ({'wsgiFile': 'good.py'}, b'uwsgi_file_good'), ({'wsgiFile': 'my-site.wsgi'}, b'uwsgi_file_my-site_wsgi'),
])
def test_apps_that_are_found(project, order, body):
    assert answer_of(project, **order).body == body


@pytest.mark.parametrize('lazy', [False, True])
@pytest.mark.parametrize('order, text, printed', [
    ({'module': 'broken'}, 'SyntaxError: invalid syntax (broken.py, line 3)', 'def f(:'),
    ({'module': 'raises'}, 'RuntimeError: no settings', 'Traceback (most recent call last):'),
    ({'module': 'leaves'}, 'SystemExit: bye', 'SystemExit: bye'),
    ({'module': 'goood'}, "ModuleNotFoundError: No module named 'goood'; modules in", 'ModuleNotFoundError'),
    ({'module': 'needs'}, "ModuleNotFoundError: No module named 'not_there_at_all'", 'needs.py'),
    ({'module': 'good:app'}, "has no attribute 'app'; callables in it: application, create_app(), make_nothing(), other", 'good.py'),
    ({'module': 'good:number'}, "'number' in good", 'is no callable but of type int'),
    ({'module': 'good:make_nothing()'}, 'make_nothing() of good', 'made no callable but a NoneType'),
    ({'module': 'empty'}, 'there is no callable in it', 'empty.py'),
    ({'wsgiFile': 'gone.py'}, 'wsgi-file gone.py: No such file or directory; in ', 'good.py'),
    ({}, 'no app is named: set module or wsgi-file', ''),
])
def test_apps_that_are_not_found(project, order, text, printed, lazy):
    with Master(directory=str(project), lazy=lazy, **order) as master:
        if lazy:
            master.loaded()
            worker = master.worker()
            failed = worker.channel.expect('failed')
            assert worker.wait() == 22
        else:
            failed = master.load().channel.expect('failed')
            assert master.end_of_zygote() == 22
        assert failed['_0'] == 'import' and text in failed['text'] and '\n' not in failed['text'], failed
        log = master.await_output(printed)
        assert '<emperor>' not in log and '_bootstrap' not in log


def test_need_app_off(project):
    answer = answer_of(project, module='broken', needApp=False)
    assert answer.status == 500 and answer.body == b'Internal Server Error'


def test_lazy(project):
    assert answer_of(project, module='good', lazy=True).body == b'good'


def test_paths_and_arguments(tmp_path):
    (tmp_path / 'app.py').write_text(
        'import sys\ndef application(e, s):\n    s("200 OK", [])\n'
        '    names = sorted(n for n in vars(sys.modules["__main__"]) if not n.startswith("__"))\n'
        '    return [repr((sys.argv, sys.path[:3], names, sys.executable)).encode()]\n')
    for name in 'lib1', 'lib2':
        (tmp_path / name).mkdir()
    body = answer_of(tmp_path, module='app', arguments=['-a', 'b c'], pythonPath=['one', str(tmp_path) + '/lib*']).body
    argv, path, names, executable = eval(body)
    assert argv == ['uwsgi', '-a', 'b c'] and names == []
    assert path == [str(tmp_path / 'lib2'), str(tmp_path / 'lib1'), 'one']


def test_leftovers_are_named(tmp_path):
    (tmp_path / 'app.py').write_text(
        'import threading, time, socket\n'
        'threading.Thread(target=time.sleep, args=(60,), name="poller", daemon=True).start()\n'
        'end = socket.socket(); end.bind(("127.0.0.1", 0)); end.listen()\n'
        'client = socket.create_connection(end.getsockname())\n'
        'def application(e, s):\n    s("200 OK", [])\n    return [b"x"]\n')
    with Master(directory=str(tmp_path), module='app') as master:
        warnings = master.loaded()['warnings']
        assert len(warnings) == 2 and "thread 'poller'" in warnings[0] and 'a connection to 127.0.0.1:' in warnings[1]
        site = Site(master)
        site.start()
        assert uwsgi(site.uwsgi, '/').body == b'x'


def test_a_database_and_a_seed_are_named_and_workers_differ(tmp_path):
    (tmp_path / 'app.py').write_text(
        'import sqlite3, os\n'
        'base = sqlite3.connect("base.db"); base.execute("create table if not exists t (a)"); base.commit()\n'
        'fresh = sqlite3.connect("fresh.db")\n'
        'import random\nfrom random import seed\nseed(7)\n'
        'def application(e, s):\n    s("200 OK", [])\n    return [repr((os.getpid(), random.random())).encode()]\n')
    with Master(directory=str(tmp_path), module='app') as master:
        warnings = master.loaded()['warnings']
        assert [w.split(',')[0] for w in warnings] == [
            f'the database {tmp_path}/base.db', f'the database {tmp_path}/fresh.db', 'random'], warnings
        numbers = set()
        for number in range(2):
            site = Site(master)
            worker = site.start(number)
            pid, value = eval(uwsgi(site.uwsgi, '/').body)
            assert pid == worker.pid
            numbers.add(value)
            worker.drain()
            assert worker.wait() == 0
        assert len(numbers) == 2 and 0.32383276483316237 not in numbers  # random.Random(7).random()


@pytest.mark.parametrize('text', ['import random', 'import random as r; r.Random(1)', 'import sqlite3; sqlite3.connect(":memory:")',
                                  'import sqlite3; kept = open("log", "a")', '', 'from random import seed'])
def test_what_leaves_nothing_behind_is_not_named(tmp_path, text):
    (tmp_path / 'app.py').write_text(text + '\ndef application(e, s):\n    s("200 OK", [])\n    return [b"x"]\n')
    with Master(directory=str(tmp_path), module='app') as master:
        assert master.loaded()['warnings'] == []


def test_a_module_of_the_site_may_be_called_random(tmp_path):
    (tmp_path / 'random.py').write_text('def seed(): return b"mine"\n')
    (tmp_path / 'app.py').write_text(
        'import random\nkept = random.seed()\ndef application(e, s):\n    s("200 OK", [])\n    return [kept]\n')
    assert answer_of(tmp_path, module='app').body == b'mine'


def test_handlers_of_the_app_do_not_keep_a_worker(tmp_path):
    (tmp_path / 'app.py').write_text(
        'import signal\nfor n in signal.SIGTERM, signal.SIGHUP, signal.SIGINT:\n    signal.signal(n, signal.SIG_IGN)\n'
        'def application(e, s):\n    s("200 OK", [])\n    return [b"x"]\n')
    for lazy in False, True:
        with Master(directory=str(tmp_path), module='app', lazy=lazy) as master:
            master.loaded()
            worker = Site(master).start()
            os.kill(worker.pid, 15)
            assert worker.wait() == 0


def test_exit_functions_run_and_are_bounded(tmp_path):
    (tmp_path / 'app.py').write_text(
        'import atexit, os, time, threading\natexit.register(lambda: print("leaving", os.getpid()))\n'
        'def application(e, s):\n    if e["PATH_INFO"] == "/stuck":\n'
        '        threading.Thread(target=time.sleep, args=(60,)).start()\n'
        '    s("200 OK", [])\n    return [b"x"]\n')
    with Master(directory=str(tmp_path), module='app') as master:
        master.loaded()
        site = Site(master)
        worker = site.start()
        worker.drain()
        assert worker.wait() == 0
        master.await_output('leaving %d' % worker.pid)
        worker = site.start(1)
        uwsgi(site.uwsgi, '/stuck')
        worker.drain()
        assert worker.wait(6) == 0
        master.await_output('still run after')


def test_hooks_of_fork_run(tmp_path):
    (tmp_path / 'app.py').write_text(
        'import os\nlog = []\nos.register_at_fork(before=lambda: log.append("before"), after_in_child=lambda: log.append("child"))\n'
        'def application(e, s):\n    s("200 OK", [])\n    return [" ".join(log).encode()]\n')
    assert answer_of(tmp_path, module='app').body == b'before child'


@pytest.mark.parametrize('python, text', [
    ('2.7.18', 'is Python 2.7.18: Python 3.9 or newer is needed'), ('3.8.18', 'is Python 3.8.18'), ('3.6.15', 'is Python 3.6.15')])
def test_interpreters_that_are_too_old(python, text):
    path = '%s/%s/bin/python' % (PYENV, python)
    if not os.path.exists(path):
        pytest.skip('not installed')
    with Master(directory=HERE, python=path, module='apps') as master:
        failed = master.channel.expect('failed')
        assert failed['_0'] == 'python' and text in failed['text'] and path in failed['text']
        assert master.end_of_zygote() == 22


@pytest.mark.parametrize('python', ['3.9.18', '3.10.13', '3.11.7', '3.12.1', '3.13.0'])
def test_interpreters_that_serve(python):
    path = '%s/%s/bin/python' % (PYENV, python)
    if not os.path.exists(path):
        pytest.skip('not installed')
    with Master(directory=HERE, python=path, module='apps', threads=2) as master:
        master.loaded()
        assert master.hello['python'] == python and master.hello['version'] == 3
        site = Site(master)
        worker = site.start()
        http = HTTP(site.http)
        for name in 'hello', 'echo_pieces', 'stream', 'writes', 'raises_after_start':
            try:
                http.request('/' + name)
            except ConnectionError:
                http = HTTP(site.http)
        for _ in range(500):
            assert uwsgi(site.uwsgi, '/echo', 'POST', body=b'abc').body == b'abc'
        worker.drain()
        assert worker.wait() == 0


def warmed(tmp_path, code, *requests):
    """What the first request to a worker is answered, and what the zygote warned of."""
    (tmp_path / 'warm.py').write_text(code)
    with Master(directory=str(tmp_path), module='warm', warmUps=list(requests)) as master:
        warnings = master.loaded()['warnings']
        site = Site(master)
        site.start()
        answer = uwsgi(site.uwsgi, '/own').body.decode()
        site.close()
        return answer, warnings


def test_warm_up_is_shared_by_workers(tmp_path):
    code = (
        'seen = []\n'
        'def application(e, s):\n'
        '    seen.append(e.get("HTTP_HOST", "") + e["PATH_INFO"] + "?" + e["QUERY_STRING"])\n'
        '    s("200 OK", [])\n'
        '    return [" ".join(seen).encode()]\n')
    answer, warnings = warmed(tmp_path, code, '/first?x=1', 'example.org/second')
    assert answer.split() == ['localhost/first?x=1', 'example.org/second?', 'example.org/own?']
    assert warnings == []


@pytest.mark.parametrize('body, warning', [
    ('raise RuntimeError("no such page")', 'warm-up = /: RuntimeError: no such page'),
    ('s("503 Busy", []); return []', 'warm-up = /: it was answered with 503 Busy'),
    ('return []', 'warm-up = /: it was answered with nothing'),
])
def test_a_warm_up_that_fails_is_a_warning(tmp_path, body, warning):
    code = f'def application(e, s):\n    if e["PATH_INFO"] == "/":\n        {body}\n    s("200 OK", [])\n    return [b"up"]\n'
    answer, warnings = warmed(tmp_path, code, '/')
    assert answer == 'up'
    assert len(warnings) == 1 and warning in warnings[0]


def test_warm_up_closes_what_it_opened(tmp_path):
    """The answer is closed, and Django's connections are, which workers must not share."""
    code = (
        'import sys, types\n'
        'done = []\n'
        'db = sys.modules["django.db"] = types.ModuleType("django.db")\n'
        'db.connections = types.SimpleNamespace(close_all=lambda: done.append("databases"))\n'
        'class Answer(list):\n'
        '    def close(self): done.append("answer")\n'
        'def application(e, s):\n'
        '    s("200 OK", [])\n'
        '    return Answer([" ".join(done).encode()])\n')
    assert warmed(tmp_path, code, '/') == ('answer databases', [])
