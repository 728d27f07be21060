"""Answers with what the path names: CR LF in a value, or in a name, NUL, or a blank in a name."""

HEADERS = {
    "/value": ("X-Word", "one\r\nX-Injected: two"),
    "/name": ("X-Word: one\r\nX-Injected", "two"),
    "/feed": ("X-Word", "one\ntwo"),
    "/nul": ("X-Word", "one\x00two"),
    "/blank": ("X Word", "one"),
    "/empty": ("", "one"),
}


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), HEADERS[environ["PATH_INFO"]]])
    return [b"injected"]
