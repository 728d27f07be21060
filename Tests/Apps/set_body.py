"""Answers with an iterable that has a length and no order: a set of one part."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return {b"the only part"}
