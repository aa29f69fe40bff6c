"""Where things lie: shipped files beside the program, the user's data in the user folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs


def program_root() -> Path:
    """Return the folder of `resources` and `codebooks`: the source tree or a frozen build."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def default_data_dir() -> Path:
    """Return the user's data folder for Kodklar on this operating system."""
    return Path(platformdirs.user_data_dir("Kodklar", appauthor=False))


def database_url(data_dir: Path) -> str:
    """Return the URL of the SQLite file that is used when no other database is named."""
    return f"sqlite:///{(data_dir / 'kodklar.sqlite').as_posix()}"
