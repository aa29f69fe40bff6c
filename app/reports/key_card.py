"""A card of keys: a table for each place where they work, in two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from app.reports.paging import build_pdf, column_width, plain_section
from app.reports.styles import BOLD, REGULAR, TextStyle
from app.reports.tables import Cell, Column, Row, RowTable, title_lines

TITLE = "Tangentkort"
_SIDE_BY_SIDE = 2
_WIDTH = column_width(_SIDE_BY_SIDE)
_COLUMNS = (Column("", 28 * mm), Column("", _WIDTH - 28 * mm))
_KEYS, _ACT = TextStyle(BOLD, 8, 10), TextStyle(REGULAR, 8, 10)


def build_key_card(
    rows: Sequence[tuple[str, str, str]], printed_at: datetime, watermark: str = ""
) -> bytes:
    """Build the PDF from rows of keys, what they do and where; the same rows give the same bytes.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    page = plain_section(
        TITLE, "", printed_at, lambda: _story(rows), watermark, columns=_SIDE_BY_SIDE
    )
    return build_pdf(TITLE, [page])


def _story(rows: Sequence[tuple[str, str, str]]) -> Iterator[Flowable]:
    yield title_lines(TITLE, width=_WIDTH)
    for place in dict.fromkeys(where for _keys, _what, where in rows):
        lines = [
            Row((Cell(keys, _KEYS), Cell(what, _ACT)))
            for keys, what, where in rows
            if where == place
        ]
        yield RowTable(place, _COLUMNS, lines, _WIDTH)
