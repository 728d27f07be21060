"""A real Apache in a folder of its own: mod_proxy_uwsgi before a site."""

import os
import shutil
import signal

from . import ports, wire
from .daemon import Daemon
from .wait import until

PROGRAM = shutil.which("apache2", path="/usr/sbin:/usr/bin")

CONFIGURATION = """
ServerRoot {prefix}
ServerName localhost
UseCanonicalPhysicalPort On
Listen 127.0.0.1:{port}
PidFile {prefix}/apache.pid
DefaultRuntimeDir {prefix}
ErrorLog {prefix}/error.log
{user}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_uwsgi_module /usr/lib/apache2/modules/mod_proxy_uwsgi.so
StartServers 1
{rules}
"""


class Apache(Daemon):
    """`rules` are lines of its configuration, as `ProxyPass / uwsgi://127.0.0.1:3031/`."""

    def __init__(self, arena, rules):
        assert PROGRAM, "Apache is not installed: scripts/bootstrap test"
        self.prefix = arena.make("apache")
        self.port = ports.free()
        self.http = ("127.0.0.1", self.port)
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        file = self.prefix / "apache.conf"
        file.write_text(CONFIGURATION.format(prefix=self.prefix, port=self.port, user=user, rules=rules))
        super().__init__(arena, "apache", [PROGRAM, "-f", file, "-DFOREGROUND"])
        until(lambda: not self.running or wire.accepts(self.http), lambda: f"Apache to listen:\n{self.log()}")
        assert self.running, f"{self.log()}\n{(self.prefix / 'error.log').read_text(errors='replace')}"

    def stop(self, within=20.0):
        """WINCH is Apache's graceful stop, TERM its quick one."""
        if self.running:
            self.signal(signal.SIGTERM)
        return self.ended(within)
