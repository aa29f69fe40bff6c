"""ICD-10-SE as one tab-separated file with sixteen columns (2024 and later).

Every cell is quoted, but quotation marks inside it are not escaped; cells may hold HTML. The
first row of a code holds its title and level; the rows after it repeat the code and add one
more example, exclusion or other note each. Codes have their point, chapters are `01`–`22`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark, Note, NoteKind, RecognisedCodebook
from app.persistence.readers.code_links import find_code_links
from app.persistence.readers.compressed import read_beginning
from app.persistence.readers.html_text import read_html, read_html_line
from app.persistence.readers.icd10se_cells import (
    REMEDY,
    canonical_code,
    part_range,
    read_day,
    read_level,
    read_mark,
    refuse_loss,
    shorten,
)
from app.persistence.readers.naming import first_day, guess_year
from app.persistence.readers.relaxed_tsv import read_relaxed_header, read_relaxed_rows
from app.persistence.readers.text_encoding import decode_beginning, is_spoiled
from app.persistence.readers.text_file import Row, row_error
from app.persistence.readers.tree import Draft, build_concepts

_HEADER = (
    "Kod", "Giltig från", "Överordnad kod", "Titel", "Latin", "Beskrivning", "Exempel",
    "Innefattar", "Utesluter", "Anmärkning", "Kodningsinformation", "Innehåll",
    "Manifestation(*)/Etiologi(†)", "Koppling Manifestation(*)/Etiologi(†)", "Ej huvuddiagnos",
    "Kodnivå - kodspecifikation",
)  # fmt: skip
_CODE, _VALID_FROM, _PARENT, _TITLE, _MARK, _PARTNERS, _LEVEL = 0, 1, 2, 3, 12, 13, 15
#: In the order of the columns; other formats have kinds of notes of their own.
_NOTES = tuple((at, NoteKind(name)) for at, name in enumerate(_HEADER) if name in set(NoteKind))

_NAME = re.compile(r"icd-10-se.*\.tsv", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(20\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)")
#: How much of a file is looked at to recognise it.
_HEADER_BYTES = 4096
#: Columns that are written alike in every encoding; most of them show what the file is meant
#: to be, so that its fault can be named when it is read.
_ASCII_HEADER = tuple(name for name in _HEADER if name.isascii())


@dataclass(slots=True)
class _Entry:
    """A code as its rows give it: facts from the first, notes and partners from all."""

    row: Row
    code: str
    title: str
    level: Level
    parent: str | None
    description: str
    valid_from: date | None
    mark: Mark = Mark.NONE
    mark_line: int = 0
    partners: dict[str, None] = field(default_factory=dict)
    notes: dict[tuple[NoteKind, str], Note] = field(default_factory=dict)

    @property
    def is_reserved(self) -> bool:
        """Whether its own rows forbid it as principal diagnosis."""
        return any(kind is NoteKind.NOT_PRINCIPAL for kind, _text in self.notes)

    def draft(self) -> Draft:
        """Return what the check of the tree needs."""
        return Draft(
            self.row,
            self.code,
            self.title,
            self.level,
            self.parent,
            mark=self.mark,
            description=self.description,
            partners=tuple(self.partners),
        )


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the files that are named for ICD-10-SE and have, or were meant to have, its columns."""
    return [_recognised(path) for path in files if _is_known(path)]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield the concepts with their notes, in file order, "not as principal" inherited.

    Raises:
        CodebookFileError: the file cannot be used.

    """
    entries = _read_entries(codebook.files[0])
    verdicts: dict[str, bool] = {}
    drafts = [entry.draft() for entry in entries.values()]
    concepts = build_concepts(CodeSystem.ICD10SE, drafts)
    for concept, entry in zip(concepts, entries.values(), strict=True):
        yield replace(
            concept,
            may_be_principal=not _is_reserved(concept.code, entries, verdicts),
            valid_from=entry.valid_from,
            notes=tuple(entry.notes.values()),
        )


def _is_known(path: Path) -> bool:
    if not _NAME.fullmatch(path.name):
        return False
    beginning = read_beginning(path, _HEADER_BYTES)
    header = decode_beginning(beginning)
    if is_spoiled(beginning) or tuple(read_relaxed_header(header)) == _HEADER:
        return True
    plain = header.partition("\n")[0]
    return sum(name in plain for name in _ASCII_HEADER) * 2 > len(_ASCII_HEADER)


def _recognised(path: Path) -> RecognisedCodebook:
    version = guess_year([path])
    valid_from = first_day(version)
    day = _day_in(path.name)
    if day is not None:
        is_new_year = (day.month, day.day) == (1, 1)
        version, valid_from = str(day.year) if is_new_year else day.isoformat(), day
    return RecognisedCodebook(
        CodeSystem.ICD10SE,
        "ICD-10-SE",
        (path,),
        reader=__name__,
        version=version,
        valid_from=valid_from,
    )


def _day_in(name: str) -> date | None:
    """Return the one day that a name gives, as 2026-01-01 or 20260101."""
    found = set(_DATE.findall(name))
    try:
        return date(*map(int, found.pop())) if len(found) == 1 else None
    except ValueError:
        return None


def _read_entries(path: Path) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    #: The same sentence stands on thousands of rows.
    sentences: dict[str, Note] = {}
    for line, cells in read_relaxed_rows(path, header=_HEADER):
        code = cells[_CODE]
        entry = entries.get(code) or entries.get(canonical_code(code))
        if entry is None:
            entry = _new_entry(Row(path, line, ()), cells)
            entries[entry.code] = entry
        else:
            _check_again(entry, Row(path, line, ()), cells)
        _add_notes(entry, line, cells, sentences)
        if cells[_MARK] or cells[_PARTNERS]:
            _add_mark(entry, Row(path, line, ()), cells)
    return entries


def _new_entry(row: Row, cells: Sequence[str]) -> _Entry:
    code = canonical_code(cells[_CODE])
    title = read_html_line(cells[_TITLE])
    if not code or not title:
        missing = "titel på sin första rad" if code else "kod"
        raise row_error(row, f"{code or 'Raden'} saknar {missing}. {REMEDY}")
    level = read_level(row, code, cells[_LEVEL])
    title, description = part_range(title, level)
    return _Entry(
        row,
        code,
        refuse_loss(row, title),
        level,
        _parent(row, code, cells[_PARENT], level),
        description,
        read_day(row, cells[_VALID_FROM]),
    )


def _parent(row: Row, code: str, cell: str, level: Level) -> str | None:
    parent = canonical_code(cell)
    if not parent and level is not Level.CHAPTER:
        raise row_error(row, f"{code} saknar överordnad kod. {REMEDY}")
    return parent or None


def _check_again(entry: _Entry, row: Row, cells: Sequence[str]) -> None:
    """See that a further row agrees with the first, where it repeats what stands there."""
    if cells[_TITLE]:
        title, _range = part_range(read_html_line(cells[_TITLE]), entry.level)
        _check_fact(entry, row, "titeln", entry.title, title)
    if cells[_PARENT]:
        parent = canonical_code(cells[_PARENT])
        _check_fact(entry, row, "den överordnade koden", entry.parent or "", parent)
    if cells[_LEVEL] and read_level(row, entry.code, cells[_LEVEL]) is not entry.level:
        text = f"Koden {entry.code} har kodnivån ”{shorten(cells[_LEVEL])}” här men en annan"
        raise row_error(row, f"{text} på rad {entry.row.line}. {REMEDY}")


def _check_fact(entry: _Entry, row: Row, name: str, earlier: str, later: str) -> None:
    if later not in ("", earlier):
        text = f"Koden {entry.code} har {name} ”{shorten(later)}” här"
        text = f"{text} men ”{shorten(earlier)}” på rad {entry.row.line}."
        raise row_error(row, f"{text} {REMEDY}")


def _add_notes(entry: _Entry, line: int, cells: Sequence[str], sentences: dict[str, Note]) -> None:
    for column, kind in _NOTES:
        cell = cells[column]
        if not cell:
            continue
        if kind is NoteKind.NOT_PRINCIPAL and cell in sentences:
            note = sentences[cell]
        else:
            note = _note(Row(entry.row.path, line, ()), kind, cell)
            if kind is NoteKind.NOT_PRINCIPAL:
                sentences[cell] = note
        if note.text:
            entry.notes.setdefault((kind, note.text), note)


def _note(row: Row, kind: NoteKind, cell: str) -> Note:
    text = refuse_loss(row, read_html(cell))
    return Note(kind, text, find_code_links(text))


def _add_mark(entry: _Entry, row: Row, cells: Sequence[str]) -> None:
    mark = read_mark(row, read_html_line(cells[_MARK]))
    if mark is not Mark.NONE:
        if entry.mark not in (Mark.NONE, mark):
            text = f"Koden {entry.code} är märkt {mark} här men {entry.mark} på rad"
            raise row_error(row, f"{text} {entry.mark_line}. {REMEDY}")
        entry.mark, entry.mark_line = mark, row.line
    partners = read_html(cells[_PARTNERS])
    links = find_code_links(partners)
    entry.partners.update(dict.fromkeys(links))
    if partners and not links:
        note = _note(row, NoteKind.CODING, cells[_PARTNERS])
        entry.notes.setdefault((note.kind, note.text), note)


def _is_reserved(code: str, entries: Mapping[str, _Entry], verdicts: dict[str, bool]) -> bool:
    """Tell whether the code or any above it may not be principal; the tree has been checked."""
    path: list[str] = []
    step: str | None = code
    verdict = False
    while step is not None:
        if step in verdicts:
            verdict = verdicts[step]
            break
        path.append(step)
        if entries[step].is_reserved:
            verdict = True
            break
        step = entries[step].parent
    verdicts.update(dict.fromkeys(path, verdict))
    return verdict
