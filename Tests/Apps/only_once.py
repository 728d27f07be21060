"""Takes the port in the file `port` of the working directory at import, so that it cannot be there twice."""

import os
import socket
from pathlib import Path

VERSION = "one"
LISTENER = socket.create_server(("127.0.0.1", int(Path("port").read_text())))


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"version {VERSION} pid {os.getpid()}".encode()]
