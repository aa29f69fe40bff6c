"""Reads a file with one coded encounter a line (JSONL, packed or not), however long it is."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.domain.errors import InputFileError
from app.exchange.encounter_json import ReadEncounter, read_encounter
from app.exchange.json_object import clean

#: Bytes looked at to tell what kind of file it is.
_GLANCE = 65_536
#: A single event of more than this many bytes is no event.
LONGEST_LINE = 4_000_000
#: Nor is one with more codes than this; rules that compare all codes would never be done with it.
MOST_CODES = 3_000
_BLANK = b"\xef\xbb\xbf \t\r\n"
_GZIP = b"\x1f\x8b"
_File = BinaryIO | gzip.GzipFile
#: What a packed file that is damaged or cut off is met with.
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line that is not blank, as bytes; it crosses to other processes."""

    #: Counted from 1, blank lines included.
    number: int
    #: None where the line is too long to be an event.
    content: bytes | None = field(repr=False)
    #: Bytes read so far, and in the whole file, as it lies on the disk.
    position: int
    size: int


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
    return map(read_line, read_raw_lines(path))


def read_raw_lines(path: Path) -> Iterator[RawLine]:
    """Read the lines of a file as they stand; blank ones are skipped.

    Raises:
        InputFileError: the file cannot be opened or read, or holds no JSON objects at all.

    """
    with _opened(path) as (file, disk):
        _refuse_other_kinds(file, path.name)
        yield from _lines(file, disk, path.stat().st_size)


def check_encounter_file(path: Path) -> int:
    """Look into a file without reading it whole; returns its bytes on the disk.

    Raises:
        InputFileError: the file cannot be opened or read, or holds no JSON objects at all.

    """
    with _opened(path) as (file, _disk):
        _refuse_other_kinds(file, path.name)
        return path.stat().st_size


def read_line(line: RawLine) -> EncounterLine:
    """Read what stands on a line, or tell in a Swedish sentence why it cannot be read."""
    content: Any = None
    try:
        content = _parsed(line.content)
        read = read_encounter(content)
        _refuse_endless(read)
    except InputFileError as error:
        told = InputFileError(f"Rad {line.number} hoppades över: {error}")
        return EncounterLine(line.number, told, _id_of(content), line.position, line.size)
    return EncounterLine(line.number, read, read.encounter.id, line.position, line.size)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[_File, BinaryIO]]:
    """Open a file and what is packed in it; the first is to be read, the second is the disk."""
    if path.is_dir():
        raise InputFileError(f"{path.name} är en mapp. Ange en fil med en händelse på varje rad.")
    try:
        with path.open("rb") as disk:
            is_packed = disk.read(len(_GZIP)) == _GZIP
            disk.seek(0)
            if is_packed:
                with gzip.GzipFile(fileobj=disk, mode="rb") as file:
                    yield file, disk
            else:
                yield disk, disk
    except _DAMAGED as error:
        raise InputFileError(
            f"Den packade filen {path.name} är skadad eller avbruten. Hämta eller packa den på "
            "nytt, och granska den igen."
        ) from error
    except OSError as error:
        raise InputFileError(
            f"Filen {path.name} kan inte läsas. Kontrollera att den finns och att du får läsa den."
        ) from error


def _refuse_other_kinds(file: _File, name: str) -> None:
    """Refuse a file of another kind once and whole; a broken line is reported and passed."""
    start = file.read(_GLANCE)
    file.seek(0)
    lines = [line.strip(_BLANK) for line in start.splitlines()]
    if any(lines) and not any(line.startswith(b"{") for line in lines):
        raise InputFileError(
            f"Filen {name} är inte en fil med kodade händelser (JSONL: ett JSON-objekt på varje "
            "rad). Formen beskrivs i docs/encounter.schema.json."
        )


def _lines(file: _File, disk: BinaryIO, size: int) -> Iterator[RawLine]:
    number = 0
    is_packed = file is not disk
    position = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        position += len(raw)
        content: bytes | None = raw
        rest = len(raw)
        while rest == LONGEST_LINE and not raw.endswith(b"\n"):
            content = None
            raw = file.readline(LONGEST_LINE)
            position, rest = position + len(raw), len(raw)
        if content is None or content.strip(_BLANK):
            yield RawLine(number, content, disk.tell() if is_packed else position, size)


def _parsed(raw: bytes | None) -> Any:
    """Parse a line; the decoder's own words are left out, since they may quote the line."""
    if raw is None:
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


def _refuse_endless(read: ReadEncounter) -> None:
    diagnoses = (len(row.codes) + len(row.drugs) for row in read.encounter.diagnoses)
    procedures = (len(row.codes) + len(row.drugs) for row in read.encounter.procedures)
    if sum(diagnoses) + sum(procedures) > MOST_CODES:
        raise InputFileError(f"den har fler koder än en vårdkontakt kan ha (högst {MOST_CODES}).")


def _id_of(content: Any) -> str:
    found = content.get("id") if isinstance(content, dict) else None
    return clean(found) if isinstance(found, str) else ""
