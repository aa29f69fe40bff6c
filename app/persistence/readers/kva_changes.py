"""The publisher's list of changes to code files that are already out, `andringar-ÅÅÅÅ.xlsx`.

One sheet for ICD-10-SE, one for KVÅ and one for ICF, which the program does not have. A row
tells of a new title, a new description, or of something else in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.codebook_changes import ChangeKind, CodeChange
from app.domain.codes import CodeSystem, format_code
from app.domain.errors import CodebookFileError
from app.persistence.readers.text_file import Row, file_error, row_error
from app.persistence.readers.workbook import (
    Sheet,
    Workbook,
    fold_name,
    header_error,
    read_workbook,
)

_NAME = re.compile(r"[aä]ndringar.*\.xlsx", re.IGNORECASE)
_DAY, _CODE, _COMMENT = "Datum", "Kod", "Kommentar"
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns of a sheet hold the title and the description, before and after."""

    system: CodeSystem
    title: tuple[str, str]
    description: tuple[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (_DAY, _CODE, *self.title, *(self.description or ()), _COMMENT)


_LAYOUTS = {
    fold_name("ICD-10-SE-filer"): _Layout(
        CodeSystem.ICD10SE, ("(Ev. felaktig) kodtext", "(Ev. justerad korrekt) kodtext")
    ),
    fold_name("KVÅ-filer"): _Layout(
        CodeSystem.KVA,
        ("Kodtext", "Ändrad kodtext"),
        ("Felaktig beskrivningstext", "Korrekt beskrivningstext"),
    ),
}
#: "Kod utgår." but not "Koden VJJ16 utgår som hänvisning".
_WITHDRAWN = re.compile(r"(?:kod|koden|kategori|kategorin) utgår(?:\.|$)", re.IGNORECASE)
_NEW = re.compile(r"(?:ny kod|ny kategori|koden är ny|koden återinsätts)\b", re.IGNORECASE)


def is_change_list(path: Path) -> bool:
    """Whether the file is named for changes and has a sheet of changes.

    Raises:
        CodebookFileError: a file of that name is no workbook, or cannot be opened.

    """
    if not _NAME.fullmatch(path.name):
        return False
    names = read_workbook(path, lambda _name: False).names
    return any(fold_name(name) in _LAYOUTS for name in names)


def read_changes(path: Path) -> list[CodeChange]:
    """Read the changes of ICD-10-SE and KVÅ, in file order.

    A row that tells of title and description gives two changes.

    Raises:
        CodebookFileError: the file cannot be used; with sheet, row and remedy.

    """
    workbook = read_workbook(path, lambda name: fold_name(name) in _LAYOUTS)
    if not workbook.sheets:
        text = "har varken bladet ”ICD-10-SE-filer” eller ”KVÅ-filer”."
        raise file_error(path, f"{text} Kontrollera att du valt utgivarens lista över ändringar.")
    return [change for sheet in workbook.sheets for change in _changes(workbook, sheet)]


def change_list_error(path: Path) -> CodebookFileError:
    """Make the error for a list of changes that was chosen as a codebook."""
    text = "är en lista över ändringar i ett kodverk, inte en utgåva av det."
    remedy = "Läs in själva kodverket: filerna som ändringarna gäller."
    shown = "Listan själv visas av ”kodklar codebook changes”, eller släpps ensam på fönstret."
    return file_error(path, f"{text} {remedy} {shown}")


def _changes(workbook: Workbook, sheet: Sheet) -> Iterator[CodeChange]:
    layout = _LAYOUTS[fold_name(sheet.name)]
    header = sheet.header
    missing = [name for name in layout.columns if name not in header]
    if missing:
        raise header_error(sheet, missing)
    for row in sheet.rows[1:]:
        cells = dict(zip(header, (" ".join(cell.split()) for cell in row.cells), strict=False))
        yield from _of_row(workbook, row, layout, cells)


def _of_row(
    workbook: Workbook, row: Row, layout: _Layout, cells: Mapping[str, str]
) -> Iterator[CodeChange]:
    code = _code(row, layout.system, cells.get(_CODE, ""))
    day = workbook.day(row, cells.get(_DAY, ""))
    comment = cells.get(_COMMENT, "")

    def change(kind: ChangeKind, before: str, after: str) -> CodeChange:
        return CodeChange(layout.system, kind, code, before, after, day, comment)

    title, new_title = (cells.get(column, "") for column in layout.title)
    described = [cells.get(column, "") for column in layout.description or ()]
    if _WITHDRAWN.match(comment):
        yield change(ChangeKind.WITHDRAWN, title, "")
        return
    if _NEW.match(comment):
        yield change(ChangeKind.NEW, "", new_title or title)
        return
    if new_title:
        yield change(ChangeKind.RETITLED, title, new_title)
    if any(described):
        yield change(ChangeKind.REDESCRIBED, *described)
    if not new_title and not any(described):
        yield change(ChangeKind.REMARK, title, title)


def _code(row: Row, system: CodeSystem, cell: str) -> str:
    if not cell:
        raise row_error(row, f"Raden saknar kod. Rätta den i Excel, eller {_FETCH_AGAIN.lower()}")
    return format_code(system, cell)
