"""Reads on behind the end of the body, in every way."""


def application(environ, start_response):
    body = environ["wsgi.input"]
    parts = [body.read(), body.read(), body.read(5), body.readline(), b"".join(body.readlines()), b"".join(body)]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"|".join(parts)]
