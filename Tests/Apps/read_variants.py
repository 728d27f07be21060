"""Reads the body in the way that the path names and answers with the pieces as JSON."""

import json

WAYS = {
    "/read": lambda body: [body.read()],
    "/sized": lambda body: [body.read(3), body.read(0), body.read(4), body.read(-1), body.read(10)],
    "/line": lambda body: [body.readline(), body.readline(2), body.readline(), body.readline(), body.readline()],
    "/lines": lambda body: body.readlines(),
    "/hint": lambda body: [b"".join(body.readlines(1)), body.read()],
    "/iterate": list,
    "/none": lambda body: [],
}


def application(environ, start_response):
    pieces = [piece.decode("latin-1") for piece in WAYS[environ["PATH_INFO"]](environ["wsgi.input"])]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(pieces).encode()]
