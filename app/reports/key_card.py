"""A card of keys: a table for each place where they work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from app.reports.paging import Section, build_pdf
from app.reports.styles import CODE, TEXT_WIDTH
from app.reports.tables import Cell, Column, Row, RowTable

TITLE = "Tangentkort"
_COLUMNS = (Column("Tangent", 42 * mm), Column("Vad den gör", TEXT_WIDTH - 42 * mm))


def build_key_card(rows: Sequence[tuple[str, str, str]], printed_at: datetime) -> bytes:
    """Build the PDF from rows of keys, what they do and where; the same rows give the same bytes.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    page = Section(
        name=TITLE,
        head="Kodklar: tangenterna",
        running=(TITLE, ""),
        marks=(),
        foot=f"Utskriven {printed_at:%Y-%m-%d %H:%M}",
        story=lambda: list(_story(rows)),
    )
    return build_pdf(TITLE, [page])


def _story(rows: Sequence[tuple[str, str, str]]) -> Iterator[Flowable]:
    for place in dict.fromkeys(where for _keys, _what, where in rows):
        lines = [
            Row((Cell(keys, CODE), Cell(what))) for keys, what, where in rows if where == place
        ]
        yield RowTable(place, _COLUMNS, lines)
