"""Yields parts without a Content-Length; each further part only after the file part.N is in the working directory."""

import time
from pathlib import Path


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"part 0\n"
    for number in (1, 2):
        while not Path(f"part.{number}").exists():
            time.sleep(0.005)
        yield f"part {number}\n".encode()
