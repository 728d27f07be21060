"""The smallest site there is: one WSGI callable, no virtualenv."""

import os
import sys

GREETING = "Hello from Emperor"


def application(environ, start_response):
    body = f"{GREETING}\n\npath     {environ['PATH_INFO']}\npython   {sys.version.split()[0]}\nworker   {os.getpid()}\n"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body.encode()]
