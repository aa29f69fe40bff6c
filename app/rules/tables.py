"""Reads the rule tables in `resources/rules/*.toml`: same shape many times, one rule.

Every row names its own source; a row without one, with a code that cannot be read, with an
unknown key or that speaks against itself is refused with file and line when the program starts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app.domain.codes import CodeSet
from app.domain.errors import InputFileError
from app.domain.period import ALWAYS, Period
from app.rules.categories import parse_diagnoses

#: Beside the program in the source tree, and unpacked beside it in the frozen build.
TABLE_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"

_ROW = re.compile(r"^[ \t]*\[\[row\]\]", re.MULTILINE)
C = TypeVar("C")
R = TypeVar("R")

_COMMON = frozenset({"codes", "catalogue", "source", "reason"})
_DAYS = frozenset({"valid_from", "valid_to"})


@dataclass(frozen=True, slots=True)
class TableRow:
    """Codes, the catalogue numbers and the source that the row rests on, and why."""

    codes: CodeSet
    catalogue: tuple[int, ...]
    source: str
    #: A Swedish sentence that the rule puts last in its message.
    reason: str

    @property
    def told(self) -> str:
        """The codes and the condition on them, as the rule book shows the row."""
        return str(self.codes)


class Cells:
    """One row of a table as it was written; every answer is checked, or refused with its place."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self._values = values
        self._place = place

    def refuse(self, fault: str) -> InputFileError:
        """Build the error that names file and line."""
        return InputFileError(f"Regeltabellen {self._place}: {fault}")

    def check_keys(self, needed: frozenset[str], optional: frozenset[str]) -> None:
        """Refuse a row that lacks a key or has one that nobody reads."""
        lacking = sorted(needed - set(self._values))
        if lacking:
            raise self.refuse(f"raden saknar {', '.join(lacking)}.")
        unread = sorted(set(self._values) - needed - optional)
        if unread:
            raise self.refuse(f"ingen regel läser {', '.join(unread)}.")

    def has(self, key: str) -> bool:
        """Whether an optional key was written."""
        return key in self._values

    def text(self, key: str) -> str:
        """Return a text that is not blank."""
        value = self._values[key]
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"{key} ska vara en text.")
        return value

    def sentence(self, key: str) -> str:
        """Return a text that ends as a sentence does."""
        text = self.text(key)
        if not text.endswith("."):
            raise self.refuse(f"{key} ska vara hela meningar.")
        return text

    def number(self, key: str) -> int:
        """Return a whole number, zero or more."""
        value = self._values[key]
        if type(value) is not int or value < 0:
            raise self.refuse(f"{key} ska vara ett heltal.")
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        value = self._values[key]
        if not isinstance(value, list) or not all(type(number) is int for number in value):
            raise self.refuse(f"{key} ska vara en lista av nummer.")
        return tuple(value)

    def choice(self, key: str, choices: Mapping[str, Any]) -> Any:
        """Return what one of the known words stands for."""
        text = self.text(key)
        if text not in choices:
            raise self.refuse(f"{key} ska vara {' eller '.join(choices)}, inte ”{text}”.")
        return choices[text]

    def codes(self, key: str, parse: Callable[[str], C]) -> C:
        """Return codes or ranges of codes."""
        text = self.text(key)
        try:
            return parse(text)
        except ValueError as error:
            raise self.refuse(f"”{text}” är inga koder eller kodintervall.") from error

    def period(self) -> Period:
        """Return the days between `valid_from` and `valid_to`; every day, where none is named."""
        if not any(self.has(key) for key in _DAYS):
            return ALWAYS
        return Period(self._day("valid_from"), self._day("valid_to"))

    def _day(self, key: str) -> date | None:
        value = self._values.get(key)
        if value is not None and type(value) is not date:
            raise self.refuse(f"{key} ska vara en dag, till exempel 2026-01-01.")
        return value


def read_table(path: Path) -> tuple[TableRow, ...]:
    """Read a rule table of the plainest kind: codes, numbers, source and reason.

    Raises:
        InputFileError: the file cannot be read, or a row is not complete; names file and line.

    """
    return read_rows(path, _plain_row)


def read_rows(
    path: Path,
    build: Callable[[Cells], R],
    needed: frozenset[str] = frozenset(),
    optional: frozenset[str] = frozenset(),
    common: frozenset[str] = _COMMON,
) -> tuple[R, ...]:
    """Read a rule table whose rows have keys of their own beside the four of every rule's row.

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
    if not isinstance(rows, list) or len(rows) != len(lines):
        raise InputFileError(f"Regeltabellen {path.name} ska bestå av rader som börjar [[row]].")
    built = []
    for row, line in zip(rows, lines, strict=True):
        cells = Cells(row, f"{path.name}, rad {line}")
        cells.check_keys(common | needed, optional)
        built.append(build(cells))
    return tuple(built)


def _plain_row(cells: Cells) -> TableRow:
    return TableRow(
        cells.codes("codes", parse_diagnoses),
        cells.numbers("catalogue"),
        cells.text("source"),
        cells.sentence("reason"),
    )
