"""Tables that flow over pages: repeated heads, rows that belong together kept together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from app.reports.styles import (
    BLACK,
    BODY,
    BODY_HEIGHT,
    COLUMN,
    DOCUMENT_TITLE,
    PALE,
    SECTION,
    STATUS,
    TEXT_WIDTH,
    TextStyle,
    clean_text,
    text_width,
    wrap_text,
)

#: Space between columns, and above and below the rows of a group, in points.
GUTTER = 3 * mm
PADDING = 2.2
#: Space above a table with a title, except at the top of a page.
SPACE_ABOVE = 3.5 * mm
#: A cell with more lines than this goes on in rows of its own, which may stand on the next page.
LINES_PER_ROW = 8
#: Space for a handwritten signature, in points.
SIGNATURE_HEIGHT = 16 * mm
CONTINUED = ", forts."
#: Between parts of a text that stand on lines of their own.
LINE_BREAK = "\u2028"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one style, indented from the edge of its column (points)."""

    text: str = ""
    style: TextStyle = BODY
    indent: float = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. A row that does not start a group stays with the row above it."""

    cells: tuple[Cell, ...]
    starts_group: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """The heading and the width (points) of a column."""

    header: str
    width: float


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row broken into lines."""

    cells: tuple[Cell, ...]
    lines: tuple[tuple[str, ...], ...]
    starts_group: bool
    height: float


class RowTable(Flowable):
    """A table of wrapped texts. Without a title it has no head and no rules."""

    def __init__(
        self, title: str, columns: Sequence[Column], rows: Sequence[Row], width: float = TEXT_WIDTH
    ) -> None:
        super().__init__()
        self._title, self._wide = title, width
        room = width - text_width(CONTINUED, SECTION)
        self._title_lines = wrap_text(title, SECTION, room) if title else ()
        self._columns = tuple(columns)
        self._continued = False
        self.spaceBefore = SPACE_ABOVE if title else 0
        self._rows = [part for row in rows for part in self._lay(row)]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Measure the table, in points."""
        self.width = self._wide
        self.height = self._head_height + sum(row.height for row in self._rows)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: ARG002, N803
        """Return the part that fits and the rest, or nothing: then it starts on a new page."""
        cut = self._last_break(aH)
        if cut == 0:
            return []
        return [
            self._part(0, cut, continued=self._continued),
            self._part(cut, len(self._rows), continued=True),
        ]

    def draw(self) -> None:
        """Paint head, rules and texts."""
        top = self.height
        if self._title:
            top = self._paint_head(top)
        for number, row in enumerate(self._rows):
            if self._title and number and row.starts_group:
                _rule(self.canv, top, 0.4, PALE, self._wide)
            self._paint(row, top)
            top -= row.height

    @property
    def _head_height(self) -> float:
        has_headers = any(column.header for column in self._columns)
        columns = COLUMN.leading + 2 if has_headers else 0
        titles = SECTION.leading * len(self._title_lines)
        return titles + 3 + columns + PADDING if self._title else 0

    def _lay(self, row: Row) -> list[_Laid]:
        wrapped = [
            _wrapped(cell, column.width - cell.indent - GUTTER)
            for cell, column in zip(row.cells, self._columns, strict=True)
        ]
        leading = max(cell.style.leading for cell in row.cells)
        longest = max(len(lines) for lines in wrapped)
        parts = []
        for first in range(0, longest, LINES_PER_ROW):
            lines = tuple(cell[first : first + LINES_PER_ROW] for cell in wrapped)
            starts = row.starts_group and first == 0
            above = PADDING if starts else 0
            below = PADDING if first + LINES_PER_ROW >= longest else 0
            height = above + leading * max(map(len, lines)) + below
            parts.append(_Laid(row.cells, lines, starts, height))
        return parts

    def _last_break(self, available: float) -> int:
        used = list(accumulate((row.height for row in self._rows), initial=self._head_height))
        fitting = [i for i in range(1, len(self._rows)) if used[i] <= available]
        clean = [i for i in fitting if self._rows[i].starts_group]
        if clean:
            return clean[-1]
        first_group = next(
            (i for i in range(1, len(self._rows)) if self._rows[i].starts_group), len(self._rows)
        )
        is_too_tall = used[first_group] > BODY_HEIGHT
        return fitting[-1] if is_too_tall and fitting else 0

    def _part(self, first: int, last: int, *, continued: bool) -> RowTable:
        part = RowTable(self._title, self._columns, (), self._wide)
        part._rows = self._rows[first:last]
        part._continued = continued
        return part

    def _paint_head(self, top: float) -> float:
        *above, last = self._title_lines
        for line in (*above, f"{last}{CONTINUED}" if self._continued else last):
            _paint_line(self.canv, line, SECTION, 0, top)
            top -= SECTION.leading
        top -= 1
        left = 0.0
        for column in self._columns:
            _paint_line(self.canv, column.header, COLUMN, left, top)
            left += column.width
        bottom = self.height - self._head_height
        _rule(self.canv, bottom + PADDING, 0.7, BLACK, self._wide)
        return bottom

    def _paint(self, row: _Laid, top: float) -> None:
        left = 0.0
        start = top - (PADDING if row.starts_group else 0)
        shared_drop = max(cell.style.drop for cell in row.cells)
        for cell, lines, column in zip(row.cells, row.lines, self._columns, strict=True):
            first = start - shared_drop + cell.style.drop
            for number, line in enumerate(lines):
                y = first - number * cell.style.leading
                _paint_line(self.canv, line, cell.style, left + cell.indent, y)
            left += column.width


def title_lines(title: str, below: str = "", width: float = TEXT_WIDTH) -> RowTable:
    """Return the title of a document, with a line below it that says what it is about."""
    rows = [Row((Cell(title, DOCUMENT_TITLE),))]
    if below:
        rows.append(Row((Cell(below, STATUS),), starts_group=False))
    return RowTable("", (Column("", width + GUTTER),), rows, width)


class SignatureLines(Flowable):
    """Three lines to write on: signature, name in capitals, place and date."""

    labels = ("Namnteckning", "Namnförtydligande", "Ort och datum")

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Measure the lines, in points."""
        return TEXT_WIDTH, SIGNATURE_HEIGHT

    def draw(self) -> None:
        """Paint lines and labels."""
        width = (TEXT_WIDTH - 2 * 6 * mm) / 3
        for number, label in enumerate(self.labels):
            left = number * (width + 6 * mm)
            self.canv.setStrokeGray(BLACK)
            self.canv.setLineWidth(0.5)
            self.canv.line(left, 5 * mm, left + width, 5 * mm)
            _paint_line(self.canv, label, COLUMN, left, 4.4 * mm)


def _wrapped(cell: Cell, width: float) -> tuple[str, ...]:
    parts = cell.text.split(LINE_BREAK)
    return tuple(line for part in parts for line in wrap_text(clean_text(part), cell.style, width))


def _paint_line(canvas: Canvas, text: str, style: TextStyle, left: float, top: float) -> None:
    if text:
        canvas.setFillGray(style.ink)
        canvas.setFont(style.font, style.size)
        canvas.drawString(left, top - style.drop, text)


def _rule(canvas: Canvas, y: float, thickness: float, ink: float, width: float) -> None:
    canvas.setStrokeGray(ink)
    canvas.setLineWidth(thickness)
    canvas.line(0, y, width, y)
