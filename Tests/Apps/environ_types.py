"""Answers with the types of what PEP 3333 puts into the environ, and the values that are the same everywhere."""

import json

NAMES = ("wsgi.version", "wsgi.url_scheme", "wsgi.multithread", "wsgi.run_once", "wsgi.input_terminated")


def application(environ, start_response):
    shown = {name: repr(environ.get(name)) for name in NAMES}
    shown["environ"] = type(environ).__name__
    shown["not str"] = sorted(k for k, v in environ.items() if "." not in k and type(v) is not str)
    shown["callable"] = callable(environ["wsgi.file_wrapper"])
    shown["input"] = [hasattr(environ["wsgi.input"], name) for name in ("read", "readline", "readlines", "__iter__")]
    shown["errors"] = [hasattr(environ["wsgi.errors"], name) for name in ("write", "writelines", "flush")]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(shown, sort_keys=True).encode()]
