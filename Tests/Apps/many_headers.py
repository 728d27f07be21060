"""Answers with two hundred headers, Set-Cookie twice among them."""


def application(environ, start_response):
    headers = [("Content-Type", "text/plain"), ("Set-Cookie", "a=b; Path=/"), ("Set-Cookie", "c=d; HttpOnly")]
    start_response("200 OK", headers + [(f"X-Header-{number}", str(number)) for number in range(200)])
    return [b"many headers"]
