"""Clients that write their bytes themselves: HTTP/1.1 and the uwsgi protocol, over TCP and unix sockets."""

import socket
import struct

from .answer import Failed, Stream, read_answer

TIMEOUT = 20.0


def connect(address, timeout=TIMEOUT):
    """A connected socket. An address is (host, port) or the path of a unix socket."""
    family = socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.settimeout(timeout)
    try:
        sock.connect(address if isinstance(address, tuple) else str(address))
    except TimeoutError as error:
        sock.close()
        raise Failed("timeout", f"connect to {address}: {error}") from None
    except OSError as error:
        sock.close()
        raise Failed("refused", f"connect to {address}: {error}") from None
    return sock


def accepts(address):
    """Whether somebody listens there."""
    try:
        connect(address, 2).close()
    except Failed:
        return False
    return True


class Connection:
    """One connection, kept for as many requests as the test makes."""

    def __init__(self, address, timeout=TIMEOUT):
        self.socket = connect(address, timeout)
        self.stream = Stream(self.socket)

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Failed("reset", f"while sending: {error}") from None
        except TimeoutError:
            raise Failed("timeout", "while sending") from None

    def answer(self, method="GET"):
        return read_answer(self.stream, method)

    def request(self, path="/", method="GET", headers=(), body=b""):
        self.send(head(path, method, headers, body) + body)
        return self.answer(method)

    def ended(self):
        """Whether the peer has closed and nothing came before that."""
        return self.stream.rest() == b""

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def head(path, method="GET", headers=(), body=b""):
    lines = [f"{method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in headers)]
    names = {key.lower() for key, _ in headers}
    if "host" not in names:
        lines.insert(1, "Host: localhost")
    if body and not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def http(address, path="/", method="GET", headers=(), body=b"", timeout=TIMEOUT):
    """One request on a connection of its own."""
    with Connection(address, timeout) as connection:
        return connection.request(path, method, [*headers, ("Connection", "close")], body)


def packet(variables, modifier=0):
    """A uwsgi packet: modifier, size of the block, and each name and value with its size, little-endian."""
    block = b"".join(
        struct.pack("<H", len(part)) + part
        for pair in variables.items()
        for part in (text if isinstance(text, bytes) else str(text).encode("latin-1") for text in pair)
    )
    return struct.pack("<BHB", modifier, len(block), 0) + block


def variables(path="/", method="GET", body=b"", **more):
    """What nginx's uwsgi_params would send for the request."""
    bare, _, query = path.partition("?")
    return {
        "QUERY_STRING": query,
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": "",
        "CONTENT_LENGTH": len(body) if body else "",
        "REQUEST_URI": path,
        "PATH_INFO": bare,
        "DOCUMENT_ROOT": "/var/www",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REQUEST_SCHEME": "http",
        "REMOTE_ADDR": "192.0.2.7",
        "REMOTE_PORT": "40000",
        "SERVER_PORT": "80",
        "SERVER_NAME": "localhost",
        "HTTP_HOST": "localhost",
        **more,
    }


def uwsgi(address, path="/", method="GET", body=b"", timeout=TIMEOUT, **more):
    """One request over the uwsgi protocol."""
    with Connection(address, timeout) as connection:
        connection.send(packet(variables(path, method, body, **more)) + body)
        return connection.answer(method)
