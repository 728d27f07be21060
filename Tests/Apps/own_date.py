"""Sends Date and Server of its own."""


def application(environ, start_response):
    headers = [("Content-Type", "text/plain"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Server", "own")]
    start_response("200 OK", headers)
    return [b"own date"]
