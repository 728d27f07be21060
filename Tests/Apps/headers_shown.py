"""Answers with the request's headers as the environ has them."""

import json


def application(environ, start_response):
    shown = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "CONTENT_"))}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(shown, sort_keys=True).encode()]
