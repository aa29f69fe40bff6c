"""What a shelf of tables and lists is: what stands on it, and how a file gets there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.access import Person
from app.domain.file_import import FileImport, FileImportReport
from app.domain.list_words import format_count
from app.domain.permissions import Act
from app.services.context import AppContext
from app.services.job_control import JobControl
from ui.models.list_rows import ListRow

#: File, the key of the chosen entry, who reads it in, progress.
Take = Callable[[AppContext, Path, str, Person, JobControl], FileImportReport]

CSV_FILES = "CSV-filer (*.csv *.txt *.zip *.gz);;Alla (*)"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One table or list of a shelf, and how it stands."""

    key: str
    title: str
    rows: int
    #: Some words: how many rows, and where they come from.
    state: str
    #: Whole sentences: the import, or what to read in.
    facts: str
    headers: tuple[str, ...]
    #: The column that takes the room that is left.
    wide: int = 1
    #: Whether the rows have days, so that one can ask what applies on a day.
    has_days: bool = True
    takes_file: bool = True
    is_removable: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Tables and lists that are looked after in one place."""

    #: The name of its help page.
    name: str
    title: str
    file_kinds: str
    #: What the button says that reads a file in.
    file_button: str
    #: What to do where nothing stands on the shelf.
    nothing: str
    read_entries: Callable[[AppContext], tuple[ListEntry, ...]]
    read_rows: Callable[[AppContext, str], tuple[ListRow, ...]]
    #: None where a file needs more answers before it can be read in.
    take: Take | None
    #: What reading in is an act of, where that belongs to a role.
    act: Act | None = None
    #: Writes all that the shelf holds into a file; None where that is not to be had.
    export: Callable[[AppContext, Path], Path] | None = None


def table_state(latest: FileImport | None, rows: int) -> str:
    """Say in some words how many rows a table has and where they come from."""
    if latest is not None:
        return format_count(latest.rows, "inläst", "inlästa")
    return shipped_state(rows) if rows else "tom"


def shipped_state(rows: int) -> str:
    """Say that the rows ship with the program."""
    return format_count(rows, "följer med", "följer med")
