"""Answers with three million bytes at once."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [b"0123456789" * 300_000]
