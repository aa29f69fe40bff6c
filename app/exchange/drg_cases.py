"""Contacts to be grouped, from files: one a line, told apart by their columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

from app.domain.drg import DrgCase
from app.domain.errors import AppError, InputFileError
from app.exchange.drg_case_cells import (
    CellError,
    ReadCase,
    json_cells,
    norwegian_case,
    parted_case,
    remarks_on,
)
from app.exchange.drg_case_heads import (
    CaseFormat,
    read_heading,
    refuse_unknown,
    semicolon_cells,
    tab_cells,
    told_format,
)
from app.exchange.line_blocks import LineBlock, line_blocks, lines_in
from app.exchange.numbered_lines import (
    LONGEST_LINE,
    NumberedLine,
    is_readable,
    numbered_lines,
    opened_text,
)

#: Characters of a block of lines.
_BLOCK = 128 * 1024
_TOO_LONG = f"raden är längre än {LONGEST_LINE} tecken. Exportera raden på nytt."
_NOT_UTF8 = "raden är inte i UTF-8. Spara filen i UTF-8 och gruppera den igen."
_UNREADABLE = "raden kan inte delas i kolumner. Exportera raden på nytt."


class CaseLine(NamedTuple):
    """One contact of a file, or why it cannot be grouped."""

    #: Counted from 1, the heading included.
    number: int
    id: str
    case: DrgCase | None
    #: A Swedish sentence; empty for a contact that was read.
    error: str = ""
    #: What is odd about a contact that can be grouped all the same, as Swedish sentences.
    remark: str = ""


class _Layout(NamedTuple):
    """How the lines of a format are read."""

    cells: Callable[[str], list[str]]
    case: Callable[[Sequence[str], Sequence[int]], ReadCase]


_LAYOUTS: Mapping[CaseFormat, _Layout] = {
    CaseFormat.NOR: _Layout(semicolon_cells, norwegian_case),
    CaseFormat.CASES: _Layout(tab_cells, parted_case),
    CaseFormat.JSONL: _Layout(json_cells, parted_case),
}


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads the lines of one file, each by itself; may be sent to another process."""

    layout: CaseFormat
    name: str
    #: The place of each column in the order of the format; that of the id is the first.
    places: tuple[int, ...]
    #: So many columns the heading has; a longer line has something in a wrong place.
    width: int

    def read_block(self, block: LineBlock) -> Iterator[CaseLine]:
        """Yield the contacts of some lines; blank lines are none."""
        layout, most = _LAYOUTS[self.layout], max(self.places)
        for line in lines_in(block):
            yield self._read(line, layout, most)

    def _read(self, line: NumberedLine, layout: _Layout, most: int) -> CaseLine:
        """Read a contact; what is wrong with a line is told and not raised."""
        case_id = ""
        try:
            if not line.is_whole:
                raise InputFileError(_TOO_LONG)
            is_whole = is_readable(line.text)
            row = layout.cells(line.text if is_whole else _without_odd_bytes(line.text))
            if len(row) > self.places[0]:
                case_id = row[self.places[0]]
            if not is_whole:
                raise InputFileError(_NOT_UTF8)
            if len(row) <= most:
                raise InputFileError(_told_short(row, most))
            if any(map(str.strip, row[self.width :])):
                raise InputFileError(_told_long(row, self.width))
            found = layout.case(row, self.places)
        except CellError as error:
            case_id = error.case_id
            return CaseLine(line.number, case_id, None, f"{self._where(line)}{error}")
        except (AppError, csv.Error) as error:
            told = str(error) if isinstance(error, AppError) else _UNREADABLE
            return CaseLine(line.number, self._id(case_id), None, f"{self._where(line)}{told}")
        remarks = remarks_on(found)
        remark = f"{self._where(line)}{' '.join(remarks)}" if remarks else ""
        return CaseLine(line.number, self._id(case_id), found.case, "", remark)

    def _id(self, text: str) -> str:
        """Trim an id that stood in a column; one in an object is as it is meant."""
        return text if self.layout is CaseFormat.JSONL else text.strip()

    def _where(self, line: NumberedLine) -> str:
        return f"{self.name}, rad {line.number}: "


@contextmanager
def open_cases(
    path: Path, layout: CaseFormat, block: int = _BLOCK
) -> Iterator[tuple[CaseReader, Iterator[LineBlock]]]:
    """Open a file of contacts, gzip read in place; give its reader and its lines.

    Args:
        path: the file.
        layout: how contacts are written in it.
        block: about so many characters of lines are read at a time.

    Raises:
        InputFileError: the file cannot be read, or its columns are not those of the format.

    """
    with opened_text(path) as lines:
        heading = _first_line(lines, path.name)
        places, width = read_heading(heading.text, layout, path.name)
        first = heading.number + 1
        if layout is CaseFormat.JSONL:  # the first line is a contact
            lines.seek(0)
            first = 1
        reader = CaseReader(layout, path.name, places, width)
        yield reader, line_blocks(lines, path.name, first, block)


def guess_format(path: Path) -> CaseFormat:
    """Tell the format of a file by how it begins.

    Raises:
        InputFileError: the file cannot be read, is empty or is in no format of contacts.

    """
    with opened_text(path) as lines:
        first = _first_line(lines, path.name).text
    told = told_format(first, path.name)
    if told is None:
        raise refuse_unknown(first, path.name)
    return told


def _first_line(lines: TextIO, name: str) -> NumberedLine:
    first = next(numbered_lines(lines, name), None)
    if first is None:
        raise InputFileError(f"{name} är tom. Exportera filen med kontakter på nytt.")
    return first


def read_cases(path: Path, layout: CaseFormat) -> Iterator[CaseLine]:
    """Yield each contact of a file; memory does not grow with the file.

    A line that cannot be read is told with its number, and reading goes on.

    Raises:
        InputFileError: as `open_cases`.

    """
    with open_cases(path, layout) as (reader, blocks):
        for block in blocks:
            yield from reader.read_block(block)


def _without_odd_bytes(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _told_short(row: Sequence[str], most: int) -> str:
    return f"raden har bara {len(row)} av {most + 1} kolumner. Exportera raden på nytt."


def _told_long(row: Sequence[str], width: int) -> str:
    return (
        f"raden har {len(row)} kolumner, men rubriken har {width}, så något kan stå på fel plats. "
        "Exportera raden på nytt."
    )
