import sys


def application(environ, start_response):
    sys.stdout.write("half a line")
    sys.stdout.flush()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
