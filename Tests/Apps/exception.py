"""Raises: before start_response, after it, after the first part, or with a replaced answer (/replaced)."""

import sys


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/before":
        raise LookupError("no such planet: Vulcan")
    if path == "/replaced":
        start_response("200 OK", [("Content-Type", "text/plain")])
        try:
            raise LookupError("changed its mind")
        except LookupError:
            start_response("503 Not Now", [("Content-Type", "text/plain")], sys.exc_info())
            return [b"replaced"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    if path == "/after":
        raise LookupError("after start_response")
    if path == "/middle":
        return broken_in_the_middle()
    return [b"fine"]


def broken_in_the_middle():
    yield b"one part, "
    raise LookupError("in the middle")
