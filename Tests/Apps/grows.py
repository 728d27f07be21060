"""Keeps as many megabytes as the query says for good, touched or (`reserve=`) not, and answers with its pid. /hold/NAME
tells of itself in NAME.entered before that, and stays afterwards until NAME.open is there."""

import mmap
import os
import time
from pathlib import Path

kept = []


def application(environ, start_response):
    _, hold, name = environ["PATH_INFO"].rpartition("/hold/")
    if hold:
        Path(f"{name}.entering").write_text(str(os.getpid()))
        Path(f"{name}.entering").rename(f"{name}.entered")
    how, _, megabytes = environ["QUERY_STRING"].rpartition("=")
    if megabytes:
        size = int(megabytes) << 20
        kept.append(mmap.mmap(-1, size) if how == "reserve" else b"x" * size)
    while hold and not Path(f"{name}.open").exists():
        time.sleep(0.005)
    body = f"pid {os.getpid()}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
