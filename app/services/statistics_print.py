"""Statistics as charts and on paper. Apart from the figures: ReportLab is slow to import."""

from __future__ import annotations

import re
from pathlib import Path

from app.domain.chart import Bars, Inks
from app.domain.training import WATERMARK
from app.domain.work_statistics import LONGEST_WAIT, WorkStatistics
from app.reports.charts import bars_as_svg
from app.reports.statistics_report import PrintedStatistics, build_statistics
from app.services.context import AppContext
from app.services.rule_sets import every_rule
from app.services.written_file import write_whole

#: What a message names; the code and its title, mostly.
#: With the full stop that an ellipsis takes the place of.
_PLACEHOLDERS = re.compile(r"\{\w+\}(?:\s*\{\w+\})*\.?")
#: Beyond so many days a chart of days is one of months.
_MOST_DAYS = 62


def statistics_charts(found: WorkStatistics) -> list[Bars]:
    """Return the charts of a period: over time, over the day, waiting times, codes."""
    if len(found.days) > _MOST_DAYS:
        over_time = Bars("Signerade per månad", [(m.month, m.events) for m in found.months])
    else:
        over_time = Bars("Signerade per dag", [(f"{d:%d/%m}", n) for d, n in found.days])
    hours = [(f"{hour:02}", n) for hour, n in enumerate(found.hours)]
    first = next((at for at, (_text, n) in enumerate(hours) if n), 0)
    last = next((at for at in range(len(hours) - 1, -1, -1) if hours[at][1]), -1)
    return [
        over_time,
        Bars("Signerade per timme på dygnet", hours[first : last + 1]),
        Bars("Väntetid i dagar, från avslut till signatur", _unless_empty(found.waiting)),
        Bars("Koder per händelse", [(m.month, m.codes_per_event) for m in found.months]),
    ]


def charts_as_svg(found: WorkStatistics, width: float, height: float, inks: Inks) -> list[bytes]:
    """Draw the charts that have anything to show, each in a frame of so many points."""
    charts = [chart for chart in statistics_charts(found) if chart.bars]
    return [bars_as_svg(chart, width, height, inks) for chart in charts]


def figures_in_words(found: WorkStatistics) -> list[tuple[str, str]]:
    """Return what is told of a period in single figures, as on screen and paper."""
    return [
        ("Signerade händelser", f"{found.events}"),
        ("Per dag med signaturer", _decimal(found.per_day)),
        ("Per timme med signaturer", _decimal(found.per_hour)),
        ("Koder per händelse", _decimal(found.codes_per_event)),
        ("Diagnoskoder per händelse", _decimal(found.diagnoses_per_event)),
        ("Åtgärdskoder per händelse", _decimal(found.procedures_per_event)),
        ("Väntetid, median", _days(found.waiting_median)),
        ("Väntetid, nio av tio inom", _days(found.waiting_ninth)),
    ]


def statistics_pdf(app: AppContext, found: WorkStatistics, scope: str) -> bytes:
    """Build a PDF of the figures; `scope` says whose they are.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    printed = PrintedStatistics(
        scope,
        figures_in_words(found),
        statistics_charts(found),
        found,
        rule_names(app),
        app.now(),
        WATERMARK if app.is_training else "",
    )
    return build_statistics(printed)


def write_statistics_pdf(app: AppContext, found: WorkStatistics, scope: str, path: Path) -> Path:
    """Write the PDF to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(app, path, statistics_pdf(app, found, scope))


def rule_names(app: AppContext) -> dict[str, str]:
    """Return what each rule says, without the codes that it names."""
    return {rule.rule_id: _PLACEHOLDERS.sub("…", rule.message) for rule in every_rule(app)}


def _unless_empty(bars: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return bars if any(count for _text, count in bars) else ()


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")


def _days(days: int | None) -> str:
    if days is None:
        return "–"
    more = " eller mer" if days == LONGEST_WAIT else ""
    return "1 dag" if days == 1 else f"{days} dagar{more}"
