"""A real nginx in a folder of its own, on a port from the kernel."""

import os
import shutil
import signal
from pathlib import Path

from . import ports, wire
from .daemon import Daemon
from .wait import until

PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
PARAMETERS = Path("/etc/nginx/uwsgi_params")

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {prefix}/nginx.pid;
error_log {prefix}/error.log info;
events {{ worker_connections 256; }}
http {{
    include mime.types;
    default_type application/octet-stream;
    access_log {prefix}/access.log;
    client_max_body_size 100m;
    client_body_temp_path {prefix}/body;
    proxy_temp_path {prefix}/proxy;
    fastcgi_temp_path {prefix}/fastcgi;
    uwsgi_temp_path {prefix}/uwsgi;
    scgi_temp_path {prefix}/scgi;
{server}
}}
"""


class Nginx(Daemon):
    """`server` makes the text of the server block from the port; `user` is who the workers are when root starts it."""

    def __init__(self, arena, server, user="www-data"):
        assert PROGRAM, "nginx is not installed: scripts/bootstrap test"
        self.prefix = arena.make("nginx")
        self.port = ports.free()
        self.http = ("127.0.0.1", self.port)
        shutil.copy(PARAMETERS, self.prefix)
        shutil.copy(PARAMETERS.with_name("mime.types"), self.prefix)
        configuration = self.prefix / "nginx.conf"
        line = f"user {user};" if os.geteuid() == 0 else ""
        configuration.write_text(CONFIGURATION.format(user=line, prefix=self.prefix, server=server(self.port)))
        super().__init__(arena, "nginx", [PROGRAM, "-p", self.prefix, "-c", configuration])
        until(lambda: not self.running or wire.accepts(self.http), lambda: f"nginx to listen:\n{self.log()}")
        assert self.running, f"{self.log()}\n{self.errors()}"

    def errors(self):
        return (self.prefix / "error.log").read_text(errors="replace")

    def get(self, path="/", **how):
        return wire.http(self.http, path, **how)

    def stop(self, within=20.0):
        """QUIT is nginx's graceful stop."""
        if self.running:
            self.signal(signal.SIGQUIT)
        return self.ended(within)
