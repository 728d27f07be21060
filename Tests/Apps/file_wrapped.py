"""Answers with wsgi.file_wrapper around what the path names."""

import io
import os
import tempfile


class Text:
    """Has read and close, and nothing else."""

    def __init__(self):
        self.parts = [b"one, ", b"two"]

    def read(self, size=-1):
        return self.parts.pop(0) if self.parts else b""


def opened(content, position=0):
    file = tempfile.TemporaryFile()
    file.write(content)
    file.seek(position)
    return file


def pipe():
    end, start = os.pipe()
    os.write(start, b"from a pipe")
    os.close(start)
    return open(end, "rb")


FILES = {
    "/file": lambda: opened(b"a whole file"),
    "/position": lambda: opened(b"skipped, and the rest", 9),
    "/end": lambda: opened(b"all of it was read", 18),
    "/empty": lambda: opened(b""),
    "/large": lambda: opened(b"0123456789" * 100_000),
    "/memory": lambda: io.BytesIO(b"in memory"),
    "/reader": Text,
    "/pipe": pipe,
}


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return environ["wsgi.file_wrapper"](FILES[environ["PATH_INFO"]](), 4096)
