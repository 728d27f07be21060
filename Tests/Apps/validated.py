"""Everything between server and app goes through wsgiref.validate, which raises on the smallest breach of PEP 3333."""

from wsgiref.validate import validator


def plain(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"valid ", body]


application = validator(plain)
