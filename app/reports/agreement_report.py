"""Agreement of coders on paper: the whole, then by person, chapter and rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, Spacer

from app.domain.agreement import Agreement, format_kappa, format_share
from app.reports.paging import build_pdf, plain_section
from app.reports.styles import NOTE, TEXT_WIDTH
from app.reports.tables import Cell, Column, Row, RowTable, title_lines

TITLE = "Överensstämmelse vid granskning"
_EXPLANATION = (
    "Kappa (Cohen) är överensstämmelsen utöver slumpen: 1 är full, 0 är slumpens. Den kan inte "
    "räknas där båda alltid valt samma kod, och säger lite när händelserna är få."
)
#: Of the figures, in millimetres.
_WIDTHS = (11, 22, 15, 17, 17, 17, 16)
_HEADERS = ("Antal", "Huvuddiagnos", "Kategori", "Kappa kod", "Kappa kat.", "Diagnoser", "Åtgärder")


@dataclass(frozen=True, slots=True)
class PrintedAgreement:
    """What is printed: a title and the rows for each table."""

    sample: str
    tables: Sequence[tuple[str, Sequence[Agreement]]]
    printed_at: datetime
    #: Across every page; empty where the figures are of real work.
    watermark: str = ""


def build_agreement(printed: PrintedAgreement) -> bytes:
    """Build the PDF; the same figures give the same bytes.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    page = plain_section(
        TITLE, printed.sample, printed.printed_at, lambda: _story(printed), printed.watermark
    )
    return build_pdf(TITLE, [page])


def _story(printed: PrintedAgreement) -> Iterator[Flowable]:
    yield title_lines(TITLE, printed.sample)
    yield RowTable("", (Column("", TEXT_WIDTH),), [Row((Cell(_EXPLANATION, NOTE),))])
    yield Spacer(0, 2 * mm)
    for title, rows in printed.tables:
        if rows:
            yield RowTable(title, _columns(), [_row(each) for each in rows])


def _columns() -> tuple[Column, ...]:
    figures = [Column(text, wide * mm) for text, wide in zip(_HEADERS, _WIDTHS, strict=True)]
    return (Column("", TEXT_WIDTH - sum(_WIDTHS) * mm), *figures)


def _row(each: Agreement) -> Row:
    cells = (
        each.name or "Alla",
        str(each.events),
        format_share(each.principal_share),
        format_share(each.category_share),
        format_kappa(each.kappa_exact),
        format_kappa(each.kappa_category),
        format_share(each.diagnosis_share),
        format_share(each.procedure_share),
    )
    return Row(tuple(Cell(text) for text in cells))
