"""The differences between two editions as a table for a spreadsheet.

UTF-8 with BOM, semicolons, CRLF: what a Swedish Excel opens by itself. A cell that a spreadsheet
would take for a formula is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from app.domain.concept import Concept
from app.domain.edition_difference import CodeDifference, EditionDifference, TouchedByCode

HEADER = (
    "Kapitel", "Kapitlets titel", "Kod", "Ändring", "Titel förr", "Titel nu", "Förr", "Nu",
    "Används i", "Äldre utgåva", "Nyare utgåva",
)  # fmt: skip
#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def format_difference_csv(
    difference: EditionDifference, changes: Sequence[CodeDifference], touched: TouchedByCode
) -> bytes:
    """Write the changes, a row each in the order given, below a Swedish header."""
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for change in changes:
        writer.writerow(map(guard_cell, _cells(difference, change, touched)))
    return target.getvalue().encode("utf-8-sig")


def guard_cell(text: str) -> str:
    """Write a text on one line, so that no spreadsheet takes it for a formula."""
    line = " ".join(text.splitlines()).strip()
    return f"'{line}" if line.startswith(_FORMULA) else line


def _cells(
    difference: EditionDifference, change: CodeDifference, touched: TouchedByCode
) -> Iterator[str]:
    yield change.chapter
    yield difference.chapter_titles.get(change.chapter, "")
    yield change.concept.marked_code
    yield change.kind.value
    titles = (_title(change.before), _title(change.after))
    yield from titles
    for title, text in zip(titles, (change.before_text, change.after_text), strict=True):
        yield "" if text == title else text
    yield "; ".join(f"{each.kind}: {each.text}" for each in touched.get(change.code, ()))
    yield difference.before.label
    yield difference.after.label


def _title(concept: Concept | None) -> str:
    return concept.title if concept else ""
