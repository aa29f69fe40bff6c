"""The first line of a file of contacts: which format it is in, and where its columns stand."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from app.domain.errors import InputFileError
from app.exchange.numbered_lines import LONGEST_LINE, is_readable

#: The columns of each kind of file in the order of `places`, with another name that they go by.
NORWEGIAN_COLUMNS = {"RegelNr": "", "DRGGrupperingsstreng": ""}
CASE_COLUMNS = {
    "id": "",
    "sex": "",
    "age_days": "",
    "disch": "",
    "dur": "",
    "diagnoses": "diagnoses(dagger/asterisk)",
    "procedures": "",
}
#: How names of files of objects end; one whose first line is spoilt is known by that.
_OBJECTS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")


class CaseFormat(StrEnum):
    """How contacts are written in a file."""

    #: Semicolons, with the contact as one string of 165 fields.
    NOR = "nor"
    #: Tabs, a column a kind, codes parted by blanks.
    CASES = "cases"
    #: One JSON object a line.
    JSONL = "jsonl"


class Heading(NamedTuple):
    """The places of the columns that are read, and how many columns there are in all."""

    places: tuple[int, ...]
    width: int


def semicolon_cells(text: str) -> list[str]:
    """Part a line at semicolons; a quoted cell may hold some."""
    # The limit is the whole process's, and another reader may have set its own.
    csv.field_size_limit(LONGEST_LINE)
    return next(csv.reader([text], delimiter=";"), [])


def tab_cells(text: str) -> list[str]:
    """Part a line at tabs."""
    return text.split("\t")


#: How lines of a table are parted, and its columns.
_TABLES: Mapping[CaseFormat, tuple[Callable[[str], list[str]], Mapping[str, str]]] = {
    CaseFormat.CASES: (tab_cells, CASE_COLUMNS),
    CaseFormat.NOR: (semicolon_cells, NORWEGIAN_COLUMNS),
}


def told_format(first: str, name: str) -> CaseFormat | None:
    """Tell the format of a file by its first line, None where that is no line of any."""
    if first.lstrip().startswith("{"):
        return CaseFormat.JSONL
    for layout, (cells, columns) in _TABLES.items():
        if len(row := cells(first)) > 1 and _folded(columns) & set(_titles(row)):
            return layout
    return CaseFormat.JSONL if name.lower().endswith(_OBJECTS) else None


def refuse_unknown(first: str, name: str) -> InputFileError:
    """Make the error that a file is in no format of contacts."""
    if not is_readable(first) or "\0" in first:
        return InputFileError(
            f"{name} är inte text i UTF-8. Spara filen med kontakter i UTF-8 och gruppera den igen."
        )
    return InputFileError(
        f"{name} är ingen fil med kontakter: den första raden är varken en rubrikrad (med "
        f"{' och '.join(NORWEGIAN_COLUMNS)} mellan semikolon, eller {', '.join(CASE_COLUMNS)} "
        "mellan tabbar) eller ett JSON-objekt. Välj en annan fil, eller rätta den första raden."
    )


def read_heading(first: str, layout: CaseFormat, name: str) -> Heading:
    """Find the columns of a format in the first line; objects have none, and any is right.

    Raises:
        InputFileError: the line lacks a column or has it twice, or is one of another format.

    """
    told = told_format(first, name)
    if layout is CaseFormat.JSONL:
        if told is not None and told in _TABLES:
            raise _other_format(f"{name} har inget JSON-objekt på första raden", told)
        return Heading(tuple(range(len(CASE_COLUMNS))), len(CASE_COLUMNS))
    cells, columns = _TABLES[layout]
    titles = _titles(cells(first))
    there = {title: at for at, title in enumerate(titles)}
    places = [there.get(c.casefold(), there.get(other)) for c, other in columns.items()]
    missing = [column for column, at in zip(columns, places, strict=True) if at is None]
    if missing:
        lacks = f"{name} saknar {_named(missing)}"
        if told is not None and told is not layout:
            raise _other_format(lacks, told)
        raise InputFileError(f"{lacks}. Välj rätt format med --format, eller rätta rubrikraden.")
    twice = [title for title, count in Counter(titles).items() if count > 1]
    if _folded(columns) & set(twice):
        raise InputFileError(f"{name} har kolumnen {twice[0]} mer än en gång. Rätta rubrikraden.")
    return Heading(tuple(at for at in places if at is not None), len(titles))


def _titles(header: Sequence[str]) -> list[str]:
    return [title.strip().removeprefix("\ufeff").casefold() for title in header]


def _folded(columns: Mapping[str, str]) -> set[str]:
    return {*map(str.casefold, columns), *columns.values()} - {""}


def _named(columns: Sequence[str]) -> str:
    return f"kolumnen {columns[0]}" if len(columns) == 1 else f"kolumnerna {', '.join(columns)}"


def _other_format(what: str, told: CaseFormat) -> InputFileError:
    return InputFileError(
        f"{what}. Den ser ut att vara i formatet {told.value}: skriv --format {told.value}, eller "
        "utelämna --format."
    )
