"""Where things are in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
APPS = ROOT / "Tests/Apps"
FIXTURES = ROOT / "Tests/integration/fixtures"
EXAMPLES = ROOT / "examples"

DIST = Path(os.environ.get("EMPEROR_DIST", ROOT / ".build/dist"))
"""The folder under test, as `make build` leaves it."""

EMPEROR = DIST / "bin/emperor"
VASSAL = DIST / "bin/vassal"
EMPERORCTL = DIST / "bin/emperorctl"
EXTENSION = DIST / "lib/emperor/emperor_worker.so"
