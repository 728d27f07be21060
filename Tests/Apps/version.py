"""Says which version of the code was imported, and which process answers."""

import os

VERSION = "one"


def application(environ, start_response):
    body = f"version {VERSION} pid {os.getpid()}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
