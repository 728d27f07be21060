"""Calls a method of wsgi.input as the path names and answers with what it got, or the name of what was raised."""

import json

CALLS = {
    "/none": lambda body: body.read(None),
    "/minus": lambda body: body.read(-1),
    "/huge": lambda body: body.read(10**9),
    "/zero": lambda body: body.read(0),
    "/line-zero": lambda body: body.readline(0),
    "/line-none": lambda body: body.readline(None),
    "/line-minus": lambda body: body.readline(-1),
    "/lines-zero": lambda body: b"|".join(body.readlines(0)),
    "/next": lambda body: next(iter(body)),
    "/word": lambda body: body.read("many"),
    "/float": lambda body: body.read(1.5),
    "/two": lambda body: body.read(1, 2),
}


def application(environ, start_response):
    try:
        got = CALLS[environ["PATH_INFO"]](environ["wsgi.input"]).decode("latin-1")
    except Exception as error:
        got = type(error).__name__
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(got).encode()]
