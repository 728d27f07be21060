"""Every seventh request takes a while; the answer is the path and what was posted."""

import time
from itertools import count

NUMBERS = count(1)


def application(environ, start_response):
    if next(NUMBERS) % 7 == 0:
        time.sleep(0.02)
    body = environ["PATH_INFO"].encode() + environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
