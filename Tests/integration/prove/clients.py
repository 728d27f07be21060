"""Clients of one kind in a process of their own, so that measuring does not wait for what is measured.

usage: python clients.py HOST:PORT new|kept COUNT PAUSE

Each client asks again and again, resting PAUSE seconds in between: on a connection of its own for each request, or on
one that it keeps as long as the server does. No request is ever repeated: whatever is not a whole good answer is a
failure. Standard input ending ends it; then one line of JSON says how it went.
"""

import asyncio
import json
import sys
import time
from itertools import count


class Clients:
    def __init__(self, host, port, keeps, pause):
        self.host, self.port, self.keeps, self.pause = host, port, keeps, pause
        self.numbers = count(1)
        self.times = []
        self.failures = []
        self.ending = asyncio.Event()

    async def client(self):
        connection = None
        while not self.ending.is_set():
            begun = time.monotonic()
            try:
                connection = await asyncio.wait_for(self.ask(connection), 60)
            except Exception as error:  # every kind of failure is one
                self.failures.append(f"{type(error).__name__}: {error} after {time.monotonic() - begun:.3f} s")
                connection = None
            else:
                self.times.append((begun, time.monotonic() - begun))
            try:
                await asyncio.wait_for(self.ending.wait(), self.pause)
            except TimeoutError:
                pass
        if connection:
            connection[1].close()

    async def ask(self, connection):
        reader, writer = connection or await asyncio.open_connection(self.host, self.port)
        how = "keep-alive" if self.keeps else "close"
        writer.write(f"GET /?n={next(self.numbers)} HTTP/1.1\r\nHost: localhost\r\nConnection: {how}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        await self.body(reader, fields)
        if status.split(" ")[1] != "200":
            raise ValueError(status)
        if self.keeps and fields.get("connection", "").lower() != "close":
            return reader, writer
        writer.close()
        return None

    async def body(self, reader, fields):
        if "content-length" in fields:
            await reader.readexactly(int(fields["content-length"]))
        elif fields.get("transfer-encoding") == "chunked":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            await reader.read()

    async def run(self, number):
        tasks = [asyncio.create_task(self.client()) for _ in range(number)]
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        self.ending.set()
        await asyncio.gather(*tasks)


def main():
    address, kind, number, pause = sys.argv[1:]
    host, port = address.rsplit(":", 1)
    clients = Clients(host, int(port), kind == "kept", float(pause))
    asyncio.run(clients.run(int(number)))
    print(json.dumps({"times": clients.times, "failures": clients.failures}))


if __name__ == "__main__":
    main()
