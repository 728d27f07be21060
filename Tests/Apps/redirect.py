"""Redirects, with a location that is relative."""


def application(environ, start_response):
    start_response("302 Found", [("Location", "/elsewhere?a=b"), ("Content-Type", "text/html")])
    return [b"<a href=/elsewhere>elsewhere</a>"]
