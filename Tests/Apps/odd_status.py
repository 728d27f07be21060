"""Answers with the status that the path names."""

STATUSES = {
    "/bare": "200",
    "/own": "299 Something Of Our Own",
    "/long": "200 " + "OK " * 100,
    "/latin1": "200 Schl\xfcssig",
    "/bytes": b"200 OK",
    "/number": 200,
    "/word": "OK",
    "/injection": "200 OK\r\nX-Injected: yes",
    "/interim": "100 Continue",
    "/four": "2000 OK",
}


def application(environ, start_response):
    start_response(STATUSES[environ["PATH_INFO"]], [("Content-Type", "text/plain")])
    return [b"odd status"]
