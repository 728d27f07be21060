"""Radicale with its own entry point, and a configuration beside it."""

import os

os.environ["RADICALE_CONFIG"] = os.path.abspath("radicale.ini")
with open("radicale.ini", "w") as file:
    file.write(f"[auth]\ntype = none\n[storage]\nfilesystem_folder = {os.path.abspath('collections')}\n")

from radicale import application  # noqa: E402, F401
