"""Yields a thousand parts of a byte."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    for number in range(1000):
        yield b"%d" % (number % 10)
