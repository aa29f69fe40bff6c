"""What single cells of the official file of ICD-10-SE say: level, mark, day, code, range."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from app.domain.codes import CodeRange, format_icd
from app.domain.concept import Level, Mark
from app.persistence.readers.html_text import read_html_line
from app.persistence.readers.text_file import Row, row_error

REMEDY = "Rätta raden, eller hämta filen på nytt från utgivaren."
#: How the levels begin in the column for them; what follows tells more (external cause, form).
_LEVELS = {
    "Kapitelkod": Level.CHAPTER,
    "Avsnittskod": Level.BLOCK,
    "Kategorikod": Level.CATEGORY,
    "Subkategorikod": Level.SUBCATEGORY,
    "Nationell fördjupningskod": Level.EXTENSION,
    "Femställig kod": Level.EXTENSION,
}
_CODE_SHAPE = re.compile(r"[A-Z]\d\d(?:\.[0-9A-Z]{1,2})?")
_SHAPES = {Level.CHAPTER: re.compile(r"\d\d"), Level.BLOCK: re.compile(r"[A-Z]\d\d-[A-Z]\d\d")}
_RANGE_IN_TITLE = re.compile(r"(.+?) ?\(([A-Z]\d\d)[-–]([A-Z]\d\d)\)")
_SHOWN = 80


@lru_cache(maxsize=1_000)
def canonical_code(cell: str) -> str:
    """Write a code, block or chapter number of the file in its canonical form."""
    return format_icd(cell.replace("–", "-"))


def read_level(row: Row, code: str, cell: str) -> Level:
    """Read the level of a code.

    Raises:
        CodebookFileError: no known level, or one that the form of the code does not fit.

    """
    text = read_html_line(cell)
    level = _level_named(text)
    if level is None:
        known = ", ".join(_LEVELS)
        text = f"”{shorten(text)}” är ingen kodnivå som programmet känner till ({known})."
        raise row_error(row, f"{code} kan inte placeras: {text} {REMEDY}")
    if not _SHAPES.get(level, _CODE_SHAPE).fullmatch(code):
        text = f"”{shorten(code)}” har inte den form som hör till {shorten(text)}."
        raise row_error(row, f"{text} {REMEDY}")
    return level


def read_mark(row: Row, text: str) -> Mark:
    """Read "Manifestationskod …" or "Etiologisk kod (†)"; the beginning decides.

    Raises:
        CodebookFileError: the cell holds something else.

    """
    if not text:
        return Mark.NONE
    for mark, word in ((Mark.ASTERISK, "manifestation"), (Mark.DAGGER, "etiologi")):
        if text.lower().startswith(word) or text == mark:
            return mark
    raise row_error(
        row, f"”{shorten(text)}” är varken manifestation (*) eller etiologi (†). {REMEDY}"
    )


def read_day(row: Row, cell: str) -> date | None:
    """Read the first day of a code; None for an empty cell.

    Raises:
        CodebookFileError: the cell holds something else than a day.

    """
    text = cell.strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        text = f"”{shorten(text)}” i kolumnen Giltig från är ingen dag som 2026-01-01."
        raise row_error(row, f"{text} {REMEDY}") from error


def part_range(title: str, level: Level) -> tuple[str, str]:
    """Part the title of a chapter or block from the range behind it; a chapter keeps it."""
    match = _RANGE_IN_TITLE.fullmatch(title) if level in (Level.CHAPTER, Level.BLOCK) else None
    if match is None:
        return title, ""
    text, first, last = match.groups()
    return text, str(CodeRange(first, last)) if level is Level.CHAPTER else ""


def refuse_loss(row: Row, text: str) -> str:
    """Return the text of a cell.

    Raises:
        CodebookFileError: an entity in it was a character that cannot be.

    """
    if "\ufffd" in text:
        raise row_error(row, f"Raden innehåller ett förlorat tecken (�). {REMEDY}")
    return text


def shorten(text: str) -> str:
    """Return the beginning of a text, fit for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


@lru_cache
def _level_named(text: str) -> Level | None:
    return next((level for start, level in _LEVELS.items() if text.startswith(start)), None)
