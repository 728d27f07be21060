"""A site: an ini file in the vassals directory and a folder with the app's code."""

import shutil

from . import load, places, ports, wire


class Site:
    """`app` names a file of Tests/Apps. `options` are (key, value) pairs or bare lines in the order of the file; the
    app's folder, file and an HTTP socket come first, unless `bare` leaves the file to the options alone."""

    def __init__(self, arena, name, app="hello", options=(), bare=False, write=True):
        self.arena = arena
        self.name = name
        self.folder = arena.make(f"sites/{name}")
        self.ini = arena.vassals / f"{name}.ini"
        self.port = ports.free()
        self.http = ("127.0.0.1", self.port)
        self.code = self.folder / "app.py"
        if app is not None:
            self.use(app)
        standard = [("http-socket", f"127.0.0.1:{self.port}"), ("chdir", self.folder), ("wsgi-file", "app.py")]
        self.options = [*([] if bare else standard), *options]
        if write:
            self.write()

    def use(self, app, **replace):
        """Puts the app in place, with words of it replaced. A .pyc of the same second must not hide the change."""
        text = (places.APPS / f"{app}.py").read_text()
        for old, new in replace.items():
            assert old in text, f"{app}.py has no {old}"
            text = text.replace(old, str(new))
        self.code.write_text(text)
        shutil.rmtree(self.folder / "__pycache__", ignore_errors=True)

    def text(self):
        lines = (option if isinstance(option, str) else f"{option[0]} = {option[1]}" for option in self.options)
        return "[uwsgi]\n" + "\n".join(lines) + "\n"

    def write(self, *more):
        """Writes the ini file, with further options at its end for good."""
        self.options += more
        self.ini.write_text(self.text())
        return self

    def get(self, path="/", **how):
        return wire.http(self.http, path, **how)

    def load(self, clients=8, path="/", body=None):
        """Clients with a new HTTP connection for each request."""
        return load.Load(load.http(self.http, path, body), clients)


def serve(arena, app, *options, name="blog"):
    """A site of its own vassal, on HTTP (`site.http`) and the uwsgi protocol (`site.uwsgi`), as `site.daemon`."""
    socket = arena.path / f"{name}.sock"
    site = Site(arena, name, app, [("socket", socket), ("chmod-socket", "666"), ("vacuum", "true"), *options])
    site.uwsgi = socket
    site.daemon = arena.vassal(site.ini, address=site.http, name=f"vassal-{name}")
    return site


def both(site, path="/", **how):
    """The same request over HTTP and over the uwsgi protocol."""
    return [wire.http(site.http, path, **how), wire.uwsgi(site.uwsgi, path, **how)]
