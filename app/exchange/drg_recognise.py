"""Tells whether a file or a folder holds NordDRG definition tables, by name and header alone."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path, PurePosixPath

#: Files of the table that every set has, without suffix.
_RULES = frozenset({"drglogic", "drg_logic"})
_TABLE_SUFFIXES = frozenset({".dbf", ".tsv"})
_PACKAGES = frozenset({".zip", ".exe"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
#: So much of a JSON file is looked at; the first table's name stands in it.
_HEAD = 1_000_000
_KEYS = (b'"drglogic"', b'"drg_logic"')
_SHEETS = "xl/workbook.xml"


def holds_definition_tables(path: Path) -> bool:
    """Whether a file, a zip or a folder is a set of definition tables; False where unreadable."""
    try:
        if path.is_dir():
            return any(_is_rule_table(PurePosixPath(file.name)) for file in path.iterdir())
        return _of_file(path)
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):  # locked zips too
        return False


def _of_file(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _PACKAGES:
        with zipfile.ZipFile(path) as package:
            names = [PurePosixPath(name) for name in package.namelist()]
            texts = [str(name) for name in names if name.suffix.lower() == ".json"]
            return any(map(_is_rule_table, names)) or any(
                _has_key(_head(package, name)) for name in texts
            )
    if suffix in _WORKBOOKS:
        with zipfile.ZipFile(path) as book:
            sheets = _head(book, _SHEETS).lower()
            return b'name="drg_logic"' in sheets or b'name="drglogic"' in sheets
    if suffix == ".json":
        with path.open("rb") as plain:
            return _has_key(plain.read(_HEAD))
    if suffix == ".gz" and ".json" in path.suffixes:
        with gzip.open(path) as packed:
            return _has_key(packed.read(_HEAD))
    return False


def _has_key(head: bytes) -> bool:
    """Whether JSON begins with tables, in whatever letters their names are."""
    small = head.lower()
    return any(key in small for key in _KEYS)


def _head(package: zipfile.ZipFile, member: str) -> bytes:
    if member not in package.namelist():
        return b""
    with package.open(member) as opened:
        return opened.read(_HEAD)


def _is_rule_table(path: PurePosixPath) -> bool:
    return path.stem.lower() in _RULES and path.suffix.lower() in _TABLE_SUFFIXES
