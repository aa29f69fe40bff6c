"""KVÅ as text files, one a level, for KKÅ and KMÅ side by side (2021).

The header is `Kod:`, an empty column, `Kodtext:` and, in most files, `Beskrivning:`; the cell of
the description is left out where it is empty. One- and two-letter headings of KKÅ and KMÅ share
their codes, so that every heading is written with the name of its part: `KKÅ:A`, `KMÅ:A`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.codes import CodeSystem, has_kva_shape
from app.domain.concept import Concept, Level, RecognisedCodebook
from app.persistence.readers.naming import by_folder, named_by_year
from app.persistence.readers.text_file import Row, file_error, read_rows, row_error
from app.persistence.readers.tree import Draft, build_concepts

_PARTS = {"kka": "KKÅ", "kma": "KMÅ"}
_HEADING_LEVELS = (1, 2, 3)
_ITEM_LEVEL = 4
_NAMES = tuple(
    f"{part}-level{level}.txt" for part in _PARTS for level in (*_HEADING_LEVELS, _ITEM_LEVEL)
)
_HEADER = ("Kod:", "Kodtext:")
_TITLE, _DESCRIPTION = 2, 3


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the folders that hold level files of KVÅ."""
    found = by_folder(files, _NAMES)
    return [
        named_by_year(CodeSystem.KVA, [files[n] for n in _NAMES if n in files], __name__)
        for files in found
    ]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield the headings and procedures of KKÅ, then those of KMÅ, in file order.

    Raises:
        CodebookFileError: a file is missing or cannot be used.

    """
    files = {path.name.lower(): path for path in codebook.files}
    missing = [name for name in _NAMES if name not in files]
    if missing:
        remedy = "Lägg alla nivåfiler för KKÅ och KMÅ i en mapp och välj mappen."
        text = f"hör till KVÅ, men vid sidan av den saknas {', '.join(missing)}. {remedy}"
        raise file_error(codebook.files[0], text)
    drafts = [draft for part in _PARTS for draft in _part(files, part)]
    yield from build_concepts(CodeSystem.KVA, drafts)


def _part(files: Mapping[str, Path], part: str) -> Iterator[Draft]:
    headings: dict[str, str] = {}
    for level in _HEADING_LEVELS:
        for row in _rows(files[f"{part}-level{level}.txt"]):
            code = f"{_PARTS[part]}:{row.cells[0]}"
            yield _draft(row, code, Level.HEADING, _heading_above(row.cells[0], headings))
            headings[row.cells[0]] = code
    for row in _rows(files[f"{part}-level{_ITEM_LEVEL}.txt"]):
        code = row.cells[0]
        if not has_kva_shape(code):
            text = f"”{code}” har inte en åtgärdskods form, till exempel NFB49 eller AA001."
            raise row_error(row, f"{text} Rätta raden, eller hämta filen på nytt från utgivaren.")
        yield _draft(row, code, Level.ITEM, _heading_above(code, headings, row))


def _rows(path: Path) -> Iterator[Row]:
    return read_rows(path, columns=_TITLE + 1, header=_HEADER)


def _draft(row: Row, code: str, level: Level, parent: str | None) -> Draft:
    description = " ".join(row.cells[_DESCRIPTION:]).strip()
    return Draft(row, code, row.cells[_TITLE], level, parent, description=description)


def _heading_above(code: str, headings: Mapping[str, str], item: Row | None = None) -> str | None:
    """Find the longest heading that the code begins with; only headings may lack one."""
    for length in range(len(code) - 1, 0, -1):
        if code[:length] in headings:
            return headings[code[:length]]
    if item is not None:
        text = f"Ingen rubrik i nivåfilerna passar till koden {code}."
        raise row_error(item, f"{text} Kontrollera att alla nivåfiler är från samma år.")
    return None
