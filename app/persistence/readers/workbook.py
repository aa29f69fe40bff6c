"""Rows of the sheets of a workbook (.xlsx), read as the plain lists that the publishers make.

A formula, a merged cell or an error value is refused: what such a cell says cannot be known for
sure. Pictures, formats and everything else in the file are left unread.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from app.domain.errors import CodebookFileError
from app.persistence.readers.compressed import Archive, open_archive, read_beginning
from app.persistence.readers.text_encoding import WEB_PAGE_FAULT, is_blank, is_web_page
from app.persistence.readers.text_file import Row, file_error, row_error
from app.persistence.readers.xml_events import End, Start, read_events

_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."
_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
#: How Excel writes a sign that XML cannot hold, a carriage return for the most part.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHARED, _INLINE, _ERROR = "s", "inlineStr", "e"
#: Day 0 of the two calendars of Excel; in the first 1900 has a 29 February, hence the 30th.
_DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
#: No list is wider or longer; a file made to fill the memory would be.
_MOST_COLUMNS = 256
_MOST_ROWS = 200_000
_LAST_SERIAL = 2_958_465
#: As many bytes as tell a web page from a workbook.
_BEGINNING = 512
_DASHES = str.maketrans("‐‑‒–—−", "------")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The wanted sheets of a workbook, in its own order, each as its rows with text in them.

    The cells of a row are as they stand, line breaks included.
    """

    path: Path
    sheets: tuple[Sheet, ...]
    #: The names of all sheets, the unread ones too.
    names: tuple[str, ...]
    counts_from_1904: bool = False

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of that name, hyphens and blanks in it counting alike.

        Raises:
            CodebookFileError: there is none.

        """
        found = next((s for s in self.sheets if fold_name(s.name) == fold_name(name)), None)
        if found is None:
            names = ", ".join(f"”{known}”" for known in self.names) or "inga alls"
            text = f"saknar bladet ”{name}”; den har {names}."
            raise file_error(self.path, f"{text} Kontrollera att du valt rätt fil.")
        return found

    def day(self, row: Row, cell: str) -> date:
        """Read a cell that holds a day, as Excel counts them or as text.

        Raises:
            CodebookFileError: it holds something else.

        """
        try:
            return self._day(cell.strip())
        except (ValueError, OverflowError) as error:
            text = f"”{cell[:40]}” är ingen dag som 2021-01-11."
            raise row_error(row, f"{text} Rätta cellen i Excel och läs in filen igen.") from error

    def _day(self, text: str) -> date:
        if re.fullmatch(r"\d{1,7}(\.\d+)?", text):
            serial = int(text.partition(".")[0])
            if 0 < serial <= _LAST_SERIAL:
                return _DAY_ZERO[self.counts_from_1904] + timedelta(days=serial)
        return date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; the first of its rows is the header."""

    path: Path
    name: str
    rows: tuple[Row, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row, trimmed; empty where the sheet is."""
        return tuple(" ".join(cell.split()) for cell in self.rows[0].cells) if self.rows else ()


def read_workbook(path: Path, wanted: Callable[[str], bool]) -> Workbook:
    """Read the sheets of a workbook whose names are wanted.

    Raises:
        CodebookFileError: it is damaged or no workbook, or a wanted sheet holds a formula, a
            merged cell, an error value or a lost character; with sheet, row and remedy.

    """
    _refuse_no_workbook(path)
    with open_archive(path) as archive:
        if not {_WORKBOOK, _LINKS} <= archive.members.keys():
            raise file_error(path, f"är ingen arbetsbok från Excel (.xlsx). {_FETCH_AGAIN}")
        starts = [e for e in _events(path, archive, _WORKBOOK) if isinstance(e, Start)]
        listed = [(e.attributes.get("name", ""), _link_of(e)) for e in starts if e.name == "sheet"]
        members = _read_links(path, archive)
        strings = _read_strings(path, archive)
        sheets = tuple(
            _read_sheet(path, archive, name, members.get(link, ""), strings)
            for name, link in listed
            if wanted(name)
        )
    calendars = [e.attributes.get("date1904") for e in starts if e.name == "workbookPr"]
    counts_from_1904 = any(flag in ("1", "true") for flag in calendars)
    return Workbook(path, sheets, tuple(name for name, _link in listed), counts_from_1904)


def _refuse_no_workbook(path: Path) -> None:
    beginning = read_beginning(path, _BEGINNING)
    if is_blank(beginning):
        raise file_error(path, f"är tom. {_FETCH_AGAIN}")
    if is_web_page(beginning):
        raise file_error(path, WEB_PAGE_FAULT)


def header_error(sheet: Sheet, missing: list[str]) -> CodebookFileError:
    """Make the error about a sheet that lacks columns."""
    row = sheet.rows[0] if sheet.rows else Row(sheet.path, 1, (), sheet.name)
    text = f"Kolumnen {', '.join(missing)} saknas i rubrikraden."
    return row_error(row, f"{text} {_FETCH_AGAIN}")


@dataclass(slots=True)
class _Cells:
    """The rows of a sheet so far, and the row and cell that are being read."""

    path: Path
    sheet: str
    strings: list[str]
    rows: list[Row] = field(default_factory=list)
    line: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    column: int = -1
    kind: str = ""
    text: list[str] = field(default_factory=list)
    is_phonetic: bool = False

    def take(self, event: Start | End) -> None:
        """Take what the file says next."""
        if isinstance(event, Start):
            self._start(event)
        else:
            self._end(event)

    def _start(self, event: Start) -> None:
        match event.name:
            case "row":
                number = event.attributes.get("r", "")
                self.line = int(number) if number.isdecimal() else self.line + 1
                self.cells, self.column = {}, -1
            case "c":
                self.column = self._column(event.attributes.get("r", ""))
                self._check_width()
                self.kind = event.attributes.get("t", "")
                self.text = []
            case "f":
                self._refuse("innehåller en formel", "Klistra in den som värde")
            case "mergeCell":
                self._refuse_merged(event.attributes.get("ref", ""))
            case "rPh":
                self.is_phonetic = True

    def _end(self, event: End) -> None:
        match event.name:
            case "v" | "t" if not self.is_phonetic:
                self.text.append(event.text)
            case "rPh":
                self.is_phonetic = False
            case "c":
                self.cells[self.column] = self._value("".join(self.text))
            case "row":
                self._close_row()

    def _column(self, address: str) -> int:
        match = _ADDRESS.fullmatch(address)
        if match is None:
            return self.column + 1
        number = 0
        for letter in match.group(1):
            number = number * 26 + ord(letter) - ord("A") + 1
        return number - 1

    def _check_width(self) -> None:
        if self.column >= _MOST_COLUMNS:
            row = Row(self.path, self.line, (), self.sheet)
            text = f"Raden har mer än {_MOST_COLUMNS} kolumner."
            raise row_error(row, f"{text} {_FETCH_AGAIN}")

    def _value(self, text: str) -> str:
        if self.kind == _ERROR:
            self._refuse(f"har felvärdet {text}", "Skriv det rätta värdet")
        if self.kind == _SHARED:
            place = int(text) if text.isdecimal() else -1
            if not 0 <= place < len(self.strings):
                raise file_error(self.path, f"är skadad: en cell saknar sin text. {_FETCH_AGAIN}")
            text = self.strings[place]
        if "\ufffd" in text:
            self._refuse("innehåller ett förlorat tecken (�)", "Skriv det rätta tecknet")
        return text

    def _close_row(self) -> None:
        if any(text.strip() for text in self.cells.values()):
            if len(self.rows) >= _MOST_ROWS:
                text = f"har mer än {_MOST_ROWS} rader på bladet ”{self.sheet}”. {_FETCH_AGAIN}"
                raise file_error(self.path, text)
            width = max(self.cells) + 1
            cells = tuple(self.cells.get(column, "") for column in range(width))
            self.rows.append(Row(self.path, self.line, cells, self.sheet))

    def _refuse_merged(self, reference: str) -> None:
        first = reference.partition(":")[0]
        match = _ADDRESS.fullmatch(first)
        self.line = int(match.group(2)) if match else self.line
        self.column = self._column(first)
        self._refuse("är sammanslagen med andra", "Avbryt sammanslagningen")

    def _refuse(self, fault: str, remedy: str) -> None:
        row = Row(self.path, self.line, (), self.sheet)
        letters = _letters(max(self.column, 0))
        text = f"Cellen {letters}{self.line} {fault}, så vad den säger är inte säkert."
        raise row_error(row, f"{text} {remedy} i Excel, spara filen och läs in den igen.")


def _read_sheet(path: Path, archive: Archive, name: str, member: str, strings: list[str]) -> Sheet:
    if member not in archive.members:
        raise file_error(path, f"är skadad: bladet ”{name}” finns inte i den. {_FETCH_AGAIN}")
    cells = _Cells(path, name, strings)
    for event in _events(path, archive, member):
        cells.take(event)
    return Sheet(path, name, tuple(cells.rows))


def _read_strings(path: Path, archive: Archive) -> list[str]:
    if _STRINGS not in archive.members:
        return []
    strings: list[str] = []
    parts: list[str] = []
    is_phonetic = False
    for event in _events(path, archive, _STRINGS):
        is_end = isinstance(event, End)
        if event.name == "rPh":
            is_phonetic = not is_end
        elif isinstance(event, End) and event.name == "t" and not is_phonetic:
            parts.append(event.text)
        elif event.name == "si" and is_end:
            strings.append(_ESCAPED.sub(_unescaped, "".join(parts)))
            parts = []
    return strings


def _unescaped(match: re.Match[str]) -> str:
    sign = chr(int(match.group(1), 16))
    return "" if sign == "\r" else sign if sign.isprintable() or sign in "\t\n" else "\ufffd"


def _read_links(path: Path, archive: Archive) -> dict[str, str]:
    links = {}
    for event in _events(path, archive, _LINKS):
        if isinstance(event, Start) and event.name == "Relationship":
            target = event.attributes.get("Target", "")
            links[event.attributes.get("Id", "")] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    return links


def _link_of(sheet: Start) -> str:
    return next((v for k, v in sheet.attributes.items() if k.rpartition("}")[2] == "id"), "")


def _events(path: Path, archive: Archive, member: str) -> Iterator[Start | End]:
    return read_events(path, archive.read(member), f"({member}) ")


def _letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def fold_name(name: str) -> str:
    """Write the name of a sheet so that hyphens, blanks and capitals do not count."""
    return "".join(name.translate(_DASHES).split()).casefold()
