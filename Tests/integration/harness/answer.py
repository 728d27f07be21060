"""An HTTP answer read from a socket to its exact end, and the ways in which none comes."""

from dataclasses import dataclass, field


class Failed(Exception):
    """No proper answer. `kind` is one word that tests count by: refused, reset, empty, cut, timeout, status, body."""

    def __init__(self, kind, text):
        super().__init__(f"{kind}: {text}")
        self.kind = kind


@dataclass
class Answer:
    status: int
    reason: str
    version: str
    headers: list = field(default_factory=list)
    body: bytes = b""
    chunks: list = field(default_factory=list)

    def header(self, name):
        """The value of the only header of this name, or None. Two of them are a failure."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        if len(values) > 1:
            raise Failed("status", f"{len(values)} headers {name}: {values}")
        return values[0] if values else None

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Stream:
    """A buffered reader over a socket that says how the peer ended."""

    def __init__(self, sock):
        self.socket = sock
        self.buffer = b""

    def more(self):
        """Receives once; False at the end of the stream."""
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError as error:
            raise Failed("reset", str(error)) from None
        except TimeoutError:
            raise Failed("timeout", f"nothing came within {self.socket.gettimeout()} s") from None
        self.buffer += data
        return bool(data)

    def line(self):
        return self.until(b"\r\n")

    def until(self, mark):
        while mark not in self.buffer:
            if not self.more():
                kind = "cut" if self.buffer else "empty"
                raise Failed(kind, f"the stream ended after {self.buffer[:200]!r}")
        found, self.buffer = self.buffer.split(mark, 1)
        return found

    def exactly(self, count):
        parts, wanted = [self.buffer[:count]], count - len(self.buffer[:count])
        self.buffer = self.buffer[count:]
        while wanted > 0:
            if not self.more():
                raise Failed("cut", f"the stream ended {wanted} bytes before the end of {count}")
            parts.append(self.buffer[:wanted])
            self.buffer = self.buffer[len(parts[-1]) :]
            wanted -= len(parts[-1])
        return b"".join(parts)

    def rest(self):
        parts = [self.buffer]
        self.buffer = b""
        while self.more():
            parts.append(self.buffer)
            self.buffer = b""
        return b"".join(parts)


def read_answer(stream, method="GET"):
    """The next final answer of the stream; interim ones (1xx) are passed over."""
    while True:
        answer = _head(stream)
        if answer.status >= 200:
            break
    if method == "HEAD" or answer.status in (204, 304):
        return answer
    if (answer.header("Transfer-Encoding") or "").lower() == "chunked":
        _read_chunks(stream, answer)
    elif answer.header("Content-Length") is not None:
        answer.body = stream.exactly(_length(answer.header("Content-Length")))
    else:
        answer.body = stream.rest()
    return answer


def _head(stream):
    head = stream.until(b"\r\n\r\n").decode("latin-1")
    first, *lines = head.split("\r\n")
    version, _, rest = first.partition(" ")
    code, _, reason = rest.partition(" ")
    if not version.startswith("HTTP/1.") or not code.isdigit():
        raise Failed("status", f"not a status line: {first!r}")
    headers = [(key, value.strip()) for key, _, value in (line.partition(":") for line in lines)]
    return Answer(int(code), reason, version, headers)


def _length(text):
    if not text.isdigit():
        raise Failed("status", f"not a Content-Length: {text!r}")
    return int(text)


def _begun(stream):
    """A line of an answer of which something was read: where it does not come, the answer is cut."""
    try:
        return stream.line()
    except Failed as failure:
        raise Failed("cut", str(failure)) from None


def _read_chunks(stream, answer):
    while True:
        size = int(_begun(stream).split(b";")[0], 16)
        chunk = stream.exactly(size)
        end = stream.line()
        if end:
            raise Failed("body", f"after a chunk of {size} bytes came {end!r}")
        if size == 0:
            answer.body = b"".join(answer.chunks)
            return
        answer.chunks.append(chunk)
