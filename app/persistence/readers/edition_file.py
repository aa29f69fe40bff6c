"""An edition in one file, `icd10se-2022.kodverk`: written here, read at another workstation.

A zip file with `manifest.json` (which edition it is, and the checksums of the others),
`concepts.tsv` and `notes.tsv`. A backslash escapes backslash, tab and line ends inside a cell.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.domain.codes import CodeSystem
from app.domain.concept import (
    Concept,
    Edition,
    Level,
    Mark,
    Note,
    NoteKind,
    RecognisedCodebook,
    SourceFile,
)
from app.domain.errors import CodebookFileError
from app.persistence.readers.compressed import LARGEST, open_archive
from app.persistence.readers.text_file import Row, file_error
from app.persistence.readers.tree import Draft, build_concepts

_SUFFIX: Final = ".kodverk"
_MANIFEST, _CONCEPTS, _NOTES = "manifest.json", "concepts.tsv", "notes.tsv"
_FORMAT, _FORMAT_VERSION = "kodklar-edition", 1
_CONCEPT_COLUMNS = (
    "code", "title", "level", "parent", "mark", "may_be_principal", "description", "partners",
    "valid_from", "valid_to",
)  # fmt: skip
_NOTE_COLUMNS = ("code", "kind", "text", "links")
_EXPORT_AGAIN = "Exportera utgåvan på nytt från den arbetsplats där den finns."
#: The earliest day that a zip file can tell: the same edition gives the same file.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
#: A manifest has some hundred bytes; one with many source files some thousand.
_LARGEST_MANIFEST = 1_000_000
#: As long as the database keeps it.
_LONGEST_NAME = 200
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_PLAIN = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
_ESCAPE = str.maketrans(_ESCAPED)
_ESCAPE_SIGN = re.compile(r"\\.")


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What the manifest says, checked."""

    edition: Edition
    #: SHA-256 of the other members, by name.
    checksums: Mapping[str, str]


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the files with our ending; their manifest tells which edition each is.

    Raises:
        CodebookFileError: a file has our ending, but is damaged or of a later form.

    """
    return [_recognised(path) for path in files if path.suffix.lower() == _SUFFIX]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield the concepts with their notes, in the order in which they were written.

    Raises:
        CodebookFileError: the file is damaged.

    """
    path = codebook.files[0]
    manifest = _read_manifest(path)
    try:
        concepts_text, notes_text = _read_members(path, manifest)
        notes = _read_notes(notes_text)
        rows = list(_cells(concepts_text, _CONCEPT_COLUMNS))
        drafts = [_draft(Row(path, line, ()), cells) for line, cells in rows]
        days = [(_day(cells["valid_from"]), _day(cells["valid_to"])) for _line, cells in rows]
        for concept, (first, last) in zip(
            build_concepts(codebook.system, drafts), days, strict=True
        ):
            own = notes.get(concept.code, ())
            yield replace(concept, valid_from=first, valid_to=last, notes=own)
    except (KeyError, ValueError) as error:
        raise _damaged(path) from error


def pack(edition: Edition, concepts: Iterable[Concept]) -> bytes:
    """Return the file of an edition and its concepts with their notes."""
    texts = _texts(concepts)
    manifest = json.dumps(_manifest(edition, texts), ensure_ascii=False, indent=2)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {_MANIFEST: manifest.encode("utf-8"), **texts}.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def _recognised(path: Path) -> RecognisedCodebook:
    edition = _read_manifest(path).edition
    return RecognisedCodebook(
        edition.system,
        edition.name,
        (path,),
        reader=__name__,
        version=edition.version,
        valid_from=edition.valid.start,
        valid_to=edition.valid.end,
        sources=edition.sources,
    )


def _read_manifest(path: Path) -> _Manifest:
    _refuse_other_than_zip(path)
    with open_archive(path) as archive:
        info = archive.members.get(_MANIFEST)
        if info is None or info.file_size > _LARGEST_MANIFEST:
            raise _damaged(path)
        content = archive.read(_MANIFEST)
    try:
        written = json.loads(content.decode("utf-8"))
        if written["format"] != _FORMAT:
            raise _damaged(path)
        if written["format_version"] > _FORMAT_VERSION:
            text = "är skriven av en nyare version av programmet. Uppgradera programmet"
            raise file_error(path, f"{text} och läs in filen igen.")
        return _understood(written)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise _damaged(path) from error


def _refuse_other_than_zip(path: Path) -> None:
    """Say what to do about a file that was cut short; one that cannot be opened is told later."""
    with suppress(OSError), path.open("rb") as file:
        if not zipfile.is_zipfile(file):
            raise _damaged(path)


def _understood(written: Mapping[str, Any]) -> _Manifest:
    edition = Edition(
        id="",
        system=CodeSystem(written["system"]),
        name=_name(written["name"]),
        version=_name(written["version"]),
        sources=tuple(SourceFile(_text(s["name"]), _text(s["sha256"])) for s in written["sources"]),
    )
    period = replace(
        edition.valid,
        start=_day(_text(written["valid_from"])),
        end=_day(_text(written["valid_to"])),
    )
    checksums = {name: _text(written["sha256"][name]) for name in (_CONCEPTS, _NOTES)}
    return _Manifest(replace(edition, valid=period), checksums)


def _read_members(path: Path, manifest: _Manifest) -> list[str]:
    with open_archive(path) as archive:
        known = [archive.members.get(name) for name in manifest.checksums]
        if sum(info.file_size for info in known if info is not None) > LARGEST:
            raise file_error(path, f"är större än en utgåva kan vara. {_EXPORT_AGAIN}")
        contents: list[str] = []
        for name, checksum in manifest.checksums.items():
            content = archive.read(name) if name in archive.members else b""
            if hashlib.sha256(content).hexdigest() != checksum:
                raise _damaged(path)
            contents.append(content.decode("utf-8"))
    return contents


def _cells(text: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    lines = text.removesuffix("\n").split("\n")
    if lines[0].split("\t") != list(columns) or "\0" in text:
        raise ValueError(lines[0])
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if "\\" in line:
            cells = [_ESCAPE_SIGN.sub(_unescaped, cell) for cell in cells]
        yield number, dict(zip(columns, cells, strict=True))


def _unescaped(match: re.Match[str]) -> str:
    return _PLAIN[match.group()]


def _draft(row: Row, cells: Mapping[str, str]) -> Draft:
    return Draft(
        row,
        cells["code"],
        cells["title"],
        Level(cells["level"]),
        cells["parent"] or None,
        mark=Mark(cells["mark"]),
        may_be_principal={"1": True, "0": False}[cells["may_be_principal"]],
        description=cells["description"],
        partners=_lines(cells["partners"]),
    )


def _read_notes(text: str) -> dict[str, tuple[Note, ...]]:
    notes: dict[str, list[Note]] = {}
    for _line, cells in _cells(text, _NOTE_COLUMNS):
        note = Note(NoteKind(cells["kind"]), cells["text"], _lines(cells["links"]))
        notes.setdefault(cells["code"], []).append(note)
    return {code: tuple(each) for code, each in notes.items()}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _name(value: object) -> str:
    text = _text(value)
    if not text.strip() or len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(text[:_LONGEST_NAME])
    return text


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _texts(concepts: Iterable[Concept]) -> dict[str, bytes]:
    codes, notes = ["\t".join(_CONCEPT_COLUMNS)], ["\t".join(_NOTE_COLUMNS)]
    for concept in concepts:
        codes.append(_line(_concept_cells(concept)))
        notes += [
            _line((concept.code, note.kind.value, note.text, "\n".join(note.links)))
            for note in concept.notes
        ]
    return {
        name: "".join(f"{line}\n" for line in lines).encode("utf-8")
        for name, lines in ((_CONCEPTS, codes), (_NOTES, notes))
    }


def _concept_cells(concept: Concept) -> tuple[str, ...]:
    return (
        concept.code,
        concept.title,
        concept.level.value,
        concept.parent or "",
        concept.mark.value,
        "1" if concept.may_be_principal else "0",
        concept.description,
        "\n".join(concept.partners),
        concept.valid_from.isoformat() if concept.valid_from else "",
        concept.valid_to.isoformat() if concept.valid_to else "",
    )


def _line(cells: Sequence[str]) -> str:
    return "\t".join(cell.translate(_ESCAPE) for cell in cells)


def _manifest(edition: Edition, texts: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "format_version": _FORMAT_VERSION,
        "system": edition.system.value,
        "name": edition.name,
        "version": edition.version,
        "valid_from": edition.valid.start.isoformat() if edition.valid.start else "",
        "valid_to": edition.valid.end.isoformat() if edition.valid.end else "",
        "counts": dict(edition.counts),
        "content_sha256": edition.content_sha256,
        "sources": [{"name": s.name, "sha256": s.sha256} for s in edition.sources],
        "sha256": {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()},
    }


def _damaged(path: Path) -> CodebookFileError:
    return file_error(path, f"är skadad, så inget lästes in. {_EXPORT_AGAIN}")
