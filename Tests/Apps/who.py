"""Answers with what the process is, as JSON."""

import json
import os
import resource
import sys
import threading


def application(environ, start_response):
    facts = {
        "pid": os.getpid(),
        "ppid": os.getppid(),
        "uid": os.geteuid(),
        "gid": os.getegid(),
        "groups": os.getgroups(),
        "cwd": os.getcwd(),
        "argv": sys.argv,
        "path": sys.path,
        "prefix": sys.prefix,
        "executable": sys.executable,
        "version": list(sys.version_info[:3]),
        "thread": threading.current_thread().name,
        "address_space": resource.getrlimit(resource.RLIMIT_AS),
        "environment": dict(os.environ),
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(facts).encode()]
