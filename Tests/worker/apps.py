"""Small apps, named by what they do."""
import gzip
import io
import faulthandler
import os
import re
import signal
import sys
import tempfile
import threading
import time
from wsgiref.validate import validator


def reply(start_response, body, status='200 OK', headers=()):
    start_response(status, [('Content-Type', 'text/plain')] + list(headers))
    return [body]


def hello(environ, start_response):
    return reply(start_response, b'hello\n')


def show_environ(environ, start_response):
    lines = ['%s=%s' % (key, environ[key]) for key in sorted(environ)]
    return reply(start_response, '\n'.join(lines).encode('latin-1', 'replace'))


def echo(environ, start_response):
    return reply(start_response, environ['wsgi.input'].read())


def echo_pieces(environ, start_response):
    """Reads in every way there is, one after the other."""
    stream = environ['wsgi.input']
    pieces = [stream.read(0), stream.read(3), stream.readline(), stream.readline(2)]
    pieces += stream.readlines(1)
    pieces += [line for line in stream]
    pieces += [stream.read(), stream.read(10), stream.readline()]
    return reply(start_response, b'|'.join(pieces))


def count_body(environ, start_response):
    stream, size = environ['wsgi.input'], 0
    while True:
        piece = stream.read(65536)
        if not piece:
            return reply(start_response, b'%d' % size)
        size += len(piece)


def input_error(environ, start_response):
    try:
        environ['wsgi.input'].read()
    except OSError as error:
        sys.stderr.write('input error: %s\n' % error)
        raise
    return reply(start_response, b'read')


def ignore_body(environ, start_response):
    return reply(start_response, b'ignored')


def stream(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    for number in range(3):
        yield b'piece %d\n' % number


def two_pieces(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'one', b'', b'two']


def writes(environ, start_response):
    write = start_response('200 OK', [('Content-Type', 'text/plain')])
    write(b'written ')
    write(b'twice ')
    return [b'returned']


def nothing(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return []


def no_content(environ, start_response):
    start_response('204 No Content', [])
    return [b'never sent']


def too_much(environ, start_response):
    start_response('200 OK', [('Content-Length', '3')])
    return [b'abcdef']


def too_little(environ, start_response):
    start_response('200 OK', [('Content-Length', '10')])
    return [b'abc']


def raises(environ, start_response):
    raise ValueError('broken before the headers')


def raises_later(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    yield b'first\n'
    raise ValueError('broken in the middle')


def raises_after_start(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    raise ValueError('broken after start_response')


def exits(environ, start_response):
    sys.exit(3)


def recovers(environ, start_response):
    start_response('200 OK', [('X-First', 'yes')])
    try:
        raise ValueError('handled')
    except ValueError:
        start_response('500 Oops', [('Content-Type', 'text/plain')], sys.exc_info())
    return [b'recovered']


def twice(environ, start_response):
    start_response('200 OK', [])
    start_response('200 OK', [])
    return []


def never_starts(environ, start_response):
    return [b'body']


def injects(environ, start_response):
    return reply(start_response, b'', headers=[('X-Bad', 'a\r\nX-Injected: b')])


def yields_text(environ, start_response):
    return reply(start_response, 'text')


def returns_bytes(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return b'bytes'


def returns_none(environ, start_response):
    start_response('200 OK', [])


class Closing:
    def __init__(self, pieces):
        self.pieces = iter(pieces)

    def __iter__(self):
        return self

    def __next__(self):
        piece = next(self.pieces)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self):
        sys.stderr.write('closed\n')


def closes(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return Closing([b'a', b'b'])


def closes_after_error(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return Closing([b'a', ValueError('in the middle')])


def endless(environ, start_response):
    def pieces():
        try:
            while True:
                yield b'x' * 65536
        finally:
            sys.stderr.write('endless closed\n')
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return pieces()


def big(environ, start_response):
    return reply(start_response, b'x' * 5_000_000)


def file(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return environ['wsgi.file_wrapper'](open(__file__, 'rb'), 100)


class Shouting(io.FileIO):
    """What it reads is not what is in the file."""

    def read(self, size=-1):
        return super().read(size).upper()


def temporary(path):
    file = tempfile.NamedTemporaryFile()
    file.write(open(path, 'rb').read())
    file.seek(0)
    return file


def piped(path):
    reader, writer = os.pipe()
    with open(path, 'rb') as file:
        threading.Thread(target=lambda data: os.fdopen(writer, 'wb').write(data), args=[file.read()]).start()
    return os.fdopen(reader, 'rb')


FILES = {
    'plain': lambda path: open(path, 'rb'), 'raw': lambda path: open(path, 'rb', buffering=0),
    'random': lambda path: open(path, 'r+b'), 'temporary': temporary, 'shouting': Shouting, 'gzip': gzip.open,
    'pipe': piped, 'memory': lambda path: io.BytesIO(open(path, 'rb').read())}


def sends_file(environ, start_response):
    """?kind&path&start&length: from a place on that reading and seeking led to, with a Content-Length or without."""
    kind, path, start, length = (environ['QUERY_STRING'] + '&&&').split('&')[:4]
    file = FILES[kind](path)
    if start:
        file.read(int(start) // 2)
        file.seek(int(start) - int(start) // 2, 1)
    start_response('200 OK', [('Content-Length', length)] if length else [])
    return environ['wsgi.file_wrapper'](file)


def slow(environ, start_response):
    time.sleep(float(environ.get('QUERY_STRING') or '0.5'))
    return reply(start_response, b'slow\n')


def loop(environ, start_response):
    """Keeps the interpreter's lock, but for moments."""
    until = time.monotonic() + float(environ['QUERY_STRING'])
    while time.monotonic() < until:
        pass
    return reply(start_response, b'looped\n')


def regex(environ, start_response):
    """Keeps the interpreter's lock in C, for years."""
    re.match(r'(a+)+$', 'a' * 40 + 'b')
    return reply(start_response, b'matched\n')


def sleeps_in_answer(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain'), ('Content-Length', '10')])
    yield b'begun'
    time.sleep(float(environ['QUERY_STRING']))
    yield b'ended'


def answers_late(environ, start_response):
    """Ignores what became of its request, and writes when the file at the path appears."""
    while not os.path.exists(environ['QUERY_STRING']):
        time.sleep(0.01)
    sys.stderr.write('about to answer\n')
    return reply(start_response, b'late\n')


def reads_then_sleeps(environ, start_response):
    environ['wsgi.input'].read(1)
    time.sleep(30)


def uses_faulthandler(environ, start_response):
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR2, all_threads=True)
    faulthandler.dump_traceback_later(60)
    faulthandler.cancel_dump_traceback_later()
    faulthandler.unregister(signal.SIGUSR2)
    faulthandler.disable()
    return reply(start_response, b'used\n')


class Interrupted(Exception):
    pass


def interruptible(environ, start_response):
    try:
        time.sleep(30)
    except Interrupted:
        return reply(start_response, b'interrupted\n', '503 Service Unavailable')


def interrupt(*_):
    raise Interrupted


signal.signal(signal.SIGUSR1, interrupt)


def pid(environ, start_response):
    return reply(start_response, b'%d' % os.getpid())


def callback(environ, start_response):
    """Has a C library call back into Python, as database drivers do."""
    import ctypes
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
    numbers = (ctypes.c_int * 4)(3, 1, 2, 0)
    ctypes.CDLL(None).qsort(numbers, 4, 4, kind(lambda a, b: a[0] - b[0]))
    return reply(start_response, repr(list(numbers)).encode())


def forks(environ, start_response):
    """Forks a child and ends it by a signal."""
    import multiprocessing
    import signal
    child = multiprocessing.get_context('fork').Process(target=time.sleep, args=(60,))
    child.start()
    os.kill(child.pid, getattr(signal, environ['QUERY_STRING']))
    child.join()
    return reply(start_response, b'%d' % child.exitcode)


def loops(environ, start_response):
    import asyncio

    async def body():
        await asyncio.sleep(0)
        return b'looped'
    return reply(start_response, asyncio.run(body()))


kept = []


def keeps(environ, start_response):
    """Keeps what belongs to a request, and says what became of what an earlier one kept."""
    outcome = []
    for start, stream in kept:
        for use in lambda: start('200 OK', []), stream.read:
            try:
                use()
                outcome.append('works')
            except RuntimeError as error:
                outcome.append(str(error))
    kept.append((start_response, environ['wsgi.input']))
    return reply(start_response, '\n'.join(outcome).encode())


def thread_name(environ, start_response):
    barrier.wait(10)
    return reply(start_response, b'%d' % threading.get_native_id())


barrier = threading.Barrier(2)

ticks = []


def background(environ, start_response):
    if not ticks:
        def tick():
            while True:
                ticks.append(1)
                time.sleep(0.005)
        threading.Thread(target=tick, daemon=True).start()
        ticks.append(1)
    return reply(start_response, b'%d' % len(ticks))


def validated(environ, start_response):
    return validator(body_reader)(environ, start_response)


def memory_file(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return environ['wsgi.file_wrapper'](io.BytesIO(b'no descriptor'))


def status(environ, start_response):
    """Answers with the status that the query asks for."""
    return reply(start_response, b'status\n', environ['QUERY_STRING'] + ' As Asked')


def body_reader(environ, start_response):
    data = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'read %d' % len(data)]


def application(environ, start_response):
    """Calls the app that the path names."""
    name = environ['PATH_INFO'].lstrip('/') or 'hello'
    return globals()[name](environ, start_response)
