"""Appends a line to closed.log in the working directory whenever close() of an answer is called. /raise breaks in the
middle of the body, /head before the first part."""

from pathlib import Path


class Body:
    def __init__(self, path):
        self.path = path
        self.parts = iter([b"one ", b"two "])

    def __iter__(self):
        return self

    def __next__(self):
        if self.path == "/head":
            raise ValueError("before the first part")
        part = next(self.parts)
        if self.path == "/raise" and part == b"two ":
            raise ValueError("in the middle of the body")
        return part

    def close(self):
        with Path("closed.log").open("a") as log:
            log.write(f"{self.path}\n")


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Body(environ["PATH_INFO"])
