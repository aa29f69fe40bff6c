"""Reads a file with one coded encounter a line (JSONL), however long, a line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.domain.errors import InputFileError
from app.exchange.encounter_json import ReadEncounter, read_encounter
from app.exchange.json_object import clean

#: A single event of more than this many bytes is no event.
#: Bytes looked at to tell what kind of file it is.
_GLANCE = 65_536
LONGEST_LINE = 4_000_000
_TOO_LONG = b"too long"
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class EncounterLine:
    """One line: the encounter, or why it could not be read; never an exception."""

    #: Counted from 1, blank lines included.
    number: int
    content: ReadEncounter | InputFileError
    #: The id, where even a broken line names one.
    encounter_id: str
    #: Bytes read so far, and in the whole file.
    position: int
    size: int


def read_encounter_lines(path: Path) -> Iterator[EncounterLine]:
    """Read the lines of a file; blank ones are skipped, broken ones say what is wrong.

    Raises:
        InputFileError: the file cannot be opened or read, or holds no JSON objects at all.

    """
    if path.is_dir():
        raise InputFileError(f"{path.name} är en mapp. Ange en fil med en händelse på varje rad.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            _refuse_other_kinds(file, path.name)
            yield from _lines(file, size)
    except OSError as error:
        raise InputFileError(
            f"Filen {path.name} kan inte läsas. Kontrollera att den finns och att du får läsa den."
        ) from error


def _refuse_other_kinds(file: BinaryIO, name: str) -> None:
    """Refuse a file of another kind once and whole; a broken line is reported and passed."""
    start = file.read(_GLANCE)
    file.seek(0)
    lines = [line.strip(_BLANK) for line in start.splitlines()]
    if any(lines) and not any(line.startswith(b"{") for line in lines):
        raise InputFileError(
            f"Filen {name} är inte en fil med kodade händelser (JSONL: ett JSON-objekt på varje "
            "rad). Formen beskrivs i docs/encounter.schema.json."
        )


def _lines(file: BinaryIO, size: int) -> Iterator[EncounterLine]:
    position, number = 0, 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        position += len(raw)
        rest = len(raw)
        while rest == LONGEST_LINE and not raw.endswith(b"\n"):
            raw = _TOO_LONG
            skipped = file.readline(LONGEST_LINE)
            position, rest = position + len(skipped), len(skipped)
            if skipped.endswith(b"\n"):
                break
        if raw.strip(_BLANK):
            content, encounter_id = _read(raw, number)
            yield EncounterLine(number, content, encounter_id, position, size)


def _read(raw: bytes, number: int) -> tuple[ReadEncounter | InputFileError, str]:
    content: Any = None
    try:
        content = _parsed(raw)
        read = read_encounter(content)
    except InputFileError as error:
        told = InputFileError(f"Rad {number} hoppades över: {error}")
        return told, _id_of(content)
    return read, read.encounter.id


def _parsed(raw: bytes) -> Any:
    """Parse a line; the decoder's own words are left out, since they may quote the line."""
    if raw is _TOO_LONG:
        raise InputFileError("den är för lång för att vara en vårdkontakt.")
    try:
        return json.loads(raw.decode("utf-8-sig").rstrip())
    except UnicodeDecodeError:
        raise InputFileError("den är inte skriven i UTF-8. Spara filen som UTF-8.") from None
    except RecursionError:
        raise InputFileError("den har för många nivåer.") from None
    except ValueError as error:
        column = f" vid tecken {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputFileError(f"den är inte giltig JSON{column}.") from None


def _id_of(content: Any) -> str:
    found = content.get("id") if isinstance(content, dict) else None
    return clean(found) if isinstance(found, str) else ""
