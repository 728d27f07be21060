"""Passes exc_info by its name, and None."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")], exc_info=None)
    return [b"by its name"]
