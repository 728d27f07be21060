"""Answers with an object that has __getitem__ and no __iter__."""


class Parts:
    def __getitem__(self, index):
        return [b"one, ", b"two"][index]


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Parts()
