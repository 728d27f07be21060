"""Says who answers; /sleep, /loop and /regex never end, and the log says who is in them: the first lets go of the
interpreter's lock, the second for moments, the third never. /stream stops in the midst of its answer."""

import os
import re
import sys
import time


def application(environ, start_response):
    if environ["PATH_INFO"] != "/":
        sys.stderr.write(f"{os.getpid()} is in {environ['PATH_INFO']}\n")
    {"/sleep": sleep, "/loop": loop, "/regex": regex}.get(environ["PATH_INFO"], lambda: None)()
    body = f"pid {os.getpid()}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    yield body[:3]
    if environ["PATH_INFO"] == "/stream":
        sleep()
    yield body[3:]


def sleep():
    time.sleep(600)


def loop():
    while True:
        pass


def regex():
    re.match("(a+)+$", "a" * 60 + "b")
