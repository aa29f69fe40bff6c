"""What the work list does: filter as typed, fetch pages, follow what others change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.access import Role
from app.domain.errors import AppError
from app.domain.work_list import SortKey, WorkListQuery, WorkListRow
from app.services import work_list
from app.services.context import AppContext
from app.services.editions import refresh_editions
from ui.desk import Desk
from ui.models.work_list_model import PAGE

#: Others work in the same database: look again this often while the list is shown.
REFRESH_MS = 60_000


@dataclass(frozen=True, slots=True)
class _Answer:
    count: int
    rows: list[WorkListRow]
    counts: dict[str, int] | None
    units: list[str] | None


class WorkListPresenter(QObject):
    """Drives the work list; the newest question wins."""

    answered = Signal(int, list)  # count, first page
    page_read = Signal(int, list)  # page number, rows
    counts_read = Signal(dict)  # status value -> count
    units_read = Signal(list)
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        own_units = desk.person.units if desk.person.role is not Role.LEAD else ()
        self.query = WorkListQuery(units=own_units)
        self._shown, self._answers = self.query, 0
        self._is_asking = self._is_stale = self._wants_totals = False
        self._when_settled: Callable[[], None] | None = None
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def watch(self, *, on: bool) -> None:
        """Keep the list fresh while it is on screen."""
        if on:
            self.refresh()
            self._timer.start()
        else:
            self._timer.stop()

    def set_query(self, query: WorkListQuery) -> None:
        """Ask another question."""
        if query != self.query:
            self.query = query
            self._when_settled = None
            self._ask()

    def set_text(self, text: str) -> None:
        """Filter by text as it is typed."""
        self.set_query(replace(self.query, text=text.strip()))

    def sort_by(self, key: SortKey, *, descending: bool) -> None:
        """Order by a column."""
        self.set_query(replace(self.query, sort=key, descending=descending))

    def refresh(self) -> None:
        """Read the list again, and how many events and units there are in all."""
        self._wants_totals = True
        self._ask()
        self._follow_editions()

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the list answers the newest question; another question cancels it."""
        if self._is_asking:
            self._when_settled = then
        else:
            then()

    def _ask(self) -> None:
        """Ask now; while an answer is on its way, the newest question waits its turn."""
        if self._is_asking:
            self._is_stale = True
            return
        self._is_asking, self._is_stale = True, False
        totals, self._wants_totals = self._wants_totals, False
        query, app = self.query, self._desk.app
        self._desk.jobs.run(
            lambda _control: _read(app, query, totals=totals),
            owner=self,
            on_done=lambda answer: self._show(query, answer),
            on_error=self._fail,
        )

    def _follow_editions(self) -> None:
        """Take over what another workstation did with codebooks and terms, ready to be searched."""
        app = self._desk.app
        self._desk.jobs.run(
            lambda _control: _follow(app),
            owner=self,
            on_done=lambda _none: None,
            on_error=self._tell,
        )

    def _show(self, query: WorkListQuery, answer: _Answer) -> None:
        self._is_asking = False
        if answer.units is not None and answer.counts is not None:
            self.units_read.emit(answer.units)
            self.counts_read.emit(answer.counts)
        if self._is_stale:
            self._ask()
            return
        self._shown, self._answers = query, self._answers + 1
        self.answered.emit(answer.count, answer.rows)
        then, self._when_settled = self._when_settled, None
        if then is not None:
            then()

    def _fail(self, error: Exception) -> None:
        self._is_asking, self._when_settled = False, None
        if self._is_stale:
            self._ask()
        self._tell(error)

    def read_page(self, number: int) -> None:
        """Fetch one page of what the list shows."""
        answer, query, app = self._answers, self._shown, self._desk.app

        def show(rows: list[WorkListRow]) -> None:
            if answer == self._answers:  # otherwise the list shows something else by now
                self.page_read.emit(number, rows)

        self._desk.jobs.run(
            lambda _control: work_list.work_page(app, query, number * PAGE, PAGE),
            owner=self,
            on_done=show,
            on_error=self._tell,
        )

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(str(error))


def _follow(app: AppContext) -> None:
    if refresh_editions(app):
        app.engine.prepare()
    else:
        app.engine.reload()  # takes terms in that were approved elsewhere; else it costs nothing


def _read(app: AppContext, query: WorkListQuery, *, totals: bool) -> _Answer:
    """Read the first page; the totals only where asked for, since typing does not change them."""
    return _Answer(
        work_list.work_count(app, query),
        work_list.work_page(app, query, 0, PAGE),
        work_list.status_counts(app) if totals else None,
        work_list.list_units(app) if totals else None,
    )
