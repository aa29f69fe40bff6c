"""What is remembered of a file that a table or list was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.concept import SourceFile


@dataclass(frozen=True, slots=True)
class FileImport:
    """The latest import into one table; the same file again changes nothing."""

    #: The table, by the name that the administrator knows it by.
    name: str
    source: SourceFile
    rows: int
    imported_at: datetime
    imported_by: str = ""


@dataclass(frozen=True, slots=True)
class FileImportReport:
    """What reading a file into a table led to."""

    latest: FileImport
    #: How the file was written, in words: encoding and separator.
    written_as: str = ""
    #: Rows that the table did not have before, and rows of before that the file lacks.
    added: int = 0
    gone: int = 0
    #: Whole Swedish sentences.
    warnings: tuple[str, ...] = ()
    #: What to say in place of the counts, of a file that only adds to what was there.
    told: str = ""
    #: The same file is what the table holds; nothing was changed.
    already_imported: bool = False
