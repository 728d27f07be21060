"""Answers as the query asks: status=TEXT, length=N (bytes of body), declare=N (Content-Length), header=NAME:VALUE."""

from urllib.parse import parse_qs


def application(environ, start_response):
    asked = parse_qs(environ["QUERY_STRING"])
    headers = [("Content-Type", "text/plain")]
    if "declare" in asked:
        headers.append(("Content-Length", asked["declare"][0]))
    headers += [tuple(header.split(":", 1)) for header in asked.get("header", [])]
    start_response(asked.get("status", ["200 OK"])[0], headers)
    return [b"x" * int(asked.get("length", ["3"])[0])]
