"""For whom the starter edition says that a code is: sex, and age in whole years."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.domain.concept import Note, NoteKind
from app.persistence.readers.text_file import Row, row_error

#: As patients are written, in the plural.
_WHOM = {"": "personer", "K": "kvinnor", "M": "män"}
#: `-0` is up to the first birthday, `14-` from the fourteenth, `11-60` both named years included.
_AGES = re.compile(r"(\d{0,3})-(\d{0,3})")


def read_limits(row: Row, cells: Mapping[str, str]) -> tuple[str, str]:
    """Return the cells for sex and ages of a row.

    Raises:
        CodebookFileError: a cell holds something else.

    """
    sex, ages = cells.get("sex", ""), cells.get("ages", "")
    if sex not in _WHOM:
        raise row_error(row, f"”{sex}” är inget kön. Skriv K, M eller lämna cellen tom.")
    match = _AGES.fullmatch(ages)
    is_span = match is not None and any(match.groups())
    if ages and not is_span:
        text = f"”{ages}” är inga åldrar i hela år. Skriv till exempel -17, 14- eller 11-60."
        raise row_error(row, text)
    return sex, ages


def limit_note(sex: str, ages: str) -> Note | None:
    """Say in words for whom a code is; None where it is for everybody."""
    if not sex and not ages:
        return None
    words = ["Gäller", _WHOM[sex], *([_in_words(ages)] if ages else ())]
    return Note(NoteKind.REMARK, f"{' '.join(words)}.", ())


def _in_words(ages: str) -> str:
    first, _, last = ages.partition("-")
    if first and last:
        return f"{first}–{last} år"
    return f"från {first} år" if first else f"under {int(last) + 1} år"
