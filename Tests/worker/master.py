"""Plays a vassal's master: starts a zygote in a Python of choice, has it fork workers, and hands them sockets.

The messages are those of Sources/Protocol/MasterAndWorker.swift; the program that the zygote begins with is read from
Sources/Protocol/ZygoteBootstrap.swift, so that both are tested as they are.
"""
import array
import json
import mmap
import os
import re
import select
import signal
import socket
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXTENSION = os.environ.get('EMPEROR_WORKER', os.path.join(ROOT, '.build/release/libemperor_worker.so'))
LINE = 64
REQUEST = 128
CELLS = ('requests', 'busySince', 'exceptions', 'bytesSent', 'timeInRequests', 'lookedAt')

DEFAULTS = {
    'site': 'test', 'pythonPath': [], 'arguments': [], 'lazy': False, 'tellsModules': False, 'warmUps': [], 'needApp': True, 'processes': 1, 'threads': 1,
    'bufferSize': 65536, 'maxVariables': 128, 'limitPost': 0, 'postBuffering': 65536,
    'takesProxyProtocol': False, 'trustedPeers': [{'bytes': [127, 0, 0, 0], 'bits': 8}],
    'maxRequests': 0, 'maxRequestsDelta': 0, 'minWorkerLifetime': 0, 'harakiri': None,
    'files': {
        'roots': [], 'looksInDocumentRoot': False, 'indexes': [], 'skippedEndings': [], 'safeDirectories': [],
        'mediaTypeFiles': ['/etc/mime.types'], 'expiries': [],
        'compressed': {'all': False, 'directories': [], 'endings': [], 'patterns': []}},
    'routes': [], 'addedHeaders': [], 'removedHeaders': [], 'showsExceptions': False,
    'modules': {'aliases': [], 'shared': [], 'imports': [], 'lateAliases': []},
    'mounts': [], 'managesScriptName': False, 'fallsBack': True, 'times': {'socket': 30},
    'lines': {
        'ofAll': True, 'memory': False, 'microseconds': False, 'forwardedFor': False, 'isJSON': False, 'areMarked': False,
        'exceptions': {
            'clientErrors': False, 'serverErrors': False, 'empty': False, 'failures': False, 'files': False,
            'slow': 0, 'big': 0}},
    'titles': {'site': 'test', 'generation': 1, 'isAsked': False, 'prefix': '', 'append': ''},
}


def lines(ofAll=True, memory=False, microseconds=False, forwardedFor=False, format=None, **exceptions):
    """The log's lines about requests, as a part of an order."""
    changed = dict(DEFAULTS['lines'], ofAll=ofAll, memory=memory, microseconds=microseconds, forwardedFor=forwardedFor)
    changed['exceptions'] = dict(changed['exceptions'], **exceptions)
    return dict(changed, **({'format': format} if format else {}))


def files(*roots, compressed=None, **rules):
    """Files without the app, as a part of an order: (PREFIX, PATH) pairs, and rules."""
    changed = dict(DEFAULTS['files'], roots=[
        {'prefix': prefix, 'path': str(path), 'keepsPrefix': bool(keeps)} for prefix, path, *keeps in roots], **rules)
    changed['compressed'] = dict(changed['compressed'], **(compressed or {}))
    return changed


def bootstrap():
    with open(os.path.join(ROOT, 'Sources/Protocol/ZygoteBootstrap.swift')) as file:
        source = file.read()
    text = re.search(r'program = """\n(.*?)\n +"""', source, re.S).group(1)
    constants = dict(re.findall(r'static let (\w+)(?:: Int32)? = "?(\w+)"?', source))
    text = re.sub(r'\\\((\w+)\)', lambda match: constants[match.group(1)], text)
    return '\n'.join(line[8:] for line in text.split('\n')).replace('\\\\', '\\').replace("\\'", "\\'")


class Gone(Exception):
    """The other end of a channel has closed."""


class Channel:
    def __init__(self, end, timeout=20):
        self.end = end
        end.settimeout(timeout)

    def tell(self, name, fields=None, descriptors=()):
        data = json.dumps({name: fields or {}}).encode()
        socket.send_fds(self.end, [data], list(descriptors))

    def hear(self):
        data, ancillary, _, _ = self.end.recvmsg(128 * 1024, socket.CMSG_SPACE(12) + socket.CMSG_SPACE(4 * 250))
        if not data:
            raise Gone
        message = json.loads(data)
        if isinstance(message, str):
            return message, {}
        (name, fields), = message.items()
        fields = dict(fields)
        for level, kind, payload in ancillary:
            if level == socket.SOL_SOCKET and kind == 2:
                fields['pid'] = array.array('i', payload)[0]
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fields['descriptors'] = list(array.array('i', payload))
        return name, fields

    def expect(self, name):
        heard, fields = self.hear()
        assert heard == name, '%s instead of %s: %s' % (heard, name, fields)
        return fields

    def close(self):
        self.end.close()


def pair():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return Channel(ours), theirs


class Worker:
    def __init__(self, master, channel, seat):
        self.master, self.channel, self.seat = master, channel, seat
        self.pid = channel.expect('hello')['pid']

    def go(self, sockets, when_orphaned='drain'):
        entries = [{'wire': wire, 'name': name} for wire, name, _ in sockets]
        self.channel.tell('go', {'_0': entries, 'whenOrphaned': when_orphaned}, [s.fileno() for _, _, s in sockets])
        self.channel.expect('serving')

    def drain(self):
        self.channel.tell('drain')

    def cell(self, name, core=0):
        offset = (self.seat * self.master.order['threads'] + core) * LINE + CELLS.index(name) * 8
        return int.from_bytes(self.master.board[offset:offset + 8], 'little')

    def request(self, core=0):
        """The request that a core has, or had, in hand."""
        threads = self.master.order['threads']
        offset = self.master.slots * threads * LINE + (self.seat * threads + core) * REQUEST
        return bytes(self.master.board[offset:offset + REQUEST]).split(b'\0')[0].decode()

    def wait(self, timeout=20):
        """Waits for its end; the exit code."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            select.select([], [], [], 0.005)
        raise TimeoutError('worker %d still runs' % self.pid)


class Master:
    """One generation. A context manager that leaves no process behind."""

    def __init__(self, directory=None, python=None, program=None, slots=4, **order):
        self.order = dict(DEFAULTS, **order)
        self.python = python or os.environ.get('EMPEROR_PYTHON', '/usr/bin/python3')
        self.directory = directory
        self.program = program or bootstrap()
        self.slots = slots
        self.workers = []
        self.log, self.ended, self.changed = b'', False, threading.Condition()

    def __enter__(self):
        import ctypes
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
        memory = os.memfd_create('scoreboard')
        size = self.slots * self.order['threads'] * (LINE + REQUEST)
        os.ftruncate(memory, size)
        self.board = mmap.mmap(memory, size)
        self.memory = memory
        self.channel, theirs = pair()
        extension = os.open(EXTENSION, os.O_RDONLY)
        self.output, output = os.pipe()
        self.zygote = self.start(theirs, extension, output)
        os.close(output)
        self.reader = threading.Thread(target=self.read_output)
        self.reader.start()
        os.close(extension)
        theirs.close()
        return self

    def start(self, channel, extension, output):
        pid = os.fork()
        if pid:
            return pid
        try:
            os.setsid()
            places = [(os.open('/dev/null', os.O_RDONLY), 0), (output, 1), (output, 2), (channel.fileno(), 3), (extension, 4)]
            high = [(os.dup2(source, 100 + target), target) for source, target in places]
            for source, target in high:
                os.dup2(source, target, inheritable=True)
            os.closerange(5, 200)
            if self.directory:
                os.chdir(self.directory)
            os.execv(self.python, [self.python, '-u', '-c', self.program])
        finally:
            os._exit(127)

    def load(self):
        self.hello = self.channel.expect('hello')
        self.channel.tell('load', {'_0': self.order}, [self.memory])
        return self

    def loaded(self):
        self.load()
        return self.channel.expect('loaded')

    def worker(self, seat=0):
        ours, theirs = pair()
        self.channel.tell('fork', {'_0': {'worker': seat + 1, 'slot': seat}}, [theirs.fileno()])
        theirs.close()
        worker = Worker(self, ours, seat)
        self.workers.append(worker)
        return worker

    def ready(self, seat=0):
        worker = self.worker(seat)
        worker.channel.expect('ready')
        return worker

    def read_output(self):
        while True:
            data = os.read(self.output, 65536)
            with self.changed:
                self.log += data
                self.ended = not data
                self.changed.notify_all()
            if not data:
                return

    def output_so_far(self):
        with self.changed:
            return self.log.decode(errors='replace')

    def await_output(self, text, timeout=10):
        """Waits until the generation has printed a text; everything that it printed."""
        with self.changed:
            found = self.changed.wait_for(lambda: text in self.log.decode(errors='replace') or self.ended, timeout)
            log = self.log.decode(errors='replace')
        assert found and text in log, '%r did not appear in:\n%s' % (text, log)
        return log

    def end_of_zygote(self):
        _, status = os.waitpid(self.zygote, 0)
        self.zygote = None
        return os.waitstatus_to_exitcode(status)

    def __exit__(self, *error):
        if error[0]:
            sys.stderr.write('--- the generation printed:\n' + self.output_so_far())
        for worker in self.workers:
            worker.channel.close()
            try:
                os.kill(worker.pid, signal.SIGKILL)
                os.waitpid(worker.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        if self.zygote:
            os.kill(self.zygote, signal.SIGKILL)
            os.waitpid(self.zygote, 0)
        self.channel.close()
        self.reader.join(5)
        os.close(self.output)
        self.board.close()
        os.close(self.memory)


def listen(kind='tcp', backlog=128):
    """A listening socket and its name as configured."""
    if kind == 'unix':
        path = os.path.join(tempfile.mkdtemp(), 's')
        end = socket.socket(socket.AF_UNIX)
        end.bind(path)
        name = path
    else:
        end = socket.socket()
        end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        end.bind(('127.0.0.1', 0))
        name = '127.0.0.1:%d' % end.getsockname()[1]
    end.listen(backlog)
    end.setblocking(False)
    return end, name
