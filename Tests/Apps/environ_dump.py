"""Answers with the environ as JSON: texts as they are, everything else as the name of its type."""

import json


def application(environ, start_response):
    shown = {key: value if isinstance(value, (str, bool)) else repr(value) for key, value in environ.items()}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(shown).encode()]
