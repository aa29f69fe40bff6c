"""What the screen of tables and lists does: read a shelf, choose a list, filter its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.services import kodserver
from app.services.context import AppContext
from ui.jobs import Jobs
from ui.models.list_rows import ListRow, choose_rows
from ui.presenters.newest import Newest
from ui.presenters.shelf import ListEntry, Shelf

T = TypeVar("T")


class ListsPresenter(QObject):
    """Drives one shelf at a time; the newest question wins."""

    # Lists travel as objects: Qt would copy each of the forty thousand rows.
    entries_read = Signal(object)  # tuple[ListEntry, ...]
    rows_read = Signal(object)  # tuple[ListRow, ...], all of them
    rows_shown = Signal(object, int)  # list[ListRow] that fit the filter, rows in all
    answered = Signal(object, object)  # CombinationAnswer, day
    failed = Signal(object)  # Exception

    def __init__(self, app: AppContext, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self.shelf: Shelf | None = None
        self._entry: ListEntry | None = None
        self._rows: tuple[ListRow, ...] | None = None  # None while they are read
        self._text = ""
        self._day: date | None = None
        self._entries_asked, self._rows_asked = Newest(), Newest()

    @property
    def entry(self) -> ListEntry | None:
        """What is chosen."""
        return self._entry

    def open(self, shelf: Shelf) -> None:
        """Read what stands on a shelf."""
        self.shelf, self._entry, self._rows = shelf, None, None
        self._rows_asked.forget()  # what is on its way belongs to another shelf
        self.refresh()

    def refresh(self) -> None:
        """Read the shelf again; choosing an entry then reads its rows."""
        shelf = self.shelf
        if shelf is not None:
            read = partial(shelf.read_entries, self._app)
            self._ask(self._entries_asked, read, self.entries_read.emit)

    def choose(self, entry: ListEntry | None) -> None:
        """Show the rows of an entry."""
        self._entry, self._rows, shelf = entry, None, self.shelf
        if entry is not None and shelf is not None:
            self._ask(self._rows_asked, partial(shelf.read_rows, self._app, entry.key), self._keep)

    def filter(self, text: str, day: date | None) -> None:
        """Show only the rows that hold the words and apply on the day; None = on any."""
        self._text, self._day = text, day
        self._show()

    def check(self, rate: str, visit_type: str, profession: str) -> None:
        """Ask whether three codes go together on the chosen day, or today."""
        day = self._day or self._app.now().date()
        self._jobs.run(
            lambda _control: kodserver.explain_combination(
                self._app, rate, visit_type, profession, day
            ),
            owner=self,
            on_done=lambda answer: self.answered.emit(answer, day),
            on_error=self.failed.emit,
        )

    def _keep(self, rows: tuple[ListRow, ...]) -> None:
        self._rows = rows
        self.rows_read.emit(rows)
        self._show()

    def _show(self) -> None:
        if self._rows is not None:
            chosen = choose_rows(self._rows, self._text, self._day)
            self.rows_shown.emit(chosen, len(self._rows))

    def _ask(self, newest: Newest, read: Callable[[], T], show: Callable[[T], None]) -> None:
        question = newest.ask()

        def done(result: T) -> None:
            if newest.is_newest(question):
                show(result)

        self._jobs.run(lambda _control: read(), owner=self, on_done=done, on_error=self.failed.emit)
