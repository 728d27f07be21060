"""A stop with requests in flight that last 1, 5 and 20 s, and a mercy of 10 s: who is in time is answered."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import wire
from harness.answer import Failed
from harness.wait import until
from measure import note

pytestmark = [pytest.mark.prove, pytest.mark.timeout(120)]

MERCY = 10
APP = """
import time
from pathlib import Path
def application(environ, start_response):
    seconds = environ["PATH_INFO"][1:]
    Path(seconds).touch()
    time.sleep(int(seconds))
    start_response("200 OK", [("Content-Length", str(len(seconds)))])
    return [seconds.encode()]
"""


@pytest.mark.parametrize("how", [[("processes", 3)], [("threads", 3)]], ids=["processes", "threads"])
def test_a_stop_with_requests_in_flight(arena, how):
    site = arena.site("blog", None, [*how, ("worker-reload-mercy", MERCY)])
    site.code.write_text(APP)
    daemon = arena.vassal(site.ini, address=site.http)
    with ThreadPoolExecutor() as pool:
        asked = {seconds: pool.submit(wire.http, site.http, f"/{seconds}") for seconds in (1, 5, 20)}
        until(lambda: all((site.folder / str(seconds)).exists() for seconds in asked), daemon.log)
        begun = time.monotonic()
        daemon.signal(15)
        assert daemon.ended(within=60) == 0
        took = time.monotonic() - begun
        assert [asked[seconds].result().body for seconds in (1, 5)] == [b"1", b"5"]
        with pytest.raises(Failed):
            asked[20].result()
    note(f"a stop with 1, 5 and 20 s in flight ({how[0][0]}) and a mercy of {MERCY} s: two answered, one cut, {took:.1f} s")
    assert MERCY <= took < MERCY + 3
    assert "stopping gracefully" in daemon.log() and "is cut off in GET /20, " in daemon.log()
