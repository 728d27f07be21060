"""/up does what the file `health` of the working directory said at import: a status, `hang`, `die`, or `stream` without
end; whoever asked is in `asked`. Any other path answers the version."""

import os
import time
from pathlib import Path

VERSION = "one"
HEALTH = Path("health").read_text() if Path("health").exists() else "200 OK"


def application(environ, start_response):
    status = "200 OK"
    if environ["PATH_INFO"] == "/up":
        Path("asked").write_text(f"{environ['REQUEST_METHOD']} {environ['HTTP_HOST']} {environ['QUERY_STRING']}")
        if HEALTH == "die":
            os._exit(5)
        while HEALTH == "hang":
            time.sleep(0.005)
        status = HEALTH
    start_response(status, [("Content-Type", "text/plain")])
    return [f"version {VERSION} pid {os.getpid()}".encode()]
