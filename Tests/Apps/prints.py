"""Prints when it is imported and, on wsgi.errors and stdout, when it is called."""

import sys

print("said while importing")


def application(environ, start_response):
    print("said on wsgi.errors", file=environ["wsgi.errors"])
    environ["wsgi.errors"].flush()
    print("said on stdout")
    print("said on stderr", file=sys.stderr)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"said"]
