"""Promises another Content-Length than it keeps, or none that is one, as the path names."""

LENGTHS = {"/more": ["20"], "/less": ["5"], "/none": ["0"], "/twice": ["11", "12"], "/word": ["many"], "/minus": ["-1"]}


def application(environ, start_response):
    lengths = [("Content-Length", length) for length in LENGTHS[environ["PATH_INFO"]]]
    start_response("200 OK", [("Content-Type", "text/plain"), *lengths])
    return [b"eleven", b"bytes"]
