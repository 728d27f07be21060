"""Answers with the header about the connection that the path names, which is the server's business."""

HEADERS = {
    "/close": ("Connection", "close"),
    "/keep": ("Keep-Alive", "timeout=5"),
    "/chunked": ("Transfer-Encoding", "chunked"),
    "/upgrade": ("Upgrade", "h2c"),
}


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), HEADERS[environ["PATH_INFO"]]])
    return [b"hop by hop"]
