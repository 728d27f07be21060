"""Gives each request's query string to celery, as a task that takes a second."""

from tasks import note


def application(environ, start_response):
    note.delay(environ["QUERY_STRING"], 1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"queued\n"]
