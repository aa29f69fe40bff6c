"""ATC as the national substance register publishes it: `atc-code.xml` inside `sensl-v2.0.zip`.

Each concept has its code, names in Swedish and English, and the last day of a retired code.
Retired codes are kept: old events are coded with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.domain.codes import CodeSystem, has_atc_shape
from app.domain.concept import Concept, Note, NoteKind, RecognisedCodebook
from app.persistence.readers.atc_keyvalue import atc_level, atc_parent
from app.persistence.readers.compressed import read_beginning, read_bytes
from app.persistence.readers.naming import named_by_year
from app.persistence.readers.text_encoding import decode_beginning, is_spoiled
from app.persistence.readers.text_file import Row, file_error, row_error
from app.persistence.readers.tree import Draft, build_concepts
from app.persistence.readers.xml_events import End, Start, read_events

_NAME = "atc-code.xml"
_HEADER_BYTES = 512
#: The row for "no drug stated" is no code.
_UNSPECIFIED = "-"
#: ATCvet: drugs for animals.
_VETERINARY = "Q"
_SWEDISH, _ENGLISH = "sv", "en"
_DATE_LENGTH = len("2026-01-01")
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."


@dataclass(slots=True)
class _Entry:
    """A concept as the file gives it."""

    row: Row
    code: str
    last_day: date | None
    names: dict[str, str] = field(default_factory=dict)


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the files that bear the register's name for ATC and begin as XML."""
    return [named_by_year(CodeSystem.ATC, [path], __name__) for path in files if _is_known(path)]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield the groups and substances for humans, in file order, retired ones with their end.

    Raises:
        CodebookFileError: the file cannot be used.

    """
    path = codebook.files[0]
    entries = [entry for entry in _entries(path) if _is_for_humans(entry.code)]
    if not entries:
        raise file_error(path, f"innehåller inga ATC-koder för människor. {_FETCH_AGAIN}")
    codes = {entry.code for entry in entries}
    drafts = [_draft(entry, codes) for entry in entries]
    concepts = build_concepts(CodeSystem.ATC, drafts)
    for concept, entry in zip(concepts, entries, strict=True):
        yield replace(concept, valid_to=entry.last_day, notes=_notes(entry))


def _is_known(path: Path) -> bool:
    # Unpacked on Linux, the folder is part of the file's name: `codesystems\\atc-code.xml`.
    if path.name.replace("\\", "/").rpartition("/")[2].lower() != _NAME:
        return False
    beginning = read_beginning(path, _HEADER_BYTES)
    return is_spoiled(beginning) or decode_beginning(beginning).lstrip().startswith("<")


def _is_for_humans(code: str) -> bool:
    return code != _UNSPECIFIED and not code.startswith(_VETERINARY)


def _entries(path: Path) -> Iterator[_Entry]:
    entry: _Entry | None = None
    language = ""
    for event in read_events(path, read_bytes(path)):
        if isinstance(event, Start) and event.name == "concept":
            entry = _new_entry(path, event)
        elif isinstance(event, Start) and event.name == "designation":
            language = event.attributes.get("language", "").strip().lower()
        elif isinstance(event, End) and event.name == "designation" and entry is not None:
            entry.names.setdefault(language, _name(entry.row, event.text))
        elif isinstance(event, End) and event.name == "concept" and entry is not None:
            yield entry
            entry = None


def _new_entry(path: Path, event: Start) -> _Entry:
    row = Row(path, event.line, ())
    code = event.attributes.get("code", "").strip().upper()
    if _is_for_humans(code) and not has_atc_shape(code):
        text = f"”{code[:40]}” har inte en ATC-kods form, till exempel C07AB02."
        raise row_error(row, f"{text} {_FETCH_AGAIN}")
    return _Entry(row, code, _last_day(row, event.attributes.get("throughDate", "").strip()))


def _last_day(row: Row, text: str) -> date | None:
    try:
        return date.fromisoformat(text[:_DATE_LENGTH]) if text else None
    except ValueError as error:
        fault = f"throughDate är ”{text[:40]}”, som inte är en dag som 2026-01-01."
        raise row_error(row, f"{fault} {_FETCH_AGAIN}") from error


def _name(row: Row, text: str) -> str:
    if "\ufffd" in text:
        raise row_error(row, f"Raden innehåller ett förlorat tecken (�). {_FETCH_AGAIN}")
    return " ".join(text.split())


def _draft(entry: _Entry, codes: set[str]) -> Draft:
    title = entry.names.get(_SWEDISH) or entry.names.get(_ENGLISH)
    if not title:
        text = f"Koden {entry.code} saknar namn på svenska och engelska."
        raise row_error(entry.row, f"{text} {_FETCH_AGAIN}")
    parent = atc_parent(entry.code)
    if entry.last_day is not None:
        # The group of a retired code may be gone altogether.
        while parent is not None and parent not in codes:
            parent = atc_parent(parent)
    return Draft(entry.row, entry.code, title, atc_level(entry.code), parent)


def _notes(entry: _Entry) -> tuple[Note, ...]:
    english = entry.names.get(_ENGLISH)
    has_both = english and entry.names.get(_SWEDISH)
    return (Note(NoteKind.ENGLISH, english),) if english and has_both else ()
