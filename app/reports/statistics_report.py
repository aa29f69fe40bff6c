"""Statistics on paper: the figures, the charts, the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, KeepTogether, Spacer

from app.domain.chart import Bars, Inks
from app.domain.work_statistics import WorkStatistics
from app.reports.charts import draw_bars
from app.reports.paging import build_pdf, plain_section
from app.reports.styles import BODY, CODE, TEXT_WIDTH
from app.reports.tables import Cell, Column, Row, RowTable, title_lines

TITLE = "Statistik"
_HIGH = 46 * mm
_FIGURES = (Column("", 70 * mm), Column("", TEXT_WIDTH - 70 * mm))
_RULES = (
    Column("Regel", 24 * mm),
    Column("Vad den anmärker på", TEXT_WIDTH - 74 * mm),
    Column("Anmärkningar", 26 * mm),
    Column("Avfärdade", 24 * mm),
)
_MISSES = (Column("Sökning utan träff", TEXT_WIDTH - 30 * mm), Column("Antal", 30 * mm))


@dataclass(frozen=True, slots=True)
class PrintedStatistics:
    """What is printed: figures in words, charts, and the names of rules."""

    scope: str
    figures: Sequence[tuple[str, str]]
    charts: Sequence[Bars]
    found: WorkStatistics
    rule_names: Mapping[str, str]
    printed_at: datetime
    #: Across every page; empty where the figures are of real work.
    watermark: str = ""


def build_statistics(printed: PrintedStatistics) -> bytes:
    """Build the PDF; the same figures give the same bytes.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    about, at = _about(printed), printed.printed_at
    page = plain_section(TITLE, about, at, lambda: _story(printed), printed.watermark)
    return build_pdf(TITLE, [page])


def _about(printed: PrintedStatistics) -> str:
    query = printed.found.query
    return f"{printed.scope}, {query.since} – {query.until}"


def _story(printed: PrintedStatistics) -> Iterator[Flowable]:
    rows = [Row((Cell(text), Cell(figure, CODE))) for text, figure in printed.figures]
    yield title_lines(TITLE, _about(printed))
    yield Spacer(0, 3 * mm)
    yield RowTable("", _FIGURES, rows)
    for chart in printed.charts:
        if chart.bars:
            yield KeepTogether([Spacer(0, 5 * mm), draw_bars(chart, TEXT_WIDTH, _HIGH, Inks())])
    if printed.found.rules:
        yield RowTable("Anmärkningar vid signering", _RULES, [*_rule_rows(printed)])
    if printed.found.misses:
        misses = [Row((Cell(m.text), Cell(str(m.times)))) for m in printed.found.misses]
        yield RowTable("Det som inte hittades", _MISSES, misses)


def _rule_rows(printed: PrintedStatistics) -> Iterator[Row]:
    for rule in printed.found.rules:
        name = printed.rule_names.get(rule.rule_id, "")
        texts = (name, str(rule.hits), str(rule.overridden))
        yield Row((Cell(rule.rule_id, CODE), *(Cell(text, BODY) for text in texts)))
