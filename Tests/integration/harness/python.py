"""Virtualenvs and interpreters for sites, made without the network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIAN = Path("/usr/bin/python3")
"""The Python that every user of the machine can execute."""

HERE = Path(sys.prefix) / f"lib/python3.{sys.version_info.minor}/site-packages"


def virtualenv(path, *packages, python=DEBIAN):
    """A virtualenv at `path` that holds these packages as the tests' own has them, readable for everybody."""
    subprocess.run([python, "-m", "venv", "--without-pip", path], check=True)
    (site_packages,) = Path(path).glob("lib/python3.*/site-packages")
    for package in packages:
        shutil.copytree(HERE / package, site_packages / package, ignore=shutil.ignore_patterns("__pycache__"))
    return Path(path)


DJANGO = ("django", "asgiref", "sqlparse")


def dangling(path):
    """A virtualenv whose interpreter was removed with the Python it was made from."""
    (path / "bin").mkdir(parents=True)
    (path / "bin/python").symlink_to("/opt/removed/bin/python3.11")
    return path


def pretender(path, version):
    """A virtualenv whose interpreter answers every question of `-c` as the Python of that version would."""
    (path / "bin").mkdir(parents=True)
    program = path / "bin/python"
    program.write_text(PRETENDER.format(python=DEBIAN, version=version, tuple=tuple(map(int, version.split(".")))))
    program.chmod(0o755)
    return path


PRETENDER = """#!/bin/sh
# Python {version}, as far as one can tell by asking.
before='import sys, sysconfig, platform
sys.version_info = type("version_info", (tuple,), dict(major={tuple}[0], minor={tuple}[1], micro={tuple}[2]))({tuple} + ("final", 0))
sys.version = "{version} (default)"
sys.hexversion = ({tuple}[0] << 24) + ({tuple}[1] << 16) + ({tuple}[2] << 8) + 0xf0
platform.python_version = lambda: "{version}"
'
for word; do
    shift
    if [ "$previous" = -c ]; then word=$before$word; fi
    case $word in --version | -V) echo "Python {version}"; exit ;; esac
    set -- "$@" "$word"
    previous=$word
done
exec {python} "$@"
"""


def older_than_supported():
    """The executable of a real Python before 3.9 on this machine, or None. What PATH has may be a script that chooses."""
    for name in ("python2.7", "python2", "python3.6", "python3.7", "python3.8"):
        found = shutil.which(name)
        asked = found and subprocess.run([found, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True)
        if asked and asked.returncode == 0:
            return asked.stdout.strip()
    return None
