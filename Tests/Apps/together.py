"""Answers only when two requests are inside at the same time, which takes two threads of one process."""

import os
import threading

BARRIER = threading.Barrier(2)


def application(environ, start_response):
    BARRIER.wait(timeout=20)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"pid {os.getpid()} thread {threading.get_ident()}".encode()]
