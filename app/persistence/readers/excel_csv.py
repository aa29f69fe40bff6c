"""A CSV file in Swedish Excel's manner: columns by name, numbered rows, and days."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.domain.errors import CodebookFileError
from app.domain.period import Period
from app.persistence.readers.compressed import addresses, read_bytes
from app.persistence.readers.text_encoding import EncodingFault, decode, is_workbook
from app.persistence.readers.text_file import file_error

SEMICOLON = ";"
SEPARATOR_LABEL = {";": "semikolon", "\t": "tabb", ",": "komma", "|": "lodstreck"}
LONGEST_CODE = 40
LONGEST_TEXT = 1_000
#: A cell may be long without harm; this only keeps one open quotation mark from being a surprise.
_LARGEST_CELL = 64 * 1024 * 1024
#: Appended as a last row: it vanishes into the last cell if a quotation mark is left open.
_END_MARK = "\x1e"
_CORRECT = "Rätta raden i filen och läs in den igen."
_AS_CSV = "Öppna den i Excel, spara den som ”CSV UTF-8” och läs in den filen."
_FOLDED = str.maketrans("åäöéæø", "aaoeao")
_NO_LETTER = re.compile(r"[^a-z0-9]")
_DAY = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)(?:[ T]00:00(?::00)?(?:\.0+)?)?"
    r"|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
)
#: How files write "until further notice".
_FAR_YEAR = 9999


@dataclass(frozen=True, slots=True)
class TextFile:
    """A decoded file, and what its encoding is called."""

    path: Path
    text: str = field(repr=False)
    encoding: str


@dataclass(frozen=True, slots=True)
class Record:
    """The trimmed cells of one row; `number` is the row that Excel shows."""

    path: Path
    number: int
    cells: tuple[str, ...]

    def error(self, text: str) -> CodebookFileError:
        """Make the error about this row; the text says what is wrong and what to do."""
        return CodebookFileError(f"Filen {self.path.name}, rad {self.number}: {text}")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row by the names of its columns; a missing cell is empty."""

    record: Record
    cells: Mapping[str, str]

    def error(self, text: str) -> CodebookFileError:
        """Make the error about this row."""
        return self.record.error(text)

    def text(self, column: str, *, longest: int, what: str) -> str:
        """Return a cell that must be filled.

        Raises:
            CodebookFileError: it is empty or too long.

        """
        cell = self.cells[column]
        if not cell:
            raise self.error(f"{what} saknas. Fyll i cellen och läs in filen igen.")
        return check_length(self.record, cell, longest=longest, what=what)

    def period(self) -> Period:
        """Return the validity in the columns `valid_from` and `valid_to`.

        Raises:
            CodebookFileError: a cell is no day, or the validity ends before it begins.

        """
        start = read_day(self.record, self.cells["valid_from"])
        end = read_day(self.record, self.cells["valid_to"])
        if start is not None and end is not None and end < start:
            raise self.error(f"Giltigheten slutar {end} men börjar först {start}. {_CORRECT}")
        return Period(start, end)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a known header."""

    rows: Iterator[NamedRow]
    #: Encoding and separator in words.
    written_as: str
    unknown_columns: tuple[str, ...] = ()


def read_text_file(path: Path) -> TextFile:
    """Read a text file in UTF-8, UTF-16 or Windows-1252, alone in a .zip or .gz or not packed.

    Raises:
        CodebookFileError: it cannot be opened, is empty, a workbook, one of several files in an
            archive or folder, or in no known encoding.

    """
    files = addresses(path)
    if len(files) != 1 or path.is_dir():
        raise file_error(path, "är inte en enda fil. Välj en av filerna och läs in den för sig.")
    path = files[0]
    content = read_bytes(path)
    if is_workbook(content):
        raise file_error(path, f"är en arbetsbok eller ett arkiv, ingen CSV-fil. {_AS_CSV}")
    try:
        decoded = decode(content)
    except EncodingFault as fault:
        raise file_error(path, str(fault)) from fault
    if not decoded.text.strip():
        raise file_error(path, "är tom. Exportera den igen.")
    return TextFile(path, decoded.text, decoded.encoding.value)


def read_records(file: TextFile, separator: str) -> Iterator[Record]:
    """Yield the rows that are not blank, every run of white space written as one blank.

    Quotation marks have a meaning in all but tab-separated files.

    Raises:
        CodebookFileError: a quotation mark is never closed, a cell is too large, or a character
            was lost when the file was made.

    """
    csv.field_size_limit(_LARGEST_CELL)
    source = io.StringIO(f"{file.text}\n{_END_MARK}\n", newline="")
    if separator == "\t":
        reader = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(source, delimiter=separator)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells == [_END_MARK]:
                return
            record = Record(file.path, number, tuple(" ".join(cell.split()) for cell in cells))
            _check_signs(record, cells)
            if any(record.cells):
                yield record
    except csv.Error:
        text = f"kan inte läsas efter rad {number}."
        raise file_error(file.path, f"{text} {_AS_CSV}") from None


def read_table(
    file: TextFile,
    columns: Mapping[str, Sequence[str]],
    separator: str = SEMICOLON,
    *,
    guide: str = "docs/kodserver.md",
) -> Table:
    """Read the header of a file, and return its rows by name, to be read as they are asked for.

    Args:
        file: the file.
        columns: for each column that must be there, the names that it may have; messages show
            the first.
        separator: the sign between the columns.
        guide: the document that describes the columns.

    Raises:
        CodebookFileError: wrong separator, or a column missing or named twice; while the rows
            are read a row that is too long, or no rows at all.

    """
    records = read_records(file, separator)
    header = next(records, None)
    if header is not None and header.cells[0].lower().startswith("sep="):
        header = next(records, None)
    if header is None:
        raise file_error(file.path, "är tom. Exportera den igen.")
    places = _places(file, header, columns, separator, guide)
    written_as = f"{file.encoding}, kolumner skilda av {SEPARATOR_LABEL[separator]}"
    unknown = (c for i, c in enumerate(header.cells) if c and i not in places.values())
    return Table(_named_rows(file, header, records, places), written_as, tuple(unknown))


def fold_name(text: str) -> str:
    """Make column names comparable: small letters and digits alone, å ä ö as a and o."""
    return _NO_LETTER.sub("", text.lower().translate(_FOLDED))


def read_day(record: Record, cell: str) -> date | None:
    """Read a day as files write it; None for an empty cell and for the year 9999.

    Raises:
        CodebookFileError: the cell holds something else.

    """
    if not cell:
        return None
    try:
        return parse_day(cell)
    except ValueError:
        shown = cell[:LONGEST_CODE]
        text = f"”{shown}” är ingen dag. Skriv den som 2024-01-31, eller lämna cellen tom."
        raise record.error(text) from None


def parse_day(text: str) -> date | None:
    """Read `2024-01-31`, `20240131` or `31.1.2024`; None for the year 9999.

    Raises:
        ValueError: the text is something else.

    """
    match = _DAY.fullmatch(text) if text.isascii() else None
    if match is None:
        raise ValueError(text)
    year, month, day = (int(match[k] or match[f"{k}2"]) for k in "ymd")
    return None if year == _FAR_YEAR else date(year, month, day)


def check_length(record: Record, cell: str, *, longest: int, what: str) -> str:
    """Return the cell.

    Raises:
        CodebookFileError: it is longer than any that has a meaning.

    """
    if len(cell) > longest:
        text = f"{what} är {len(cell)} tecken lång, men får vara högst {longest}."
        raise record.error(f"{text} {_CORRECT}")
    return cell


def _check_signs(record: Record, cells: Sequence[str]) -> None:
    if any(_END_MARK in cell for cell in cells):
        text = "Ett citattecken avslutas aldrig, eller så har raden ett styrtecken."
        remedy = "Avsluta citatet, eller skriv citattecken i texten dubbelt, och läs in igen."
        raise record.error(f"{text} {remedy}")
    if any("\ufffd" in cell for cell in cells):
        text = "Raden innehåller ett förlorat tecken (�). Exportera filen igen som ”CSV UTF-8”."
        raise record.error(text)


def _places(
    file: TextFile,
    header: Record,
    columns: Mapping[str, Sequence[str]],
    separator: str,
    guide: str,
) -> dict[str, int]:
    folded = [fold_name(cell) for cell in header.cells]
    places: dict[str, int] = {}
    for column, names in columns.items():
        accepted = {fold_name(name) for name in names}
        found = [i for i, cell in enumerate(folded) if cell in accepted]
        if len(found) > 1:
            doubled = " och ".join(f"”{header.cells[i]}”" for i in found)
            raise header.error(f"Kolumnerna {doubled} betyder samma sak. Ta bort den ena.")
        if found:
            places[column] = found[0]
    missing = [names[0] for column, names in columns.items() if column not in places]
    if missing:
        _refuse_other_separator(file, header, separator)
        raise header.error(f"{_missing(missing)} Kolumnerna beskrivs i {guide}.")
    return places


def _missing(columns: Sequence[str]) -> str:
    if len(columns) == 1:
        return f"Kolumnen {columns[0]} saknas i rubrikraden. Lägg till den."
    return f"Kolumnerna {', '.join(columns)} saknas i rubrikraden. Lägg till dem."


def _refuse_other_separator(file: TextFile, header: Record, separator: str) -> None:
    if len(header.cells) > 1:
        return
    # The cells have lost their tabs.
    line = file.text.lstrip("\r\n").partition("\n")[0]
    for sign, label in SEPARATOR_LABEL.items():
        if sign != separator and sign in line:
            wanted = SEPARATOR_LABEL[separator]
            text = f"Kolumnerna skiljs av {label}, men ska skiljas av {wanted}."
            raise header.error(f"{text} Spara filen med {wanted} och läs in den igen.")


def _named_rows(
    file: TextFile, header: Record, records: Iterator[Record], places: Mapping[str, int]
) -> Iterator[NamedRow]:
    width = len(header.cells)
    is_empty = True
    for record in records:
        is_empty = False
        if any(record.cells[width:]):
            text = f"Raden har {len(record.cells)} kolumner, men rubrikraden {width}."
            raise record.error(f"{text} Sätt text med semikolon inom citattecken.")
        cells = {
            column: record.cells[place] if place < len(record.cells) else ""
            for column, place in places.items()
        }
        yield NamedRow(record, cells)
    if is_empty:
        raise file_error(file.path, "har ingen rad under rubriken. Exportera den igen.")
