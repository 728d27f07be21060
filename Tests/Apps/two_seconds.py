"""Takes two seconds to import, as applications do."""

import time

time.sleep(2)


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"ready"]
