"""``python -m app``: what the `kodklar` command starts."""

from __future__ import annotations

import importlib
import sys

from app.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # The frozen program is started again for each process that reviews files.
        importlib.import_module("multiprocessing").freeze_support()
    sys.exit(main())
