"""Shows what routes can change of a request."""

NAMES = ["REQUEST_METHOD", "REQUEST_URI", "PATH_INFO", "QUERY_STRING", "REMOTE_USER", "FOO", "wsgi.url_scheme"]


def application(environ, start_response):
    body = "".join(f"{name}={environ.get(name)}\n" for name in NAMES)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body.encode("latin-1")]
