"""Writes as the path names: before its parts, nothing, empty bytes, a part of an announced length, text."""

WRITES = {
    "/before": ([b"written, "], [b"returned"]),
    "/only": ([b"written"], []),
    "/empty": ([b""], [b"returned"]),
    "/text": (["text"], [b"returned"]),
    "/generator": ([b"written, "], iter([b"yielded"])),
}


def application(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    written, returned = WRITES[environ["PATH_INFO"]]
    for part in written:
        write(part)
    return returned
