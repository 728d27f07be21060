"""Replaces its answer, with exc_info, after a part of it was sent: what was raised comes back."""

import sys


def application(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    write(b"sent, ")
    try:
        raise LookupError("too late")
    except LookupError:
        start_response("500 Oops", [("Content-Type", "text/plain")], sys.exc_info())
    return [b"never sent"]
