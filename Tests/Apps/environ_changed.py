"""Changes its environ, and says whether an earlier request's changes are still there."""


def application(environ, start_response):
    left = "left.by.another" in environ or environ["PATH_INFO"] == "/changed"
    environ["left.by.another"] = True
    environ["PATH_INFO"] = "/changed"
    environ.pop("wsgi.input")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"not fresh" if left else b"fresh"]
