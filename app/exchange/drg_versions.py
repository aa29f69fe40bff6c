"""What definition tables say of their version: in a first row, in a column or in their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import dropwhile
from typing import NamedTuple

from app.domain.drg_tables import TableLayout
from app.domain.errors import InputFileError
from app.domain.period import Period

Row = Mapping[str, str]


class SourceTable(NamedTuple):
    """The rows of one table, and where they stood."""

    #: The file or the sheet, as it is told in messages.
    label: str
    rows: Sequence[Row]
    #: The number of the first of the rows in that file.
    first: int = 1


#: A row that tells the version instead of holding anything.
_MARK = re.compile(r"#+$|NordDRG\b")
_LABEL = re.compile(r"DRGL_\w*")
#: The rules have so little room in a column that the label goes on in the next, after this sign.
_LABEL_BEGINS, _GOES_ON = "DRGL_", "_"
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"\d\d/\d\d(?:/\d*)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PACKED_AS = re.compile(r"(?:\.(?:json|gz|zip|exe|xlsx|xlsm))+$", re.IGNORECASE)
_COUNTRIES = {"NOR": "NO", "SWE": "SE", "EST": "EE", "ICE": "IS", "DEN": "DK", "DAN": "DK"}
_COUNTRIES |= {"FIN": "FI", "LAT": "LV", "LIT": "LT"}
_COUNTRY = re.compile(rf"(?<![A-Z])({'|'.join(_COUNTRIES)})(?![A-Z])")
_VERSION_COLUMN = "nat_ver"
#: Until this year tables were published as dBase files, and are read as those were.
_LAST_DBASE_YEAR = 2015


def column_names(table: SourceTable) -> dict[str, str]:
    """Give the columns of a table by their names in small letters."""
    if not table.rows:
        return {}
    return {name.split("\n")[0].strip().lower(): name for name in table.rows[0]}


def cell_of(row: Row, column: str) -> str:
    """Give a cell trimmed; nothing where it is missing, or no text as it may be in JSON."""
    cell = row.get(column, "")
    return cell.strip() if isinstance(cell, str) else ""


def without_version(table: SourceTable) -> SourceTable:
    """Give a table without the row that only tells its version."""
    if table.rows and _is_version(table.rows[0]):
        return SourceTable(table.label, table.rows[1:], table.first + 1)
    return table


def version_of(tables: Iterable[SourceTable]) -> str:
    """Return what tables say of their version; empty where they say nothing."""
    seen = list(tables)
    for table in seen:
        if table.rows and _is_version(table.rows[0]):
            told = [c for c in map(str, table.rows[0].values()) if c.startswith("NordDRG")]
            if told:
                return told[0]
    return next((v for v in map(_column_version, seen) if v), "")


def refuse_mixture(tables: Iterable[SourceTable], texts: Iterable[SourceTable]) -> list[str]:
    """See that tables that tell a version tell the same one; give remarks on texts that do not.

    Raises:
        InputFileError: two of them do not; the text names both, and the row.

    """
    marks = [(table, mark) for table in tables if any(mark := _mark_of(table))]
    if not marks:
        return []
    first, wanted = max(marks, key=lambda each: sum(map(len, each[1])))
    for table, mark in marks:
        if not _is_same(wanted, mark):
            raise InputFileError(
                f"{_other_version(table, mark, first, wanted)}. Läs in tabeller av en och samma "
                "version."
            )
    others = [(table, _mark_of(table)) for table in texts]
    return [
        f"{_other_version(table, mark, first, wanted)}. Den har bara texter och koder utan "
        "egenskaper; grupperingen påverkas inte."
        for table, mark in others
        if not _is_same(wanted, mark)
    ]


def _is_same(wanted: tuple[str, ...], mark: tuple[str, ...]) -> bool:
    """Whether a version is another, as far as both tell it."""
    return all(a.startswith(b) for a, b in zip(wanted, mark, strict=True) if a and b)


def _other_version(
    table: SourceTable, mark: tuple[str, ...], first: SourceTable, wanted: tuple[str, ...]
) -> str:
    told, other = (" ".join(filter(None, each)) for each in (mark, wanted))
    return (
        f"{table.label}, rad {table.first}: tabellen är av en annan version ({told}) än "
        f"{first.label} ({other})"
    )


def told_by(name: str) -> tuple[str, str]:
    """Return the country and the year that a version, a file or a folder names, or nothing."""
    year = _YEAR.search(name)
    return country_of(name), year[0] if year else ""


def plain_name(file_name: str) -> str:
    """Return the name of a package without what says how it is packed."""
    return _PACKED_AS.sub("", file_name) or file_name


def country_of(text: str) -> str:
    """Return the country that a version or a file name tells, as two letters; or nothing."""
    found = _COUNTRY.search(text.upper().replace("NORDDRG", " "))
    return _COUNTRIES[found[1]] if found else ""


def period_of(text: str) -> Period | None:
    """Return the year that a version or a file name tells."""
    year = _YEAR.search(text)
    if year is None:
        return None
    return Period(date(int(year[0]), 1, 1), date(int(year[0]), 12, 31))


def family_of(tables: Iterable[SourceTable], otherwise: TableLayout, name: str = "") -> TableLayout:
    """Tell the family by the year: older tables mean what they meant, whatever file they are in."""
    period = period_of(version_of(tables)) or period_of(name)
    if period is None or period.start is None:
        return otherwise
    is_old = period.start.year <= _LAST_DBASE_YEAR
    return TableLayout.NORDIC_DBF if is_old else TableLayout.WORKBOOK


def other_version_within(table: SourceTable) -> str:
    """Tell of the first row whose column of its own tells another version than those above."""
    names = [name for name in table.rows[0] if _is_version_column(name)] if table.rows else []
    above = ""
    for number, row in enumerate(table.rows if names else (), table.first):
        here = cell_of(row, names[0])
        if above and here and here != above:
            return (
                f"{table.label}, rad {number}: kolumnen {names[0]} säger {here} och ovanför "
                f"{above}. Kontrollera att tabellen är av en enda version."
            )
        above = here or above
    return ""


def _is_version_column(name: str) -> bool:
    return name.strip().lower() == _VERSION_COLUMN


def _is_version(row: Row) -> bool:
    told = (str(cell) for name, cell in row.items() if not _is_version_column(name))
    return any(map(_MARK.match, told))


def _mark_of(table: SourceTable) -> tuple[str, ...]:
    """Give label, country, day and column value of a version, as far as the table has room."""
    if not table.rows or not _is_version(table.rows[0]):
        return "", "", "", _column_version(table)
    cells = [str(cell) for cell in table.rows[0].values()]
    told = " ".join(cells)
    label, day = _LABEL.search(told), _DATE.search(told)
    named = _parted_label(cells) or (label[0] if label else "")
    return named, country_of(told), day[0] if day else "", ""


def _parted_label(cells: Iterable[str]) -> str:
    """Put a label together that begins in one cell and goes on in those after it; else nothing."""
    label = ""
    for cell in dropwhile(lambda each: each != _LABEL_BEGINS, filter(None, cells)):
        if not _WORD.fullmatch(cell) or (label and not label.endswith(_GOES_ON)):
            break
        label += cell
    return label


def _column_version(table: SourceTable) -> str:
    """Give the version that a column of its own tells, where it is the same in each row."""
    if not table.rows:
        return ""
    names = [name for name in table.rows[0] if _is_version_column(name)]
    told = {cell_of(row, names[0]) for row in table.rows} - {""} if names else set()
    return told.pop() if len(told) == 1 else ""
