"""Is a generator: start_response is called when the first part is asked for."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"first, "
    yield b"second"
