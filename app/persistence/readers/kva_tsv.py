"""KVÅ as two tab-separated files, KKÅ with nine columns and KMÅ with ten (2026).

Every cell is quoted, quotation marks inside it are not escaped, and it may hold HTML. Several
rows may belong to one code. Both files make one edition: with one of them alone every code of
the other would be judged unknown, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, NoteKind, RecognisedCodebook
from app.domain.errors import CodebookFileError
from app.persistence.readers.compressed import read_beginning
from app.persistence.readers.kva_entries import CODE, KKA, KMA, PARTS, TITLE, KvaEntries
from app.persistence.readers.naming import guess_year, named_by_year
from app.persistence.readers.relaxed_tsv import read_relaxed_header, read_relaxed_rows
from app.persistence.readers.text_encoding import decode_beginning, is_spoiled
from app.persistence.readers.text_file import Row, file_error

_PARENT = "Överordnad kod"
_HEADERS = {
    KKA: (
        CODE, _PARENT, TITLE, NoteKind.ABBREVIATION, NoteKind.DESCRIPTION, NoteKind.EXAMPLE,
        NoteKind.INCLUDES, NoteKind.EXCLUDES, NoteKind.CODING,
    ),
    KMA: (
        CODE, _PARENT, TITLE, NoteKind.DESCRIPTION, NoteKind.EXAMPLE, NoteKind.INCLUDES,
        NoteKind.EXCLUDES, NoteKind.REMARK, NoteKind.RELATED_ICF, NoteKind.RELATED_ICD,
    ),
}  # fmt: skip
_NAMES = {KKA: "kva-kirurgiska-atgarder-kka.tsv", KMA: "kva-medicinska-atgarder-kma.tsv"}
#: `kva-kirurgiska-atgarder-kka.tsv`, `kva_kka_2025 (1).tsv`
_NAME = re.compile(r"(?:.*[^a-z])?k(k|m)a(?:[^a-z].*)?\.(?:tsv|txt)", re.IGNORECASE)
_HEADER_BYTES = 4096


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the files that are named for KKÅ and KMÅ and have the columns.

    Those of one folder and one year belong together.
    """
    editions: dict[tuple[Path, str | None], list[Path]] = {}
    for path in files:
        if _is_known(path):
            editions.setdefault((path.parent, guess_year([path])), []).append(path)
    return [named_by_year(CodeSystem.KVA, paths, __name__) for paths in editions.values()]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield headings and procedures with their notes, in file order, KKÅ first.

    Raises:
        CodebookFileError: one of the two files is missing, or a file cannot be used.

    """
    entries = KvaEntries()
    for part, path in _both(codebook.files).items():
        header = _HEADERS[part]
        for line, cells in read_relaxed_rows(path, header=header):
            named = dict(zip(header, cells, strict=True))
            entries.add(Row(path, line, ()), part, named, named[_PARENT])
    yield from entries.concepts()


def _part(path: Path) -> str | None:
    match = _NAME.fullmatch(path.name)
    return {"k": KKA, "m": KMA}[match.group(1).lower()] if match else None


def _is_known(path: Path) -> bool:
    if _part(path) is None:
        return False
    beginning = read_beginning(path, _HEADER_BYTES)
    header = read_relaxed_header(decode_beginning(beginning))
    known = (CODE, _PARENT, TITLE)
    # With another separator the names stand in one cell; the fault is told when it is read.
    is_in_one_cell = len(header) == 1 and all(name in header[0] for name in known)
    return tuple(header[: len(known)]) == known or is_in_one_cell or is_spoiled(beginning)


def _both(files: Sequence[Path]) -> dict[str, Path]:
    by_part: dict[str, Path] = {}
    for path in files:
        part = _part(path) or ""
        if part in by_part:
            text = f"och {by_part[part].name} innehåller båda {part}."
            raise file_error(path, f"{text} Läs in en av dem, tillsammans med den andra delen.")
        by_part[part] = path
    missing = next((part for part in PARTS if part not in by_part), None)
    if missing is not None:
        raise _alone(files[0], missing)
    return {part: by_part[part] for part in PARTS}


def _alone(path: Path, missing: str) -> CodebookFileError:
    text = f"är bara den ena halvan av KVÅ: {missing} saknas. Lägg {_NAMES[missing]}"
    return file_error(path, f"{text} i samma mapp och välj mappen.")
