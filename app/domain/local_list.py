"""A list of codes of the department's own: any file of two or three columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.concept import SourceFile


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


def local_key(code: str) -> str:
    """Write a code as it is compared: capitals, without blanks and points."""
    return "".join(code.split()).upper().replace(".", "")
