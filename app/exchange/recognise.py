"""What kind of file it is, by name and first lines; what cannot be read is refused by kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.errors import InputFileError
from app.domain.intake import FileReading
from app.exchange.csv_events import looks_like_events, read_csv_events
from app.exchange.takecare import (
    read_takecare_chemistry,
    read_takecare_measurements,
    read_takecare_medications,
    read_takecare_notes,
)
from app.exchange.text_file import decode, read_bytes, shown_name


class FileKind(StrEnum):
    """Kinds of files that the intake knows; the value is kept with what is set aside."""

    TAKECARE_NOTES = "takecare_notes"
    TAKECARE_MEDICATIONS = "takecare_medications"
    TAKECARE_CHEMISTRY = "takecare_chemistry"
    TAKECARE_MEASUREMENTS = "takecare_measurements"
    CSV_EVENTS = "csv_events"
    #: Recognised, but nothing to read into a record: lists of replies, activities.
    TAKECARE_OTHER = "takecare_other"
    #: Broken before its kind could be told.
    UNKNOWN = "unknown"


KIND_LABEL = {
    FileKind.TAKECARE_NOTES: "Anteckningar från TakeCare",
    FileKind.TAKECARE_MEDICATIONS: "Läkemedel från TakeCare",
    FileKind.CSV_EVENTS: "Vårdhändelser i CSV",
    FileKind.TAKECARE_CHEMISTRY: "Laboratoriesvar från TakeCare",
    FileKind.TAKECARE_MEASUREMENTS: "Mätvärden från TakeCare",
    FileKind.TAKECARE_OTHER: "Förteckningar eller aktiviteter från TakeCare",
    FileKind.UNKNOWN: "Okänt slag",
}

#: How a text of each kind is read. Notes go first: drugs and values are laid on their events.
READERS: dict[FileKind, Callable[[str, Path], FileReading]] = {
    FileKind.TAKECARE_NOTES: read_takecare_notes,
    FileKind.CSV_EVENTS: read_csv_events,
    FileKind.TAKECARE_MEDICATIONS: read_takecare_medications,
    FileKind.TAKECARE_CHEMISTRY: read_takecare_chemistry,
    FileKind.TAKECARE_MEASUREMENTS: read_takecare_measurements,
}

#: Kinds that wait in the quarantine until their patient has an event.
LAID_ON_EVENTS = (
    FileKind.TAKECARE_MEDICATIONS,
    FileKind.TAKECARE_CHEMISTRY,
    FileKind.TAKECARE_MEASUREMENTS,
)

#: The Method attribute of a TakeCare message, as far as the version number.
_METHODS = {
    "CaseNote.CareDocumentationGet": FileKind.TAKECARE_NOTES,
    "Medications.MedicationHistoryGet": FileKind.TAKECARE_MEDICATIONS,
}
#: How the names of JSON exports begin, and what stands near the beginning of a reply.
_JSON_NAMES = (
    ("chemistryreply_", FileKind.TAKECARE_CHEMISTRY),
    ("measurements_", FileKind.TAKECARE_MEASUREMENTS),
    ("activities", FileKind.TAKECARE_OTHER),
    ("chemistry", FileKind.TAKECARE_OTHER),
    ("measurement", FileKind.TAKECARE_OTHER),
)
_JSON_KEYS = (
    ('"samples"', FileKind.TAKECARE_CHEMISTRY),
    ('"measurements"', FileKind.TAKECARE_MEASUREMENTS),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "ett PDF-dokument"),
    (b"\xd0\xcf\x11\xe0", "ett äldre Office-dokument"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"\x1f\x8b", "ett komprimerat arkiv (gzip)"),
    (b"SQLite format 3", "en SQLite-databas"),
    (b"MZ", "ett Windows-program"),
    (b"\x7fELF", "ett program"),
    (b"{\\rtf", "ett RTF-dokument"),
)
_ZIP = {".xlsx": "en Excel-arbetsbok", ".docx": "ett Word-dokument", ".ods": "en kalkylbok"}
_HEAD = 4096


class WrongKindError(InputFileError):
    """The file is sound but holds no care events."""


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file whose kind is known, with its text."""

    path: Path
    kind: FileKind
    text: str
    encoding_label: str


def recognise(path: Path) -> RecognisedFile:
    """Open a file and name its kind.

    Raises:
        WrongKindError: the file holds no care events; the text names the file and its kind.
        InputFileError: the file cannot be read.

    """
    content = read_bytes(path)
    described = _describe_binary(content, path)
    if described:
        raise _refusal(path, described)
    text = decode(content, shown_name(path))
    kind = _kind_of_text(text.text, path)
    if kind is None:
        raise _refusal(path, _describe_text(text.text))
    return RecognisedFile(path, kind, text.text, text.encoding_label)


def _refusal(path: Path, described: str) -> WrongKindError:
    return WrongKindError(
        f"Filen {shown_name(path)} är {described}, inte vårdhändelser. Välj en export från "
        "TakeCare (XML), eller spara händelserna som ”CSV UTF-8” med semikolon."
    )


def _kind_of_text(text: str, path: Path) -> FileKind | None:
    head = text[:_HEAD].lstrip()
    if head.startswith("<"):
        methods = (kind for method, kind in _METHODS.items() if f'Method="{method}' in head)
        return next(methods, None)
    if head.startswith(("{", "[")):
        return _kind_of_json(head, path.name.lower())
    if head.startswith("MSH|"):
        return None
    is_csv = path.suffix.lower() == ".csv" or looks_like_events(head)
    return FileKind.CSV_EVENTS if is_csv else None


def _kind_of_json(head: str, name: str) -> FileKind | None:
    named = (kind for start, kind in _JSON_NAMES if name.startswith(start))
    told = (kind for key, kind in _JSON_KEYS if key in head)
    return next(named, None) or next(told, None)


def _describe_binary(content: bytes, path: Path) -> str:
    if content.startswith(b"PK\x03\x04"):
        return _ZIP.get(path.suffix.lower(), "ett zip-arkiv")
    return next((label for magic, label in _MAGIC if content.startswith(magic)), "")


def _describe_text(text: str) -> str:
    head = text[:_HEAD].lstrip()
    if 'Method="' in head and "<X2Message" in head:
        return "ett meddelande från TakeCare av ett slag som inte läses in"
    if head.lower().startswith(("<!doctype html", "<html")):
        return "en webbsida"
    if head.startswith("<"):
        return "ett XML-dokument av okänt slag"
    if head.startswith(("{", "[")):
        return "JSON av okänt slag"
    if head.startswith("MSH|"):
        return "ett HL7-meddelande"
    return "en vanlig textfil"
