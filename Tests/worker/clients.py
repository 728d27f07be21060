"""Raw clients of both protocols."""
import socket
import struct


def connect(end, timeout=10):
    if end.family == socket.AF_UNIX:
        client = socket.socket(socket.AF_UNIX)
        client.connect(end.getsockname())
    else:
        client = socket.create_connection(end.getsockname())
    client.settimeout(timeout)
    return client


def packet(variables, modifier=0):
    block = b''
    for name, value in variables:
        name, value = name.encode('latin-1'), value.encode('latin-1')
        block += struct.pack('<H', len(name)) + name + struct.pack('<H', len(value)) + value
    return struct.pack('<BHB', modifier, len(block), 0) + block


def variables(path='/', method='GET', query='', body=b'', **more):
    pairs = [
        ('QUERY_STRING', query), ('REQUEST_METHOD', method), ('CONTENT_TYPE', ''),
        ('CONTENT_LENGTH', str(len(body)) if body else ''), ('REQUEST_URI', path + ('?' + query if query else '')),
        ('PATH_INFO', path), ('DOCUMENT_ROOT', '/var/www'), ('SERVER_PROTOCOL', 'HTTP/1.1'),
        ('REQUEST_SCHEME', 'http'), ('REMOTE_ADDR', '192.0.2.7'), ('REMOTE_PORT', '4711'), ('SERVER_PORT', '80'),
        ('SERVER_NAME', 'example.org'), ('HTTP_HOST', 'example.org'), ('HTTP_USER_AGENT', 'test')]
    return pairs + list(more.items())


def to_end(client):
    data = b''
    while True:
        try:
            piece = client.recv(65536)
        except ConnectionResetError:
            return data
        if not piece:
            return data
        data += piece


class Answer:
    def __init__(self, head, body):
        lines = head.decode('latin-1').split('\r\n')
        self.protocol, self.status, self.phrase = (lines[0].split(' ', 2) + [''])[:3]
        self.status = int(self.status)
        self.headers = [tuple(line.split(': ', 1)) for line in lines[1:]]
        self.body = body

    def __getitem__(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if len(values) == 1 else values or None


def uwsgi(end, *arguments, body=b'', modifier=0, **more):
    client = connect(end)
    client.sendall(packet(variables(*arguments, body=body, **more), modifier) + body)
    data = to_end(client)
    client.close()
    head, _, rest = data.partition(b'\r\n\r\n')
    return Answer(head, rest)


class HTTP:
    """One connection that is kept."""

    def __init__(self, end, timeout=10):
        self.socket = connect(end, timeout)
        self.rest = b''

    def send(self, data):
        self.socket.sendall(data)

    def request(self, path='/', method='GET', body=None, headers=(), version='1.1'):
        lines = ['%s %s HTTP/%s' % (method, path, version), 'Host: localhost'] + list(headers)
        if body is not None:
            lines.append('Content-Length: %d' % len(body))
        self.send('\r\n'.join(lines + ['', '']).encode('latin-1') + (body or b''))
        return self.answer(method == 'HEAD')

    def more(self):
        piece = self.socket.recv(65536)
        self.rest += piece
        return bool(piece)

    def line_block(self, end):
        while end not in self.rest:
            if not self.more():
                raise ConnectionError('closed after %r' % self.rest)
        block, _, self.rest = self.rest.partition(end)
        return block

    def exactly(self, count):
        while len(self.rest) < count:
            if not self.more():
                raise ConnectionError('closed after %r' % self.rest[:200])
        data, self.rest = self.rest[:count], self.rest[count:]
        return data

    def answer(self, is_head=False):
        answer = Answer(self.line_block(b'\r\n\r\n'), b'')
        if is_head or answer.status in (204, 304) or answer.status < 200:
            return answer
        if answer['Content-Length'] is not None:
            answer.body = self.exactly(int(answer['Content-Length']))
        elif answer['Transfer-Encoding'] == 'chunked':
            answer.body = self.chunks()
        else:
            answer.body, self.rest = self.rest + to_end(self.socket), b''
        return answer

    def chunks(self):
        body = b''
        while True:
            size = int(self.line_block(b'\r\n'), 16)
            piece = self.exactly(size + 2)
            assert piece.endswith(b'\r\n')
            if not size:
                return body
            body += piece[:-2]

    def is_closed(self):
        return not self.rest and self.socket.recv(1) == b''

    def close(self):
        self.socket.close()
