"""Every emperor's file that people have published, and Debian's: it runs, or says what it refuses."""

import os
import re
import signal
from pathlib import Path

import pytest
from harness import places, proc, wire
from harness.emperor import command, ctl
from harness.own import OwnEmperor
from harness.wait import until

FOLDER = Path(os.environ.get("EMPEROR_CORPUS", places.ROOT / "corpus")) / "ini"
EMPERORS = [path for path in sorted(FOLDER.glob("*.ini")) if re.search(r"(?m)^\s*emperor\s*=", path.read_text())]

DEBIAN = "[uwsgi]\nuid=www-data\nworkers=2\nemperor=/etc/uwsgi-emperor/vassals\n"
"""/etc/uwsgi-emperor/emperor.ini as Debian's uwsgi-emperor installs it, without its comments."""

REFUSED = {
    "148-unbit-uwsgi.it": "/etc/uwsgi/local.ini",
    "150-unbit-uwsgi.it": "emperor-use-clone",
}
"""What is refused, by the word that the refusal has to name."""


def moved(arena, text):
    """The same file in the test's own place: paths below it, a user that this machine has, ports that are free."""
    text = re.sub(r"(?m)^(\s*[ug]id\s*=\s*)\S+", r"\1www-data", text)
    root = arena.path / "disk"
    text = re.sub(r"(?m)^(\s*[\w-]+\s*=\s*)(/(?:etc|var|home|run|vagrant|usr/local))", rf"\g<1>{root}\2", text)
    text = re.sub(r"\$\(PORT\)", "0", text)
    (arena.path / "disk").mkdir()
    for folder in ("etc/uwsgi", "var/log/uwsgi", "var/log/hydroshare", "run/uwsgi"):
        (root / folder).mkdir(parents=True)
    for folder, _, _ in os.walk(root):
        os.chmod(folder, 0o777)
    for included in ("vassals-default.ini", "subscriptions.ini"):
        for folder in (root / "etc/uwsgi", arena.path / "work"):
            (folder / included).write_text("[uwsgi]\nprocesses = 1\n")
    return text


def vassals(path, text):
    """The first directory or pattern of sites in a file, with a name for a site in it."""
    pattern = re.search(r"(?m)^\s*emperor\s*=\s*(\S+)", text).group(1).replace("%D", f"{path.parent}")
    folder = path.parent / pattern
    if folder.suffix == ".ini":
        return Path(str(folder).replace("*.ini", "blog.ini").replace("*", "a"))
    return folder / "blog.ini"


def cases():
    assert EMPERORS or not FOLDER.exists()
    return [pytest.param("debian", DEBIAN, id="debian")] + [
        pytest.param(path.stem, path.read_text(), id=path.stem) for path in EMPERORS
    ]


@pytest.mark.root
@pytest.mark.parametrize("name, text", cases())
def test_it_runs_or_says_what_it_refuses(arena, name, text):
    site = arena.site("blog", write=False)
    path = arena.make("work") / "emperor.ini"
    path.parent.chmod(0o777)
    path.write_text(moved(arena, text))
    ini = vassals(path, path.read_text())
    ini.parent.mkdir(parents=True, exist_ok=True)
    ini.write_text(site.text())
    refused = next((word for stem, word in REFUSED.items() if name.startswith(stem)), None)
    arguments = ["--ini", path, "--run-dir", arena.run, "--state-dir", arena.state]
    if refused:
        daemon = arena.daemon("emperor", [places.EMPEROR, *arguments], cwd=path.parent)
        assert daemon.ended() != 0
        assert refused in daemon.log() and str(path) in daemon.log()
        return
    if "daemonize" in text:
        return runs_in_the_background(arena, arguments, site)
    OwnEmperor(arena, path, cwd=path.parent)
    assert site.get().body == b"hello"
    assert ctl(arena, "status", ini.stem).code == 0


def runs_in_the_background(arena, arguments, site):
    assert command(arena, [places.EMPEROR, *arguments]).code == 0
    pid = ctl(arena, "status", "--json").json["emperor"]["pid"]
    until(lambda: wire.accepts(site.http), "the site to serve")
    proc.kill(pid, signal.SIGTERM)
    until(lambda: not proc.alive(pid), "the emperor to end")
