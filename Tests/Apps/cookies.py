"""Answers with the cookies that it was sent, and sets two."""


def application(environ, start_response):
    start_response("200 OK", [("Set-Cookie", "a=1"), ("Content-Type", "text/plain"), ("set-cookie", "b=2")])
    return [environ.get("HTTP_COOKIE", "none").encode("latin-1")]
