"""ATC as a list of code and Swedish name with the header `key`, `value`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.codes import CodeSystem, has_atc_shape
from app.domain.concept import Concept, Level, RecognisedCodebook
from app.persistence.readers.naming import named_by_year
from app.persistence.readers.text_file import (
    Row,
    is_spoiled_file,
    read_header,
    read_rows,
    row_error,
)
from app.persistence.readers.tree import Draft, build_concepts

_HEADER = ("key", "value")
_SUFFIXES = {".tsv", ".txt", ".csv"}
#: The row for "no drug stated" is no code.
_UNSPECIFIED = "-"
#: ATCvet: drugs for animals.
_VETERINARY = "Q"
#: Length of the code one level up, by length.
_PARENT_LENGTH = {3: 1, 4: 3, 5: 4, 7: 5}
_SUBSTANCE_LENGTH = 7


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the files that are named for ATC and begin with `key`, or whose fault is to be told."""
    return [named_by_year(CodeSystem.ATC, [path], __name__) for path in files if _is_known(path)]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield the groups and substances for humans, in file order.

    Raises:
        CodebookFileError: the file cannot be used.

    """
    drafts = list(_drafts(codebook.files[0]))
    yield from build_concepts(CodeSystem.ATC, drafts)


def atc_parent(code: str) -> str | None:
    """Cut an ATC code to the group above it; None for an anatomical main group."""
    length = _PARENT_LENGTH.get(len(code))
    return None if length is None else code[:length]


def atc_level(code: str) -> Level:
    """Tell a substance from a group by the length of the code."""
    return Level.ITEM if len(code) == _SUBSTANCE_LENGTH else Level.HEADING


def _is_known(path: Path) -> bool:
    is_named = path.name.lower().startswith("atc") and path.suffix.lower() in _SUFFIXES
    if not is_named:
        return False
    return read_header(path)[0].lower().startswith(_HEADER[0]) or is_spoiled_file(path)


def _drafts(path: Path) -> Iterator[Draft]:
    for row in read_rows(path, columns=len(_HEADER), header=_HEADER):
        code, title = row.cells[:2]
        if code == _UNSPECIFIED or code.startswith(_VETERINARY):
            continue
        yield Draft(row, _checked(row, code), title, atc_level(code), atc_parent(code))


def _checked(row: Row, code: str) -> str:
    if not has_atc_shape(code):
        text = f"”{code}” har inte en ATC-kods form, till exempel C07AB02."
        raise row_error(row, f"{text} Rätta raden, eller hämta filen på nytt från utgivaren.")
    return code
