"""What the screen of statistics does: ask for a period, draw it, hand it out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.work_statistics import StatisticsQuery, WorkStatistics
from app.services.job_control import JobControl
from app.services.statistics_print import charts_as_svg, rule_names, statistics_pdf
from app.services.work_list import list_units
from app.services.work_statistics import work_statistics, write_statistics
from ui.desk import Desk
from ui.presenters.newest import Newest
from ui.theme import chart_inks

#: Of a chart, in points; the window scales it to its width.
_WIDE, _HIGH = 460.0, 170.0


class StatisticsPresenter(QObject):
    """Holds the figures asked for last; a newer question lets the one under way go."""

    changed = Signal()
    drawn = Signal(list)  # list[bytes]: charts as SVG
    printed = Signal(bytes)
    units_read = Signal(list)
    progressed = Signal(str)
    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.found: WorkStatistics | None = None
        self.names: dict[str, str] = {}
        self.scope = ""
        self._newest, self._drawing = Newest(), Newest()
        self._under_way: JobControl | None = None

    @property
    def today(self) -> date:
        """The day of the desk's clock."""
        return self.desk.app.now().date()

    def begin(self) -> None:
        """Read what can be chosen."""
        app = self.desk.app
        self.desk.jobs.run(
            lambda _control: list_units(app),
            owner=self,
            on_done=self.units_read.emit,
            on_error=self.failed.emit,
        )

    def ask(self, query: StatisticsQuery, scope: str) -> None:
        """Add up a period; `scope` says in words whose figures they are."""
        if self._under_way is not None:
            self._under_way.cancel()
        app, person, question = self.desk.app, self.desk.person, self._newest.ask()

        self._under_way = self.desk.jobs.run(
            lambda control: (work_statistics(app, person, query, control), rule_names(app)),
            owner=self,
            on_done=lambda answer: self._take(question, scope, *answer),
            on_error=self.failed.emit,
            on_progress=lambda _done, _total, text: self.progressed.emit(text),
        )

    def draw(self) -> None:
        """Draw the charts of the figures that are shown, in the colours of the present theme."""
        found, inks, question = self.found, chart_inks(), self._drawing.ask()

        def show(charts: list[bytes]) -> None:
            if self._drawing.is_newest(question):
                self.drawn.emit(charts)

        if found is not None:
            self.desk.jobs.run(
                lambda _control: charts_as_svg(found, _WIDE, _HIGH, inks),
                owner=self,
                on_done=show,
                on_error=self.failed.emit,
            )

    def print_pdf(self) -> None:
        """Put the figures on pages."""
        app, found, scope = self.desk.app, self.found, self.scope
        if found is not None:
            self.desk.jobs.run(
                lambda _control: statistics_pdf(app, found, scope),
                owner=self,
                on_done=self.printed.emit,
                on_error=self.failed.emit,
            )

    def save(self, path: Path) -> None:
        """Write the figures as CSV."""
        app, found = self.desk.app, self.found
        if found is not None:
            self.desk.jobs.run(
                lambda _control: write_statistics(app, found, path),
                owner=self,
                on_done=lambda written: self.told.emit(f"Siffrorna ligger i {written}."),
                on_error=self.failed.emit,
            )

    def _take(
        self, question: int, scope: str, found: WorkStatistics, names: dict[str, str]
    ) -> None:
        if self._newest.is_newest(question):
            self.found, self.scope, self.names = found, scope, names
            self.changed.emit()
            self.draw()


def periods(today: date) -> list[tuple[str, date, date]]:
    """Return the periods that are offered: words, first day, last day."""
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    return [
        ("I dag", today, today),
        ("Senaste 7 dagarna", today - timedelta(days=6), today),
        ("Den här månaden", first, today),
        ("Förra månaden", before.replace(day=1), before),
        ("I år", today.replace(month=1, day=1), today),
        ("Senaste 12 månaderna", _eleven_months_before(first), today),
    ]


def _eleven_months_before(first: date) -> date:
    return first.replace(year=first.year - 1 + first.month // 12, month=first.month % 12 + 1)
