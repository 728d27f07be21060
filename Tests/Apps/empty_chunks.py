"""Yields empty parts before, between and behind those of its body."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return iter([b"", b"one", b"", b"", b"two", b""])
