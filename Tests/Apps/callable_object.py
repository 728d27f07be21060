"""Is an object with a call method, and gives an iterator whose close has to be called."""


class Application:
    closed = 0

    def __call__(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Closed", str(self.closed))])
        return Body(self)


class Body:
    def __init__(self, application):
        self.application = application
        self.parts = iter([b"an ", b"object"])

    def __iter__(self):
        return self.parts

    def close(self):
        self.application.closed += 1


application = Application()
