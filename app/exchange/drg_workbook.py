"""Definition tables from a workbook with one tab a table, as they are published since 2021."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.exchange.drg_rows import KNOWN_TABLES, make_tables
from app.exchange.drg_versions import SourceTable, family_of
from app.exchange.workbook_rows import NumberText, SheetRow, WorkbookRows

#: Digits that stand for themselves, in columns of codes and in others.
_SHORT, _DIGITS = re.compile(r"-?\d{1,2}"), re.compile(r"-?\d{1,5}")
_CODES = re.compile(r"(d_)?code|dgprop|procpro|secpro|pdgprop|dgcat|varval|inclprop|compl", re.I)
#: Columns of words for people, where a number is only a number.
_WORDS = re.compile(r"text|name|_plus$|nat_ver|^or_val$|^prop_0$|^loc_drg$|^id$|extens", re.I)
_RULES = frozenset({"drg_logic", "drglogic"})


def is_definition_workbook(book: WorkbookRows) -> bool:
    """Whether one of the tabs holds the rules."""
    return any(name.strip().lower() in _RULES for name in book.sheets)


def read_workbook_tables(package: zipfile.ZipFile, name: str) -> DefinitionTables:
    """Read a set of definition tables from an opened workbook.

    Raises:
        InputFileError: it holds none, or Excel has made a number of a code; with tab and row.

    """
    book = WorkbookRows(package, name)
    if not is_definition_workbook(book):
        raise InputFileError(
            f"{name} är en arbetsbok utan bladet drg_logic. Välj arbetsboken med "
            "definitionstabellerna."
        )
    known = [sheet for sheet in book.sheets if sheet.strip().lower() in KNOWN_TABLES]
    tables = {sheet: _table(book, sheet, name) for sheet in known}
    return make_tables(tables, family_of(tables.values(), TableLayout.WORKBOOK, name), name)


def _table(book: WorkbookRows, sheet: str, name: str) -> SourceTable:
    label = f"{name}, bladet {sheet}"
    first = book.first_row(sheet)
    return SourceTable(label, list(_checked(book.rows(sheet), label, first)), first)


def _checked(rows: Iterator[SheetRow], label: str, first: int) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, first):
        for column, cell in row.items():
            if isinstance(cell, NumberText):
                _refuse_changed(cell, column, f"{label}, rad {number}")
        yield row


def _refuse_changed(cell: NumberText, column: str, where: str) -> None:
    """See that a number is one: Excel makes 100000 of 01E05, and nobody can tell it back."""
    if _WORDS.search(column) or (_SHORT if _CODES.match(column) else _DIGITS).fullmatch(cell):
        return
    raise InputFileError(
        f"{where}: kolumnen {column} har {cell[:20]}, som Excel kan ha gjort av en kod som "
        "01E05. Skriv koden som text i Excel, spara filen och läs in den igen."
    )
