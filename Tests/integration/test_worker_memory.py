"""What a worker keeps of the requests that it has answered: nothing."""

import pytest
from harness.site import serve
from harness.varied import Varied


@pytest.mark.timeout(300)
def test_memory_stays_as_it_is(arena):
    """The short form of what `make prove` does with a million requests."""
    site = serve(arena, "varied", ("disable-logging", "true"))
    clients = Varied(site, 1)
    before = clients.run(10_000)
    after = clients.run(40_000)
    clients.close()
    assert after - before < 1 << 20, f"{before} bytes became {after}"
