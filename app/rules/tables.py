"""Reads the rule tables in `resources/rules/*.toml`: same shape many times, one rule.

Every row names its own source; a row without one, with a code that cannot be read or with an
unknown key is refused with file and line when the program starts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.codes import CodeSet
from app.domain.errors import InputFileError

#: Beside the program in the source tree, and unpacked beside it in the frozen build.
TABLE_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"

_ROW = re.compile(r"^[ \t]*\[\[row\]\]", re.MULTILINE)
_KEYS = {"codes", "catalogue", "source", "reason"}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A range of codes, the catalogue numbers and the source that it rests on, and why."""

    codes: CodeSet
    catalogue: tuple[int, ...]
    source: str
    #: A Swedish sentence that the rule puts last in its message.
    reason: str


def read_table(path: Path) -> tuple[TableRow, ...]:
    """Read a rule table.

    Raises:
        InputFileError: the file cannot be read, or a row is not complete; names file and line.

    """
    try:
        text = path.read_text(encoding="utf-8")
        rows = tomllib.loads(text).get("row", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputFileError(
            f"Regeltabellen {path.name} kan inte läsas: {error}. Rätta filen och starta om."
        ) from error
    lines = [text.count("\n", 0, match.start()) + 1 for match in _ROW.finditer(text)]
    places = [f"{path.name}, rad {line}" for line in lines]
    if not isinstance(rows, list) or len(rows) != len(places):
        raise InputFileError(f"Regeltabellen {path.name} ska bestå av rader som börjar [[row]].")
    return tuple(_row(row, place) for row, place in zip(rows, places, strict=True))


def _row(row: Mapping[str, Any], place: str) -> TableRow:
    if set(row) != _KEYS:
        names = ", ".join(sorted(_KEYS))
        raise InputFileError(f"Regeltabellen {place}: raden ska ha just nycklarna {names}.")
    if not all(isinstance(row[key], str) and row[key].strip() for key in _KEYS - {"catalogue"}):
        raise InputFileError(f"Regeltabellen {place}: codes, source och reason ska vara texter.")
    numbers = row["catalogue"]
    if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
        raise InputFileError(f"Regeltabellen {place}: catalogue ska vara en lista av nummer.")
    try:
        codes = CodeSet.parse(row["codes"])
    except ValueError as error:
        raise InputFileError(
            f"Regeltabellen {place}: ”{row['codes']}” är inga koder eller kodintervall."
        ) from error
    return TableRow(codes, tuple(numbers), row["source"], row["reason"])
