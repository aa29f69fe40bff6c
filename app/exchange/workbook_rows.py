"""The sheets of an Excel workbook as rows of named text, a row at a time.

For tables with many rows: unlike the reader of codebooks, which refuses whatever makes a cell
doubtful, it takes the value that a formula left and reads a sheet without keeping its XML.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from app.domain.errors import InputFileError

WORKBOOK_MEMBER = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_COLUMN = re.compile(r"[A-Z]{1,3}")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_SHARED, _INLINE, _TEXT, _ERROR, _FORMULA, _TRUTH = "s", "inlineStr", "t", "e", "str", "b"
_AGAIN = "Hämta filen på nytt och läs in den igen."
#: A sheet is at most so large unpacked.
_MOST_BYTES = 1024 * 1024 * 1024
_MOST_ROWS = 1_048_576

#: A row by the names of its columns; a cell that Excel holds as a number is told apart.
SheetRow = dict[str, str]


class NumberText(str):
    """Text of a cell that Excel holds as a number, which may have been something else once."""

    __slots__ = ()


class WorkbookRows:
    """An opened workbook. The file must stay open while sheets are read."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._package, self._name = package, name
        self._members = {info.filename: info for info in package.infolist()}
        targets = {
            item.get("Id", ""): _member_name(item.get("Target", ""))
            for item in self._elements(_LINKS, "Relationship")
        }
        #: The member of each sheet, by the name of the sheet, in the workbook's order.
        self.sheets = {
            item.get("name", ""): targets.get(_link(item), "")
            for item in self._elements(WORKBOOK_MEMBER, "sheet")
        }
        self._strings = [_text(item) for item in self._elements(_STRINGS, "si")]

    def rows(self, sheet: str) -> Iterator[SheetRow]:
        """Yield the rows below the heading; a blank one is yielded too, so that rows count.

        Raises:
            InputFileError: the sheet is missing, damaged or has an error value in a cell.

        """
        header: list[str] = []
        line = 0
        for item in self._elements(self.sheets.get(sheet, ""), "row"):
            number = self._number(item, line + 1)
            cells = self._cells(item, sheet, number)
            if not header:
                header = [cells.get(at, "").strip() for at in range(max(cells, default=-1) + 1)]
                self._refuse_doubles(header, sheet, number)
                line = number
                continue
            for _blank in range(line + 1, number):
                yield dict.fromkeys(filter(None, header), "")
            line = number
            yield {name: cells.get(at, "") for at, name in enumerate(header) if name}

    def _refuse_doubles(self, header: list[str], sheet: str, number: int) -> None:
        twice = [name for name, count in Counter(filter(None, header)).items() if count > 1]
        if twice:
            raise InputFileError(
                f"{self._name}, bladet {sheet}, rad {number}: två kolumner heter {twice[0]}. Ta "
                "bort den ena i Excel, spara filen och läs in den igen."
            )

    def first_row(self, sheet: str) -> int:
        """Return the number of the row below the heading."""
        first = next(self._elements(self.sheets.get(sheet, ""), "row"), None)
        return (self._number(first, 1) if first is not None else 1) + 1

    def _number(self, row: Element, otherwise: int) -> int:
        told = row.get("r", "")
        number = int(told) if told.isdecimal() else otherwise
        if not otherwise <= number <= _MOST_ROWS:
            raise InputFileError(f"{self._name} är skadad: raderna står inte i följd. {_AGAIN}")
        return number

    def _cells(self, row: Element, sheet: str, number: int) -> dict[int, str]:
        cells: dict[int, str] = {}
        at = -1
        for cell in row:
            letters = _COLUMN.match(cell.get("r", ""))
            at = _place(letters[0]) if letters else at + 1
            cells[at] = self._value(cell, sheet, number)
        return cells

    def _value(self, cell: Element, sheet: str, number: int) -> str:
        kind = cell.get("t", "")
        if kind == _INLINE:
            return _text(cell)
        value = next((each.text or "" for each in cell if _local(each) == "v"), "")
        if kind == _ERROR:
            raise InputFileError(
                f"{self._name}, bladet {sheet}, rad {number}: en cell har felvärdet {value}. "
                "Skriv det rätta värdet i Excel, spara filen och läs in den igen."
            )
        if kind == _SHARED:
            place = int(value) if value.isdecimal() else -1
            if not 0 <= place < len(self._strings):
                raise InputFileError(f"{self._name} är skadad: en cell saknar sin text. {_AGAIN}")
            return self._strings[place]
        if kind == _FORMULA or not value:
            return value
        if kind == _TRUTH:
            return NumberText("FALSE" if value == "0" else "TRUE")
        return NumberText(_WHOLE.sub(r"\1", value))

    def _elements(self, member: str, wanted: str) -> Iterator[Element]:
        """Yield the elements of a name, each emptied when the next is asked for."""
        info = self._members.get(member)
        if info is None:
            if member == _STRINGS:
                return
            raise InputFileError(f"{self._name} är skadad: ett blad saknas i filen. {_AGAIN}")
        if info.file_size > _MOST_BYTES:
            raise InputFileError(f"{self._name} är för stor för att vara definitionstabeller.")
        try:
            with self._package.open(info) as content:
                yield from _wanted(content, wanted)
        except DefusedXmlException as error:
            raise InputFileError(
                f"{self._name} innehåller en dokumenttyp eller entitet, som arbetsböcker inte har. "
                "Hämta filen från utgivaren i stället."
            ) from error
        except (ParseError, ValueError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise InputFileError(f"{self._name} är skadad ({member}). {_AGAIN}") from error


def _wanted(content: IO[bytes], wanted: str) -> Iterator[Element]:
    parents: list[Element] = []
    for event, item in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            parents.append(item)
            continue
        parents.pop()
        if _local(item) == wanted:
            yield item
            item.clear()
            if parents:
                parents[-1].clear()


def _local(item: Element) -> str:
    return str(item.tag).rpartition("}")[2]


def _text(item: Element) -> str:
    """Give the text of a cell; how it is read aloud is left out."""
    parts: list[str] = []
    for each in item:
        name = _local(each)
        if name == _TEXT:
            parts.append(each.text or "")
        elif name in ("r", "is"):
            parts.append(_text(each))
    return "".join(parts)


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _member_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _link(item: Element) -> str:
    attributes: Mapping[str, str] = item.attrib
    return next((v for k, v in attributes.items() if k.rpartition("}")[2] == "id"), "")
