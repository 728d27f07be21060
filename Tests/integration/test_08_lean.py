"""What runs no Python is small: one thread, no Foundation, a fraction of a megabyte."""

import subprocess
from pathlib import Path

import pytest
from harness import places, proc
from harness.wait import until

SYSTEM = ("libc.so", "libm.so", "libstdc++.so", "libgcc_s.so", "ld-linux", "linux-vdso")
"""What every Debian has."""


def linked(program):
    """The libraries that the dynamic loader would load, by name."""
    text = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return [line.split()[0].rsplit("/", 1)[-1] for line in text.splitlines()]


@pytest.mark.parametrize(
    "program, allowed",
    [
        (places.VASSAL, SYSTEM),
        (places.EXTENSION, SYSTEM),
        (places.EMPERORCTL, SYSTEM),
        (places.EMPEROR, SYSTEM),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_only_the_system_is_linked(program, allowed):
    """No Swift runtime, Foundation or Dispatch to be installed beside it."""
    strange = [name for name in linked(program) if not name.startswith(allowed)]
    assert strange == []
    assert b"swift/linux" not in program.read_bytes(), "no search path leads into a toolchain"


@pytest.mark.parametrize("program", [places.VASSAL, places.EXTENSION, places.EMPEROR], ids=lambda path: path.name)
def test_foundation_and_dispatch_are_not_inside_either(program):
    """Linked statically they would not show in ldd; the names of their symbols would."""
    content = program.read_bytes()
    for word in (b"NSFileManager", b"FoundationEssentials", b"libdispatch", b"dispatch_async"):
        assert word not in content, word


def test_vassal_has_one_thread_before_its_zygote_and_ever_after(arena):
    """Seen while the app is being imported, and again when it serves."""
    site = arena.site("blog", "slow_import", [("processes", 2)])
    vassal = arena.vassal(site.ini)
    until(lambda: (site.folder / "import.entered").exists(), lambda: f"the import to begin:\n{vassal.log()}")
    assert proc.process(vassal.pid).threads == 1
    (site.folder / "import.open").touch()
    vassal.serves(site.http)
    until(lambda: site.get().body == b"imported", "the app to answer")
    assert proc.process(vassal.pid).threads == 1


def test_masters_and_emperor_are_small_when_idle(arena):
    """Private memory, which is what each further one costs."""
    for number in range(3):
        arena.site(f"site{number}", "hello", [("processes", 2)])
    emperor = arena.emperor()
    sites = emperor.status()
    costs = {name: proc.private_bytes(site["pid"]) for name, site in sites.items()}
    assert len(costs) == 3
    assert max(costs.values()) <= 5 << 18, costs
    assert proc.process(emperor.pid).threads == 1
    assert proc.private_bytes(emperor.pid) <= 4 << 20


def test_python_is_only_where_it_belongs(arena):
    """Neither the emperor nor a master has a Python in it; a worker is the site's own executable."""
    arena.site("blog", "hello")
    emperor = arena.emperor()
    site = emperor.site("blog")
    for pid in (emperor.pid, site["pid"]):
        assert not [path for path in proc.libraries(pid) if "python" in path]
    worker = site["workers"][0]["pid"]
    assert proc.cmdline(site["zygote"]), "a zygote has a command line"
    assert "python" in Path(f"/proc/{worker}/exe").readlink().name
