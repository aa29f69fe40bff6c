"""Rows of a tab-separated file whose quoted cells hold quotation marks that are not escaped.

A quoted cell ends at a quotation mark before a tab or the end of a line, and nowhere else; a
line break may stand inside it. Cells without quotation marks around them are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.errors import CodebookFileError
from app.persistence.readers.text_file import (
    Row,
    file_error,
    read_text,
    row_error,
    separator_error,
)

_CLOSING = re.compile(r'"(?=\t|\Z)')
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."


class _RowInProgress:
    """The cells of one row, taken line by line until the last of them is closed."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.cells: list[str] = []
        self._open: list[str] | None = None

    def take(self, text: str) -> bool:
        """Take the cells of one line; return whether the row is complete."""
        position = 0
        while True:
            if self._open is None and text.startswith('"', position):
                self._open = []
                position += 1
            end = self._take_cell(text, position)
            if end is None or end >= len(text):
                return end is not None
            position = end + 1

    def _take_cell(self, text: str, position: int) -> int | None:
        """Take one cell and return where it ends, None where the line ends inside it."""
        if self._open is None:
            tab = text.find("\t", position)
            end = len(text) if tab < 0 else tab
            self.cells.append(text[position:end])
            return end
        closing = _CLOSING.search(text, position)
        self._open.append(text[position : closing.start() if closing else None])
        if closing is None:
            return None
        self.cells.append("\n".join(self._open))
        self._open = None
        return closing.end()


def read_relaxed_rows(path: Path, *, header: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of the rows below the header, blank lines left out.

    The cells are as they stand in the file, without the quotation marks around them.

    Args:
        path: a text file, packed or not, in any encoding that it surely is.
        header: what the cells of the first row have to be; every row has as many cells.

    Raises:
        CodebookFileError: no known encoding, NUL bytes, a lost character, wrong separator, other
            columns, a row of another length, a row cut off at the end, or no rows.

    """
    rows = _read_rows(path, len(header))
    first = next(rows, None)
    if first is None:
        raise file_error(path, f"är tom. {_FETCH_AGAIN}")
    _check_header(Row(path, first[0], tuple(cell.strip() for cell in first[1])), header)
    is_empty = True
    for line, cells in rows:
        is_empty = False
        if len(cells) != len(header):
            raise _wrong_length(Row(path, line, ()), len(cells), len(header))
        yield line, cells
    if is_empty:
        raise file_error(path, f"har ingen rad med en kod. {_FETCH_AGAIN}")


def read_relaxed_header(text: str) -> list[str]:
    """Split the first line of a file into the cells of its header."""
    row = _RowInProgress(1)
    row.take(text.partition("\n")[0].rstrip("\r"))
    return [cell.strip() for cell in row.cells]


def _read_rows(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, the header among them, of whatever length."""
    row: _RowInProgress | None = None
    for line, text in _lines(path):
        if row is None:
            cells = _split_quickly(text, columns)
            if cells is not None:
                yield line, cells
                continue
            if not text.strip():
                continue
            row = _RowInProgress(line)
        if row.take(text):
            yield row.line, row.cells
            row = None
        elif len(row.cells) > columns:
            raise _wrong_length(Row(path, row.line, ()), len(row.cells), columns)
    if row is not None:
        text = "Filen slutar mitt i raden, som är avklippt."
        raise row_error(Row(path, row.line, ()), f"{text} {_FETCH_AGAIN}")


def _split_quickly(text: str, columns: int) -> list[str] | None:
    """Split a line whose cells are all quoted and closed; None where it is not one."""
    if text.count("\t") != columns - 1 or not (text.startswith('"') and text.endswith('"')):
        return None
    cells = text[1:-1].split('"\t"')
    return cells if len(cells) == columns else None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of every line, without its end."""
    text = read_text(path)
    start, line = 0, 0
    while start < len(text):
        line += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        content = text[start:end].rstrip("\r")
        if "\ufffd" in content:
            lost = "Raden innehåller ett förlorat tecken (�)."
            raise row_error(Row(path, line, ()), f"{lost} {_FETCH_AGAIN}")
        yield line, content
        start = end + 1


def _check_header(first: Row, header: Sequence[str]) -> None:
    if first.cells == tuple(header):
        return
    other = separator_error(first)
    if other is not None:
        raise other
    missing = [name for name in header if name not in first.cells]
    unknown = [name for name in first.cells if name not in header]
    if missing:
        text = f"Rubrikraden saknar {', '.join(missing)}."
    elif unknown:
        text = f"Rubrikraden har kolumner som programmet inte känner till: {', '.join(unknown)}."
    else:
        text = "Kolumnerna står inte i utgivarens ordning."
    raise row_error(first, f"{text} {_FETCH_AGAIN}")


def _wrong_length(row: Row, found: int, columns: int) -> CodebookFileError:
    text = f"Raden har {found} kolumner, men ska ha {columns}: den är avklippt, eller ett"
    return row_error(row, f"{text} citattecken eller en tabb är fel. {_FETCH_AGAIN}")
