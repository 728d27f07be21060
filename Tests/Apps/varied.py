"""Answers what it was sent, in headers and in pieces, and how much memory the process has."""

import hashlib


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def application(environ, start_response):
    body = environ["wsgi.input"].read()
    headers = {key: value for key, value in environ.items() if key.startswith("HTTP_X_")}
    answer = [hashlib.md5(body).hexdigest().encode(), b" %d" % len(headers), b" %d" % resident(), b"." * (len(body) % 5000)]
    found = [("Content-Type", "text/plain"), *((key[5:].replace("_", "-"), value) for key, value in headers.items())]
    if len(body) % 2:
        found.append(("Content-Length", str(sum(map(len, answer)))))
    start_response("200 OK", found)
    return answer if len(body) % 3 else iter(answer)
