"""Tables in dBase III files, checked against the size of the file before a row is read."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.errors import InputFileError

_HEADER = struct.Struct("<B3xIHH20x")
_FIELD = struct.Struct("<11sc4xB15x")
_DBASE = frozenset({0x03, 0x83, 0x30, 0x31, 0x43, 0x63, 0x8B, 0xF5})
_BEGINNINGS = frozenset({b"", *(bytes([kind]) for kind in _DBASE)})
_END_OF_FIELDS = 0x0D
_END_OF_FILE = b"\x1a"
_DELETED = b"*"
_ROW_BEGINS = (b" ", _DELETED)
_PADDING = " \0\xa0"
#: Bytes that hold letters on older machines, and none in cp1252.
_OLD_LETTERS = re.compile(rb"[\x80-\x9f]")
#: No table has so many rows; a file made to fill the memory has.
MOST_ROWS = 2_000_000
_REMEDY = "Hämta filen på nytt och läs in den igen."


class DbfField(NamedTuple):
    """A column: its name in capitals, its kind letter, where it begins in a row, and its width."""

    name: str
    kind: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class DbfTable:
    """A file that has been looked through; rows are decoded as they are asked for."""

    name: str
    fields: tuple[DbfField, ...]
    content: bytes
    first: int
    length: int
    count: int

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield each row that is not deleted, trimmed, by the names of its columns.

        Bytes that older machines used make a value cp850; else it is cp1252.
        """
        read = _bytewise if _OLD_LETTERS.search(self.content, self.first) else _whole
        names = [field.name for field in self.fields]
        spans = [slice(field.start, field.start + field.width) for field in self.fields]
        for cells in read(self, spans):
            yield dict(zip(names, cells, strict=True))


def _whole(table: DbfTable, spans: Sequence[slice]) -> Iterator[list[str]]:
    """Read a table of one encoding, which is decoded at once."""
    text = table.content.decode("cp1252", "replace")
    for begin in _begins(table):
        if text[begin] != _DELETED.decode():
            row = text[begin : begin + table.length]
            yield [row[span].strip(_PADDING) for span in spans]


def _bytewise(table: DbfTable, spans: Sequence[slice]) -> Iterator[list[str]]:
    """Read a table whose encoding is guessed value by value."""
    for begin in _begins(table):
        row = table.content[begin : begin + table.length]
        if row[:1] != _DELETED:
            yield [_text(row[span]) for span in spans]


def _begins(table: DbfTable) -> range:
    return range(table.first, table.first + table.count * table.length, table.length)


def open_dbf(content: bytes, name: str) -> DbfTable:
    """Look a dBase file through: header, columns and number of rows against its size.

    Raises:
        InputFileError: it is no dBase file, or it is cut short; the text names the file.

    """
    count, first, length = _head(content, name)
    fields = _fields(content, first, name)
    if 1 + sum(field.width for field in fields) != length:
        raise InputFileError(
            f"{name} har ett trasigt filhuvud: kolumnerna är tillsammans inte så breda som en rad "
            f"({length} byte). {_REMEDY}"
        )
    _refuse_other_count(content, name, (count, first, length))
    return DbfTable(name, fields, content, first, length, count)


def _head(content: bytes, name: str) -> tuple[int, int, int]:
    """Read how many rows there are, where they begin and how long they are."""
    if len(content) < _HEADER.size and content[:1] in _BEGINNINGS:
        raise InputFileError(f"{name} är tom eller avkortad i filhuvudet. {_REMEDY}")
    if content[0] not in _DBASE:
        raise InputFileError(f"{name} är ingen dBase-fil. Välj en fil med definitionstabeller.")
    _kind, count, first, length = _HEADER.unpack_from(content)
    if len(content) < first and length > len(_DELETED):
        raise InputFileError(
            f"{name} är avkortad eller har ett trasigt filhuvud: det ska vara {first} byte långt, "
            f"men hela filen är {len(content)}. {_REMEDY}"
        )
    if first <= _HEADER.size or length <= len(_DELETED):
        raise InputFileError(
            f"{name} har ett trasigt filhuvud: det säger att en rad är {length} byte lång och att "
            f"raderna börjar vid byte {first}. {_REMEDY}"
        )
    return count, first, length


def _refuse_other_count(content: bytes, name: str, head: tuple[int, int, int]) -> None:
    """See that the file has as many rows as its header says."""
    count, first, length = head
    there = (len(content) - first) // length
    if there < count:
        raise InputFileError(
            f"{name} är avkortad: den ska ha {count} rader, men slutar efter rad {there}. {_REMEDY}"
        )
    if count > MOST_ROWS:
        raise InputFileError(
            f"{name} har fler rader ({count}) än definitionstabeller kan ha. {_REMEDY}"
        )
    end = first + count * length
    if there > count and content[end : end + 1] in _ROW_BEGINS:
        raise InputFileError(
            f"{name} har ett trasigt filhuvud: det säger {count} rader, men filen har {there}. "
            f"{_REMEDY}"
        )


def _fields(content: bytes, first: int, name: str) -> tuple[DbfField, ...]:
    fields: list[DbfField] = []
    at, start = _HEADER.size, 1
    while at < first and content[at] != _END_OF_FIELDS:
        if at + _FIELD.size > first:
            raise InputFileError(
                f"{name} har ett trasigt filhuvud: en kolumn är avhuggen. {_REMEDY}"
            )
        raw, kind, width = _FIELD.unpack_from(content, at)
        title = raw.split(b"\0", 1)[0].decode("cp1252", "replace").strip().upper()
        fields.append(DbfField(title, kind.decode("latin-1"), start, width))
        at, start = at + _FIELD.size, start + width
    if not fields:
        raise InputFileError(f"{name} har inga kolumner. {_REMEDY}")
    if len({field.name for field in fields}) < len(fields):
        raise InputFileError(
            f"{name} har ett trasigt filhuvud: två kolumner har samma namn. {_REMEDY}"
        )
    return tuple(fields)


def _text(value: bytes) -> str:
    encoding = "cp850" if _OLD_LETTERS.search(value) else "cp1252"
    return value.decode(encoding, "replace").strip(_PADDING)
