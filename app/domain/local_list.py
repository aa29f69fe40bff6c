"""A list of codes of the department's own: any file of two or three columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.concept import SourceFile
from app.domain.period import Period


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a file is what; columns are counted from 0."""

    code: int
    text: int
    #: None where the file has no such column: the whole list then has one first day.
    valid_from: int | None = None
    has_header: bool = True
    #: The sign between the columns: semicolon, tab, comma or vertical bar.
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What a file looks like before anybody says what its columns are."""

    file_name: str
    #: Encoding and separator as people call them, for example `Windows-1252` and `semikolon`.
    encoding: str
    separator: str
    #: The separator itself, as a mapping wants it.
    separator_sign: str
    #: The names of the columns; `Kolumn 1` and so on where the file has none.
    header: tuple[str, ...]
    has_header: bool
    #: The first rows below the header.
    rows: tuple[tuple[str, ...], ...]
    #: Rows in the whole file, the header not counted.
    row_count: int
    #: The best guess, to be confirmed or changed; None where no two columns can be told apart.
    guess: ColumnMapping | None = None


@dataclass(frozen=True, slots=True)
class LocalCode:
    """One code of a local list."""

    code: str
    text: str
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class TriedRow:
    """How one row of a file would be read."""

    #: The row that Excel shows.
    number: int
    code: str = ""
    text: str = ""
    valid_from: date | None = None
    #: A Swedish sentence on why it cannot be read, and what to do; empty where it can.
    fault: str = ""


@dataclass(frozen=True, slots=True)
class MappingTrial:
    """How a whole file would be read with a mapping."""

    #: The first rows, whether they can be read or not.
    rows: tuple[TriedRow, ...] = ()
    #: The first of the rows that cannot be read, wherever in the file they stand.
    faults: tuple[TriedRow, ...] = ()
    fault_count: int = 0
    #: Codes that the list would have.
    code_count: int = 0


@dataclass(frozen=True, slots=True)
class LocalList:
    """An imported local list: an edition of its own kind, never mixed with ICD, KVÅ or ATC."""

    id: str
    name: str
    #: What the codes are, as shown on screen, for example `ICD-10 Norge`.
    system_label: str
    version: str
    valid_from: date
    source: SourceFile
    mapping: ColumnMapping
    rows: int
    imported_at: datetime
    imported_by: str = ""

    @property
    def label(self) -> str:
        """Name and version as shown on screen."""
        return f"{self.name} {self.version}".strip()


def spans_of(codes: Sequence[LocalCode], list_from: date) -> tuple[tuple[LocalCode, Period], ...]:
    """Return each code with the days that it applies on, in the order given.

    A code applies from its own first day, or that of the list, until the same code is given
    anew.
    """
    starts: dict[str, list[date]] = {}
    for code in codes:
        starts.setdefault(local_key(code.code), []).append(code.valid_from or list_from)
    return tuple((code, _span(code, list_from, starts[local_key(code.code)])) for code in codes)


def _span(code: LocalCode, list_from: date, starts: Sequence[date]) -> Period:
    start = code.valid_from or list_from
    later = min((day for day in starts if day > start), default=None)
    return Period(start, later - timedelta(days=1) if later else None)


def local_key(code: str) -> str:
    """Write a code as it is compared: capitals, without blanks and points."""
    return "".join(code.split()).upper().replace(".", "")
