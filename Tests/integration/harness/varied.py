"""Requests of which hardly one is like another (Tests/Apps/varied.py)."""

import hashlib
import random
import re

from . import wire
from .answer import Failed

PATHS = ("/", "/a/rather/long/path/" + "x" * 200, "/?" + "&".join(f"key{n}=value" for n in range(30)))


class Varied:
    """Asks over kept connections, new ones and the uwsgi protocol in turn; `resident` is what the worker said last."""

    def __init__(self, site, seed):
        self.site, self.random, self.resident = site, random.Random(seed), 0
        self.kept = None

    def ask(self):
        chance = self.random
        body = chance.randbytes(chance.choice([0, 0, 0, 10, 500, 5000, 70_000 if chance.random() < 0.02 else 1]))
        headers = [(f"X-Name-{chance.randrange(100_000)}", "v" * chance.randrange(300)) for _ in range(chance.randrange(12))]
        self.check(body, len(dict(headers)), self.send(body, headers))

    def send(self, body, headers):
        path, kind = self.random.choice(PATHS), self.random.random()
        if kind < 0.2:
            more = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers}
            return wire.uwsgi(self.site.uwsgi, path, "POST", body, **more)
        if kind < 0.25:
            return wire.http(self.site.http, path, "POST", headers, body)
        self.kept = self.kept or wire.Connection(self.site.http)
        return self.kept.request(path, "POST", headers, body)

    def check(self, body, headers, answer):
        found = re.fullmatch(rb"(\w{32}) (\d+) (\d+)\.*", answer.body)
        if not found or (found[1].decode(), int(found[2])) != (hashlib.md5(body).hexdigest(), headers):
            raise Failed("body", f"{answer.status} {answer.body[:100]!r}")
        self.resident = int(found[3])

    def run(self, requests):
        for _ in range(requests):
            self.ask()
        return self.resident

    def close(self):
        if self.kept:
            self.kept.close()
