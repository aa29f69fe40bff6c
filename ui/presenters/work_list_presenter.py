"""What the work list does: show a list, filter as typed, fetch pages, follow what others change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.encounter import Encounter, Status
from app.domain.errors import AppError
from app.domain.work_list import SortKey, WorkListQuery, WorkListRow
from app.domain.work_list_rule import WorkListName
from app.services import work_list, worklist_rules
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


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What was typed and picked on top of a list; None leaves what the list says."""

    text: str = ""
    units: tuple[str, ...] | None = None
    statuses: tuple[Status, ...] | None = None
    order: tuple[SortKey, bool] | None = None

    def of(self, base: WorkListQuery) -> WorkListQuery:
        """Return what a list asks for when it is narrowed so."""
        text = f"{base.text} {self.text}".strip()
        query = replace(base, text=text)
        if self.units is not None:
            query = replace(query, units=self.units)
        if self.statuses is not None:
            query = replace(query, statuses=self.statuses, include_changed=False, due_by=None)
        if self.order is not None:
            query = replace(query, sort=self.order[0], descending=self.order[1])
        return query


class WorkListPresenter(QObject):
    """Drives the work list; the newest question wins."""

    answered = Signal(int, list)  # count, first page
    page_read = Signal(int, list)  # page number, rows
    counts_read = Signal(dict)  # status value -> count
    units_read = Signal(list)
    all_found = Signal(list, int)  # ids, how many there are in all
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._list = worklist_rules.first_list(desk.person)
        self._narrowed = Narrowed()
        self.query = self._asked()
        #: Events that were left unfinished for the next one: they come last.
        self.passed: set[str] = set()
        self._shown, self._answers = self.query, 0
        self._is_asking = self._is_stale = self._wants_totals = False
        self._when_settled: Callable[[], None] | None = None
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def note_left(self, event: Encounter) -> None:
        """Remember that the next event was asked for while this one is unfinished."""
        if event.status not in (Status.SIGNED, Status.PARKED):
            self.passed.add(event.id)

    def note_fetched(self, encounter_id: str) -> None:
        """Begin the list again when what was passed over is fetched: all else has been offered."""
        if encounter_id in self.passed:
            self.passed.clear()

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

    @property
    def chosen_list(self) -> WorkListName:
        """The list that is shown."""
        return self._list

    def choose_list(self, named: WorkListName) -> None:
        """Show a list as its rule says, without what narrowed the one before."""
        self._list, self._narrowed = named, Narrowed()
        self.set_query(self._asked())

    def set_text(self, text: str) -> None:
        """Filter by text as it is typed."""
        self._narrow(replace(self._narrowed, text=text.strip()))

    def narrow(self, units: tuple[str, ...] | None, statuses: tuple[Status, ...] | None) -> None:
        """Take other units or statuses than the list says; None takes those of the list."""
        self._narrow(replace(self._narrowed, units=units, statuses=statuses))

    def sort_by(self, key: SortKey, *, descending: bool) -> None:
        """Order by a column."""
        self._narrow(replace(self._narrowed, order=(key, descending)))

    def find_all(self, limit: int) -> None:
        """Find the ids of all that the list shows, so many at most."""
        app, query = self._desk.app, self._asked()
        self._desk.jobs.run(
            lambda _control: (
                work_list.work_ids(app, query, limit),
                work_list.work_count(app, query),
            ),
            owner=self,
            on_done=lambda found: self.all_found.emit(*found),
            on_error=self._tell,
        )

    def refresh(self) -> None:
        """Read the list again, and how many events and units there are in all.

        A rule counts its days from today, so on another day the list asks for others.
        """
        self.query = self._asked()
        self._wants_totals = True
        self._ask()
        self._follow_editions()

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the list answers the newest question; another question cancels it."""
        if self._is_asking:
            self._when_settled = then
        else:
            then()

    def _narrow(self, narrowed: Narrowed) -> None:
        self._narrowed = narrowed
        self.set_query(self._asked())

    def _asked(self) -> WorkListQuery:
        """Return the chosen list, as it is narrowed, today."""
        today = self._desk.app.now().date()
        return self._narrowed.of(self._list.rule.query(self._desk.person, today))

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
