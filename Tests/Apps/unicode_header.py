"""Answers with a header beyond Latin-1, which no byte can stand for."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Word", "\u20ac")])
    return [b"euro"]
