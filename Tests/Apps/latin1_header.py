"""Answers with a header beyond ASCII, within Latin-1."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Word", "caf\xe9 \xfcber")])
    return [b"latin-1"]
