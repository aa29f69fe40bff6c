"""``python -m app``: what the `kodklar` command starts."""

from __future__ import annotations

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
