"""A thread started by the first request counts while no request is there."""

import threading
import time

STARTED = threading.Lock()
COUNT = 0


def count():
    global COUNT
    while True:
        COUNT += 1
        time.sleep(0.001)


def application(environ, start_response):
    if STARTED.acquire(blocking=False):
        threading.Thread(target=count, daemon=True).start()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(COUNT).encode()]
