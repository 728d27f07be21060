"""Is imported only when the file `import.open` is in the working directory; writes `import.entered` before."""

import time
from pathlib import Path

Path("import.entered").touch()
while not Path("import.open").exists():
    time.sleep(0.005)


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"imported"]
