"""Returns a body and never calls start_response."""


def application(environ, start_response):
    return [b"body"]
