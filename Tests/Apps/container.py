"""Tells its user (and on /place what it runs on), leaves orphans behind (/orphan), and waits inside a request (/wait) until the file "go" appears."""

import os
import subprocess
import time


def application(environ, start_response):
    body = str(os.getuid()).encode()
    if environ["PATH_INFO"] == "/orphan":
        subprocess.run(["sh", "-c", "sleep 0.05 & exit 0"], check=True)
    if environ["PATH_INFO"] == "/place":
        root, shared = os.statvfs("/"), os.statvfs("/dev/shm")
        body = b"%d %d" % (root.f_flag & os.ST_RDONLY, shared.f_blocks * shared.f_frsize >> 20)
    if environ["PATH_INFO"] == "/wait":
        open("inside", "w").close()
        while not os.path.exists("go"):
            time.sleep(0.01)
        body = b"waited"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
