"""Uses the write() that start_response returns, and an iterable after it."""


def application(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    write(b"written, ")
    write(b"twice, ")
    return [b"then returned"]
