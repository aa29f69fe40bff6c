"""KVÅ as a workbook with descriptions, `kva-inkl-beskrivningstexter-ÅÅÅÅ.xlsx`.

One sheet holds KKÅ and KMÅ, told apart by a column. No column gives the code above: it is the
longest heading of the same part that the code begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, NoteKind, RecognisedCodebook
from app.persistence.readers.kva_entries import CODE, PARTS, TITLE, KvaEntries
from app.persistence.readers.naming import named_by_year
from app.persistence.readers.text_file import Row, file_error, row_error
from app.persistence.readers.workbook import Sheet, fold_name, header_error, read_workbook

_NAME = re.compile(r"kva-inkl-beskrivningstexter.*\.xlsx", re.IGNORECASE)
_SHEET = "KVÅ – (KKÅ+KMÅ)"
_PART = "Klassifikation"
_HEADER = (
    _PART, CODE, TITLE, NoteKind.DESCRIPTION, NoteKind.EXAMPLE, NoteKind.INCLUDES,
    NoteKind.EXCLUDES, NoteKind.CODING, NoteKind.REMARK, NoteKind.RELATED_ICF,
)  # fmt: skip
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."
_REMEDY = "Rätta raden, eller hämta filen på nytt från utgivaren."


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the workbooks by their name; what is inside is checked when they are read."""
    return [
        named_by_year(CodeSystem.KVA, [path], __name__)
        for path in files
        if _NAME.fullmatch(path.name)
    ]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield headings and procedures with their notes, in the order of the sheet.

    Raises:
        CodebookFileError: a part or the sheet is missing, or the file cannot be used; with
            sheet, row and remedy.

    """
    path = codebook.files[0]
    entries = KvaEntries()
    workbook = read_workbook(path, lambda name: fold_name(name) == fold_name(_SHEET))
    for row, cells in _rows(workbook.sheet(_SHEET)):
        entries.add(row, _part(row, cells[_PART]), cells)
    missing = entries.missing_part()
    if missing is not None:
        raise file_error(path, f"har inga koder för {missing}. {_FETCH_AGAIN}")
    lost = entries.item_without_heading()
    if lost is not None:
        row, code = lost
        raise row_error(row, f"Ingen rubrik på bladet passar till koden {code}. {_REMEDY}")
    yield from entries.concepts()


def _rows(sheet: Sheet) -> Iterator[tuple[Row, dict[str, str]]]:
    header = sheet.header
    missing = [str(name) for name in _HEADER if name not in header]
    if missing:
        raise header_error(sheet, missing)
    unknown = [name for name in header if name and name not in _HEADER]
    if unknown:
        text = f"Kolumnen {', '.join(unknown)} är ingen som programmet känner till."
        raise row_error(sheet.rows[0], f"{text} {_FETCH_AGAIN}")
    for row in sheet.rows[1:]:
        _refuse_unnamed(row, header)
        filled = (*row.cells, *("" for _ in header))
        yield row, dict(zip(header, filled, strict=False))


def _refuse_unnamed(row: Row, header: Sequence[str]) -> None:
    """Refuse text in a column without a name: nobody knows what it means."""
    for column, cell in enumerate(row.cells):
        if cell.strip() and (column >= len(header) or not header[column]):
            text = f"Kolumn {column + 1} saknar rubrik, men har text."
            raise row_error(row, f"{text} {_REMEDY}")


def _part(row: Row, cell: str) -> str:
    part = cell.strip().upper()
    if part not in PARTS:
        text = f"”{cell.strip()[:40]}” i kolumnen {_PART} är varken KKÅ eller KMÅ."
        raise row_error(row, f"{text} {_REMEDY}")
    return part
