"""Answers with a header of 20000 bytes."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Long", "x" * 20000)])
    return [b"a long header"]
