"""Tests of the built worker extension, driven as a master drives it:

    swift build -c release -Xswiftc -static-stdlib --product emperor_worker && python3 -m pytest Tests/worker

EMPEROR_WORKER names another extension, EMPEROR_PYTHON another interpreter than /usr/bin/python3.
"""
import os
import select
import sys
import time

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from master import Master, listen  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


class Site:
    """One worker with the apps, on an HTTP and a uwsgi socket."""

    def __init__(self, master):
        self.master = master
        self.http, http = listen()
        self.uwsgi, uwsgi = listen('unix')
        self.uwsgi_tcp, tcp = listen()
        self.sockets = [('http', http, self.http), ('uwsgi', uwsgi, self.uwsgi), ('uwsgi', tcp, self.uwsgi_tcp)]

    def start(self, seat=0, **more):
        worker = self.master.ready(seat)
        worker.go(self.sockets, **more)
        return worker

    def close(self):
        for _, _, end in self.sockets:
            end.close()


def busy(site, cores=1):
    """Waits until so many cores have a request in hand."""
    threads = site.master.order['threads']
    deadline = time.monotonic() + 10
    while sum(1 for core in range(threads) if site.worker.cell('busySince', core)) < cores:
        assert time.monotonic() < deadline
        select.select([], [], [], 0.002)


@pytest.fixture
def site(request):
    order = dict(module='apps', **getattr(request, 'param', {}))
    with Master(directory=HERE, **order) as master:
        master.loaded()
        site = Site(master)
        site.worker = site.start()
        yield site
        site.close()


@pytest.fixture
def generation():
    """A generation whose workers the test starts."""
    with Master(directory=HERE, module='apps') as master:
        master.loaded()
        site = Site(master)
        yield site
        site.close()
