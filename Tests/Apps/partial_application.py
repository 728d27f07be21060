"""Is a functools.partial over a method."""

import functools


class Site:
    def answer(self, word, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [word]


application = functools.partial(Site().answer, b"partial")
