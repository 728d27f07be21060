import os

import pytest
from harness import places, python
from harness.arena import Arena, explain


def pytest_collection_modifyitems(items):
    if os.geteuid() == 0:
        return
    for item in items:
        if item.get_closest_marker("root"):
            item.add_marker(pytest.mark.skip(reason="starts servers as root"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.failed = outcome.get_result().failed


@pytest.fixture
def arena(request):
    """The test's own place. At the end everything in it is stopped and what is left is counted."""
    for program in (places.EMPEROR, places.VASSAL, places.EMPERORCTL, places.EXTENSION):
        assert program.exists(), f"{program} is not there: make build"
    place = Arena()
    yield place
    if getattr(request.node, "failed", False):
        explain(place)
        place.discard()
    else:
        place.close()


@pytest.fixture(scope="session")
def django_home(tmp_path_factory):
    """A virtualenv with Django below a folder that everybody may enter."""
    folder = Arena()
    yield python.virtualenv(folder.path / "django", *python.DJANGO)
    folder.close()
