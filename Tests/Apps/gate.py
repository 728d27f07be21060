"""/hold/NAME writes its pid to NAME.entered in the working directory and answers when NAME.open is there; any other path
answers at once, with what was posted, and /client with the client's address."""

import os
import time
from pathlib import Path


def application(environ, start_response):
    _, action, name = ("/" + environ["PATH_INFO"].strip("/") + "//").split("/")[:3]
    if action == "hold":
        entered = Path(f"{name}.entering")
        entered.write_text(str(os.getpid()))
        entered.rename(f"{name}.entered")
        while not Path(f"{name}.open").exists():
            time.sleep(0.005)
    body = f"pid {os.getpid()}".encode()
    if environ["REQUEST_METHOD"] == "POST":
        body += b" got " + environ["wsgi.input"].read()
    if action == "client":
        body += b" for " + environ["REMOTE_ADDR"].encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
