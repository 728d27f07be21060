"""Allocates as many megabytes as the query says and tells whether it got them."""


def application(environ, start_response):
    try:
        bytearray(int(environ["QUERY_STRING"]) << 20)
        body = b"allocated"
    except MemoryError:
        body = b"MemoryError"
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body]
