"""The configuration that people bring along: two ini files and a server block, with nothing changed but paths and ports."""

import shutil
import subprocess

from . import places

FILES = places.FIXTURES / "mission"
USER, PASSWORD = "admin", "let-me-in"


def put(text, changes):
    """The text with each thing replaced; each has to be there."""
    for old, new in changes.items():
        assert old in text, f"{old!r} is not in the file any more"
        text = text.replace(old, str(new))
    return text


def collector_ini(arena, port, project, home):
    """The first file: a TCP socket, home, notes after the values."""
    arena.vassals.joinpath("collector.ini").write_text(
        put(
            (FILES / "collector.ini").read_text(),
            {
                "127.0.0.1:8000": f"127.0.0.1:{port}",
                "/opt/ENV/collector": home,
                "/var/log/uwsgi.log": arena.path / "uwsgi.log",
                "/opt/disk2/var/www/collector": project,
            },
        )
    )


def project_ini(arena, project, *more):
    """The second file: no socket, no home."""
    text = put(
        (FILES / "yourproject.ini").read_text(),
        {
            "/path/to/your/project": project,
            "/tmp/project-master.pid": arena.path / "project-master.pid",
            "/var/log/uwsgi/yourproject.log": arena.path / "yourproject.log",
        },
    )
    arena.vassals.joinpath("yourproject.ini").write_text(text + "".join(f"{line}\n" for line in more))


def server_block(arena, project, upstream):
    """The nginx part; `upstream` is what stands after uwsgi_pass. Returns what Nginx asks for."""
    return lambda port: put(
        (FILES / "nginx.conf").read_text(),
        {
            "listen                  80;": f"listen 127.0.0.1:{port};",
            "127.0.0.1:8000": upstream,
            "/var/log/collector/": f"{arena.path}/nginx/",
            "/opt/disk2/var/www/collector": project,
        },
    )


def project(folder, home):
    """A Django project in `folder` with `wsgi.py` at its top and as `mysite.wsgi`, its database and static files."""
    shutil.copytree(places.EXAMPLES / "blog", folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    (folder / "wsgi.py").write_text(WSGI.format(folder=str(folder)))
    (folder / "mysite").mkdir()
    (folder / "mysite/__init__.py").touch()
    (folder / "mysite/wsgi.py").write_text(WSGI.format(folder=str(folder)))
    subprocess.run(
        [home / "bin/python", "manage.py", "prepare", "--user", USER, "--password", PASSWORD],
        cwd=folder,
        env={"BLOG_DATA": str(folder), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
    )
    (folder / ".svn").mkdir()
    (folder / ".svn/entries").write_text("secret\n")
    return folder


WSGI = """import os
import sys

sys.path.insert(0, {folder!r})
os.environ.setdefault("BLOG_DATA", {folder!r})
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
"""
