"""Answers with what it is told of its place: SCRIPT_NAME, PATH_INFO, the optimisation, its directory, its modules."""

import json
import os
import sys

KNOWN = [name for name in ("extra", "common", "other_name") if name in sys.modules]


def application(environ, start_response):
    answer = {
        "script": environ["SCRIPT_NAME"],
        "path": environ["PATH_INFO"],
        "optimize": sys.flags.optimize,
        "directory": os.getcwd(),
        "modules": KNOWN,
    }
    start_response(environ.get("QUERY_STRING") or "200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
