"""Compiled definition tables in the data folder, so that the next start need not build them.

A cache can only save time: one that is missing, damaged, foreign, of another version of the program
or that cannot be written is passed over without a word, and made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from app.grouper.compiled import CompiledTables
from app.grouper.packed import UnfitPackError, pack, unpack

#: Half-written files this old were left by a program that was ended.
_ABANDONED_S = 24 * 3600.0
_BEGINNING, _ENDING = "drg-", ".pack"
#: The modules that decide what is made of tables.
_MAKERS = ("app.grouper.compiled", "app.grouper.dialect", "app.grouper.packed")


def read_cached(data_dir: Path, checksum: str) -> CompiledTables | None:
    """Return what was made of the tables with this checksum; None where nothing usable is kept."""
    try:
        return unpack(_path(data_dir, checksum).read_bytes(), _made_for(checksum))
    except (OSError, UnfitPackError):
        return None


def keep_cached(data_dir: Path, checksum: str, tables: CompiledTables) -> None:
    """Keep what was made of tables; a folder that cannot be written is let be."""
    path = _path(data_dir, checksum)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".tmp", _BEGINNING, path.parent)
        half_written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pack(tables, _made_for(checksum)))
            half_written.replace(path)
        finally:
            half_written.unlink(missing_ok=True)


def tidy_cached(data_dir: Path, checksums: frozenset[str]) -> None:
    """Remove what is kept of tables that are no longer imported."""
    kept = {_path(data_dir, each).name for each in checksums}
    folder = _folder(data_dir)
    with suppress(OSError):
        for path in folder.glob(f"{_BEGINNING}*{_ENDING}"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
        for path in folder.glob(f"{_BEGINNING}*.tmp"):
            if time.time() - path.stat().st_mtime > _ABANDONED_S:
                path.unlink(missing_ok=True)


def _folder(data_dir: Path) -> Path:
    return data_dir / "cache"


def _path(data_dir: Path, checksum: str) -> Path:
    return _folder(data_dir) / f"{_BEGINNING}{checksum[:24]}{_ENDING}"


def _made_for(checksum: str) -> str:
    return f"{checksum} {_program()}"


@cache
def _program() -> str:
    """Tell the version of the program by what decides the content, so that no number is forgotten.

    A frozen build has no source to look at, but is as a whole another file in each version.
    """
    digest = hashlib.sha256()
    for name in _MAKERS:
        source = getattr(sys.modules.get(name), "__file__", None)
        path = Path(source) if source and Path(source).is_file() else Path(sys.executable)
        if path.suffix == ".py":
            digest.update(path.read_bytes())
        else:
            told = path.stat()
            digest.update(f"{told.st_size} {told.st_mtime_ns}".encode())
    return digest.hexdigest()
