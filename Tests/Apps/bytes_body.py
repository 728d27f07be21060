"""Answers with bytes themselves instead of a list of them, as a beginner does."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return b"not a list"
