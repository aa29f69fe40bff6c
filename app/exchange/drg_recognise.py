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
_KEY = b'"drglogic"'
_SHEETS = "xl/workbook.xml"


def holds_definition_tables(path: Path) -> bool:
    """Whether a file, a zip or a folder is a set of definition tables; False where unreadable."""
    try:
        if path.is_dir():
            return any(_is_rule_table(PurePosixPath(file.name)) for file in path.iterdir())
        return _of_file(path)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error):
        return False


def _of_file(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _PACKAGES:
        with zipfile.ZipFile(path) as package:
            names = [PurePosixPath(name) for name in package.namelist()]
            return any(map(_is_rule_table, names)) or any(
                _KEY in _head(package, str(name)) for name in names if name.suffix == ".json"
            )
    if suffix in _WORKBOOKS:
        with zipfile.ZipFile(path) as book:
            sheets = _head(book, _SHEETS).lower()
            return b'name="drg_logic"' in sheets or b'name="drglogic"' in sheets
    if suffix == ".json":
        with path.open("rb") as plain:
            return _KEY in plain.read(_HEAD)
    if suffix == ".gz" and ".json" in path.suffixes:
        with gzip.open(path) as packed:
            return _KEY in packed.read(_HEAD)
    return False


def _head(package: zipfile.ZipFile, member: str) -> bytes:
    if member not in package.namelist():
        return b""
    with package.open(member) as opened:
        return opened.read(_HEAD)


def _is_rule_table(path: PurePosixPath) -> bool:
    return path.stem.lower() in _RULES and path.suffix.lower() in _TABLE_SUFFIXES
