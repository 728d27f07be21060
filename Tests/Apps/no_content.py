"""Answers 204, or as the path says, with a body that must not be sent."""

STATUSES = {"/204": "204 No Content", "/304": "304 Not Modified", "/205": "205 Reset Content"}


def application(environ, start_response):
    start_response(STATUSES[environ["PATH_INFO"]], [("X-Kept", "yes")])
    return [b"never sent" if environ["PATH_INFO"] != "/205" else b""]
