"""What the work list does: filter as typed, fetch pages, follow what others change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.access import Role
from app.domain.work_list import SavedView, SortKey, WorkListQuery, WorkListRow
from app.services import work_list
from ui.desk import Desk
from ui.jobs import Lane
from ui.models.work_list_model import PAGE

#: Others work in the same database: look again this often while the list is shown.
REFRESH_MS = 60_000


class WorkListPresenter(QObject):
    """Drives the work list; the newest question wins."""

    answered = Signal(int, list)  # count, first page
    page_read = Signal(int, list)  # page number, rows
    counts_read = Signal(dict)  # status value -> count
    units_read = Signal(list)
    views_read = Signal(list)  # list[SavedView]
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        own_units = desk.person.units if desk.person.role is not Role.LEAD else ()
        self.query = WorkListQuery(units=own_units)
        self._asked = 0
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
            self.refresh()

    def set_text(self, text: str) -> None:
        """Filter by text as it is typed."""
        self.set_query(replace(self.query, text=text.strip()))

    def sort_by(self, key: SortKey, *, descending: bool) -> None:
        """Order by a column."""
        self.set_query(replace(self.query, sort=key, descending=descending))

    def refresh(self) -> None:
        """Read the list again."""
        self._asked += 1
        question, query, app = self._asked, self.query, self._desk.app

        def work(_control: object) -> tuple[int, list[WorkListRow], dict[str, int], list[str]]:
            return (
                work_list.work_count(app, query),
                work_list.work_page(app, query, 0, PAGE),
                work_list.status_counts(app),
                work_list.list_units(app),
            )

        def show(answer: tuple[int, list[WorkListRow], dict[str, int], list[str]]) -> None:
            if question != self._asked:  # a newer question is under way
                return
            count, rows, counts, units = answer
            self.units_read.emit(units)
            self.counts_read.emit(counts)
            self.answered.emit(count, rows)

        self._desk.jobs.run(work, owner=self, on_done=show, on_error=self._tell)

    def read_page(self, number: int) -> None:
        """Fetch one page of the present question."""
        question, query, app = self._asked, self.query, self._desk.app

        def show(rows: list[WorkListRow]) -> None:
            if question == self._asked:
                self.page_read.emit(number, rows)

        self._desk.jobs.run(
            lambda _control: work_list.work_page(app, query, number * PAGE, PAGE),
            owner=self,
            on_done=show,
            on_error=self._tell,
        )

    def read_views(self) -> None:
        """Read the person's saved views."""
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: work_list.list_views(app, person),
            owner=self,
            on_done=self.views_read.emit,
            on_error=self._tell,
        )

    def save_view(self, name: str) -> None:
        """Keep the present question under a name."""
        app, person, view = self._desk.app, self._desk.person, SavedView(name, self.query)
        self._change_views(lambda: work_list.save_view(app, person, view))

    def remove_view(self, name: str) -> None:
        """Forget a saved view."""
        app, person = self._desk.app, self._desk.person
        self._change_views(lambda: work_list.remove_view(app, person, name))

    def _change_views(self, change: Callable[[], None]) -> None:
        self._desk.jobs.run(
            lambda _control: change(),
            owner=self,
            on_done=lambda _none: self.read_views(),
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def _tell(self, error: Exception) -> None:
        self.failed.emit(str(error))
