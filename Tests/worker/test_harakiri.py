import os
import re
import select
import signal
import time

import pytest
from clients import HTTP, connect, packet, to_end, uwsgi, variables
from conftest import HERE, Site, busy
from master import Gone, Master
from test_load import PYENV


def harakiri(seconds=1, verbose=False, graceful=0, number=15, threshold=0):
    return {'seconds': seconds, 'isVerbose': verbose, 'gracefulSeconds': graceful, 'gracefulSignal': number,
            'queueThreshold': threshold}


def order(threads=1, **how):
    return pytest.mark.parametrize('site', [dict(harakiri=harakiri(**how), threads=threads)], indirect=True)


def ask(site, path, **more):
    http = HTTP(site.http)
    http.send(('GET %s HTTP/1.1\r\nHost: a\r\n\r\n' % path).encode())
    return http


def overdue(site):
    return site.worker.channel.expect('overdue')['reason']


def stack(log, request):
    """The lines below the one about a request."""
    lines = log.split('harakiri: %s ' % request)[1].split('\n')[1:]
    found = []
    for line in lines:
        if not line.startswith('  '):
            break
        found.append(line.strip())
    return found


STUCK = [('/slow?30', 'in slow'), ('/loop?30', 'in loop'), ('/regex', 'in regex')]


@pytest.mark.parametrize('path, where', STUCK)
@order()
def test_a_stuck_request_is_answered_504_and_the_worker_ends(site, path, where):
    http = ask(site, path)
    answer = http.answer()
    assert (answer.status, answer['Connection'], answer.body) == (504, 'close', b'Gateway Timeout\n')
    assert http.is_closed()
    http.close()
    assert re.fullmatch(r'harakiri of GET %s after 1\.\d s' % re.escape(path), overdue(site))
    assert site.worker.wait() == 0
    log = site.master.await_output(where)
    assert 'harakiri: GET %s from 127.0.0.1 has lasted 1.' % path in log and 's on core 0; answered 504' in log
    assert any(where in line for line in stack(log, 'GET ' + path))


@pytest.mark.parametrize('version', ['3.9', '3.10', '3.12', '3.13'])
def test_every_python_tells_where_it_is(version):
    python = [name for name in sorted(os.listdir(PYENV)) if name.startswith(version + '.')] if os.path.isdir(PYENV) else []
    if not python:
        pytest.skip('no Python %s' % version)
    for path, where in STUCK:
        with Master(HERE, os.path.join(PYENV, python[0], 'bin/python'), module='apps', harakiri=harakiri(),
                    threads=2) as master:
            master.loaded()
            site = Site(master)
            site.worker = site.start()
            http = ask(site, path)
            assert http.answer().status == 504
            http.close()
            assert any(where in line for line in stack(master.await_output(where), 'GET ' + path))
            assert site.worker.wait() == 0
            site.close()


@order()
def test_over_the_uwsgi_protocol(site):
    answer = uwsgi(site.uwsgi, '/slow', query='30')
    assert (answer.protocol, answer.status, answer.body) == ('HTTP/1.1', 504, b'Gateway Timeout\n')
    assert overdue(site).startswith('harakiri of GET /slow?30 after')
    assert 'GET /slow?30 from 192.0.2.7 has' in site.master.await_output('in slow')
    assert site.worker.wait() == 0


@order()
def test_an_answer_to_head_has_no_body(site):
    http = HTTP(site.http)
    http.send(b'HEAD /slow?30 HTTP/1.1\r\nHost: a\r\n\r\n')
    data = to_end(http.socket)
    assert data.startswith(b'HTTP/1.1 504 ') and data.endswith(b'\r\n\r\n')


@order()
def test_an_answer_that_began_is_cut(site):
    data = to_end(ask(site, '/sleeps_in_answer?30').socket)
    assert data.startswith(b'HTTP/1.1 200 ') and data.endswith(b'begun') and b'504' not in data
    overdue(site)
    assert 'its answer had begun, the connection is cut' in site.master.await_output('in sleeps_in_answer')
    assert site.worker.wait() == 0


@order()
def test_a_client_that_takes_nothing_is_cut(site):
    """The app is not at fault; its thread waits for room."""
    http = ask(site, '/endless')
    overdue(site)
    assert site.worker.wait() == 0
    assert b'504' not in to_end(http.socket)


@order()
def test_a_slow_body_counts_once_it_streams(site):
    """The clock starts when the request is complete: head, and as much of the body as is buffered."""
    body = b'x' * 1000
    http = HTTP(site.http)
    http.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')
    for start in range(0, 1000, 100):
        time.sleep(0.15)
        http.send(body[start:start + 100])
    assert http.answer().body == body
    http.send(b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n' + body)
    assert http.answer().status == 504
    assert overdue(site).startswith('harakiri of POST /echo')


@order()
def test_after_100_continue_comes_504(site):
    http = HTTP(site.http)
    http.send(b'POST /reads_then_sleeps HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n')
    assert http.answer().status == 100
    http.send(b'x' * 100000)
    assert http.answer().status == 504
    assert http.is_closed()


@order(threads=2)
def test_the_client_of_a_504_may_go_on_sending(site):
    """Its answer is not lost to a reset."""
    http = HTTP(site.http)
    http.send(b'POST /reads_then_sleeps HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n' + b'x' * 100000)
    overdue(site)
    http.send(b'x' * 1000000)
    assert http.answer().status == 504


@order(threads=2)
def test_a_thread_that_comes_late_sends_nothing(site, tmp_path):
    """It wakes while the other thread still has something to do; its connection and its answer are not its own."""
    other = ask(site, '/sleeps_in_answer?0')
    assert other.answer().status == 200
    gate = tmp_path / 'gate'
    late = ask(site, '/answers_late?%s' % gate)
    busy(site)
    time.sleep(0.4)
    gate_of_other = tmp_path / 'other'
    other.send(('GET /answers_late?%s HTTP/1.1\r\nHost: a\r\n\r\n' % gate_of_other).encode())
    overdue(site)
    gate.touch()
    site.master.await_output('about to answer')
    gate_of_other.touch()
    assert other.answer().body == b'late\n'
    data = to_end(late.socket)
    assert data.startswith(b'HTTP/1.1 504 ') and data.count(b'HTTP/1.1') == 1 and b'late' not in data
    other.close()
    late.close()
    assert site.worker.wait() == 0


@order(threads=4, seconds=2)
def test_one_of_four_threads(site):
    """The others answer what they have, quick requests do not put the stuck one off, and the stack is the right one."""
    kept = [HTTP(site.http) for _ in range(3)]
    stuck = ask(site, '/slow?30')
    busy(site)
    while kept:
        for http in kept:
            http.send(b'GET /slow?0.1 HTTP/1.1\r\nHost: a\r\n\r\n')
        answers = [http.answer() for http in kept]
        assert [answer.body for answer in answers] == [b'slow\n'] * len(kept)
        kept = [http for http, answer in zip(kept, answers) if answer['Connection'] != 'close']
    assert stuck.answer().status == 504
    stuck.close()
    assert re.fullmatch(r'harakiri of GET /slow\?30 after 2\.\d s', overdue(site))
    assert site.worker.wait() == 0


@order(threads=4)
def test_the_other_three_finish(site, tmp_path):
    """What another thread has begun is answered after the 504, and only then the process ends."""
    gates = [tmp_path / str(number) for number in range(3)]
    stuck = ask(site, '/slow?30')
    busy(site)
    time.sleep(0.6)
    others = [ask(site, '/answers_late?%s' % gate) for gate in gates]
    busy(site, 4)
    overdue(site)
    assert stuck.answer().status == 504
    late = connect(site.http, 0.2)
    late.sendall(b'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
    for gate, http in zip(gates, others):
        gate.touch()
        answer = http.answer()
        assert answer.body == b'late\n' and answer['Connection'] == 'close'
    assert site.worker.wait() == 0
    with pytest.raises(TimeoutError):
        late.recv(1)
    log = site.master.output_so_far()
    assert [line for line in stack(log, 'GET /slow?30') if 'in slow' in line]
    assert not [line for line in stack(log, 'GET /slow?30') if 'answers_late' in line]
    worker = site.start(1)
    late.settimeout(10)
    assert late.recv(20).startswith(b'HTTP/1.1 200'), 'the next worker takes what was queued'
    worker.drain()


@order(threads=2, verbose=True)
def test_verbose_tells_of_the_others(site):
    first = ask(site, '/slow?30')
    busy(site)
    time.sleep(0.3)
    second = ask(site, '/loop?30')
    assert first.answer().status == 504
    log = site.master.await_output('in loop')
    assert 'in its request:' in log and 'syscall: ' in log and 'wchan: ' in log
    second.close()


@order(threads=4)
def test_a_storm(site):
    """All at once; each of them is answered and told of."""
    for https in [[ask(site, '/slow?30') for _ in range(4)]]:
        assert [http.answer().status for http in https] == [504] * 4
        for http in https:
            http.close()
    for _ in range(4):
        overdue(site)
    assert site.worker.wait() == 0
    log = site.master.await_output('on core 3')
    assert all('s on core %d; answered 504' % core in log for core in range(4))


@order(threads=4)
def test_regex_in_one_of_four_threads(site):
    """Nobody gets the interpreter's lock; each has its time, and then the process ends."""
    clients = [ask(site, '/regex')]
    busy(site)
    time.sleep(0.3)
    clients += [ask(site, '/hello') for _ in range(3)]
    assert [http.answer().status for http in clients] == [504] * 4
    for http in clients:
        http.close()
    assert site.worker.wait() == 0
    assert any('in regex' in line for line in stack(site.master.await_output('in regex'), 'GET /regex'))


@order()
def test_quick_requests_are_let_alone(site):
    """Also those that follow each other on one connection beyond the limit, and end just before it."""
    http, until = HTTP(site.http), time.monotonic() + 2.5
    while time.monotonic() < until:
        assert http.request('/slow?0.8').body == b'slow\n'
        assert http.request('/hello').body == b'hello\n'
    site.worker.drain()
    http.close()
    assert site.worker.wait() == 0
    with pytest.raises(Gone):
        site.worker.channel.hear()


@order()
def test_requests_that_end_when_their_time_does(site):
    """Either the app's answer or ours, never both or a mixture, and never a hang."""
    seen = set()
    worker = site.worker
    for number in range(12):
        http = ask(site, '/slow?%f' % (0.994 + number * 0.001))
        answer = http.answer()
        assert (answer.status, answer.body) in [(200, b'slow\n'), (504, b'Gateway Timeout\n')]
        seen.add(answer.status)
        http.close()
        if answer.status == 504:
            assert worker.wait() == 0
            worker = site.start((number + 1) % 4)
    assert 504 in seen


@order()
def test_a_draining_worker(site):
    http = ask(site, '/slow?30')
    busy(site)
    site.worker.drain()
    assert http.answer().status == 504
    http.close()
    assert site.worker.wait() == 0


@order(threads=2)
def test_a_draining_worker_whose_queue_holds_a_stuck_request(site):
    site.worker.drain()
    site.worker.wait()
    first = ask(site, '/slow?30')
    site.worker = site.start(1)
    busy(site)
    site.worker.drain()
    assert first.answer().status == 504
    first.close()
    assert site.worker.wait() == 0


@order(graceful=20, number=signal.SIGUSR1)
def test_a_signal_goes_first(site):
    """The app may answer by itself; then its worker lives on."""
    http = HTTP(site.http)
    for _ in range(2):
        answer = http.request('/interruptible')
        assert (answer.status, answer.body) == (503, b'interrupted\n')
    log = site.master.await_output('SIGUSR1 is sent')
    assert any('in interruptible' in line for line in stack(log, 'the request on core 0')), log
    assert http.request('/pid').body == b'%d' % site.worker.pid


@order(graceful=1, number=signal.SIGWINCH)
def test_after_a_signal_that_does_nothing_comes_the_end(site):
    http = ask(site, '/slow?30')
    assert http.answer().status == 504
    http.close()
    assert re.fullmatch(r'harakiri of GET /slow\?30 after 2\.\d s', overdue(site))
    assert site.worker.wait() == 0


@pytest.mark.parametrize('kind', ['http', 'uwsgi'])
@order(threshold=3)
def test_only_when_connections_wait(site, kind):
    """On a TCP socket and on a unix socket."""
    stuck = ask(site, '/slow?30')
    busy(site)
    end = next(end for wire, _, end in site.sockets if wire == kind)
    waiting = [connect(end) for _ in range(2)]
    site.master.await_output('2 do')
    assert not select.select([stuck.socket], [], [], 1.5)[0]
    waiting.append(connect(end))
    assert stuck.answer().status == 504
    overdue(site)
    for client in waiting:
        client.close()


@order()
def test_a_stopped_process_judges_by_no_time_that_it_did_not_have(site):
    http = ask(site, '/slow?2.2')
    busy(site)
    os.kill(site.worker.pid, signal.SIGSTOP)
    time.sleep(2.5)
    os.kill(site.worker.pid, signal.SIGCONT)
    assert http.answer().body == b'slow\n'


@order()
def test_the_watcher_says_that_it_looks(site):
    """By this the master knows that it need not."""
    deadline = time.monotonic() + 10
    seen = set()
    while len(seen) < 3:
        assert time.monotonic() < deadline
        seen.add(site.worker.cell('lookedAt'))
        select.select([], [], [], 0.01)


def test_without_harakiri_there_is_no_watcher():
    counts = []
    for how in None, harakiri():
        with Master(HERE, module='apps', harakiri=how) as master:
            master.loaded()
            site = Site(master)
            worker = site.start()
            counts.append(len(os.listdir('/proc/%d/task' % worker.pid)))
            site.close()
    assert counts == [1, 2]


@order()
def test_a_site_may_use_faulthandler_itself(site):
    http = HTTP(site.http)
    assert http.request('/uses_faulthandler').body == b'used\n'
    http.send(b'GET /slow?30 HTTP/1.1\r\nHost: a\r\n\r\n')
    assert http.answer().status == 504
    assert any('in slow' in line for line in stack(site.master.await_output('in slow'), 'GET /slow?30'))


@order()
def test_connections_that_wait_are_left_to_the_next_worker(site):
    """Kept ones, with and without a request on its way, and one that has said nothing yet."""
    kept = [HTTP(site.http) for _ in range(2)]
    for http in kept:
        assert http.request('/pid').body == b'%d' % site.worker.pid
    silent = HTTP(site.http)
    assert HTTP(site.http).request('/hello').status == 200, 'the silent one was accepted before'
    stuck = ask(site, '/slow?30')
    busy(site)
    kept[0].send(b'GET /pid HTTP/1.1\r\nHost: a\r\n\r\n')
    assert stuck.answer().status == 504
    stuck.close()
    overdue(site)
    left = site.worker.channel.expect('leaves')
    assert len(left['_0']) == len(left['descriptors']) >= 3
    assert {socket['wire'] for socket in left['_0']} == {'http'}
    assert site.worker.wait() == 0
    worker = site.master.ready(1)
    worker.go(site.sockets)
    worker.channel.tell('take', {'_0': left['_0']}, left['descriptors'])
    for descriptor in left['descriptors']:
        os.close(descriptor)
    assert kept[0].answer().body == b'%d' % worker.pid
    for http in kept + [silent]:
        assert http.request('/pid').body == b'%d' % worker.pid
        http.close()
    worker.drain()
    assert worker.wait() == 0
