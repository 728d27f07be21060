"""Answers with bytearray and memoryview as parts of its body, which are not bytes."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [bytearray(b"one"), memoryview(b"two")]
