"""Reads three bytes of the body and leaves the rest."""


def application(environ, start_response):
    part = environ["wsgi.input"].read(3)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [part]
