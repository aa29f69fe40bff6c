"""The imported DRG definition tables: read, put first, taken away, in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.drg_ports import DrgTableSet
from app.services.drg_choice import TableChoices, put_first, table_choices, take_nearest
from app.services.drg_tables import remove_tables
from ui.desk import Desk
from ui.presenters.listing import Listing

T = TypeVar("T")


class DrgTablesPresenter(QObject):
    """Holds the sets and what the workplace said of them."""

    changed = Signal(object)  # TableChoices
    regrouping = Signal()  # what events are grouped by is another
    told = Signal(str)  # a Swedish sentence
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.is_read = False
        self._list = Listing(
            desk.jobs, self, lambda: table_choices(desk.app), self._show, self.failed.emit
        )

    def refresh(self) -> None:
        """Read the sets again."""
        self._list.refresh()

    def put_first(self, chosen: DrgTableSet) -> None:
        """Let a set go before others of its country and time."""
        app, by = self._desk.app, self._desk.person
        self._write(
            lambda: put_first(app, chosen.id, by=by), lambda done: f"{done.label} är nu förval."
        )

    def remove(self, chosen: DrgTableSet) -> None:
        """Forget a set; what was signed keeps its group."""
        app, by = self._desk.app, self._desk.person
        self._write(
            lambda: remove_tables(app, chosen.id, by=by), lambda done: f"Tog bort {done.label}."
        )

    def take_nearest(self, *, is_on: bool) -> None:
        """Say whether the nearest set is used where none covers the day."""
        app, by = self._desk.app, self._desk.person
        on, off = (
            "De närmaste tabellerna används, och det sägs.",
            "Bara tabeller för dagen används.",
        )
        self._write(
            lambda: take_nearest(app, is_on=is_on, by=by), lambda _none: on if is_on else off
        )

    def _write(self, work: Callable[[], T], sentence: Callable[[T], str]) -> None:
        def done(result: T) -> None:
            self.told.emit(sentence(result))
            self.regrouping.emit()

        self._list.write(work, done)

    def _show(self, choices: TableChoices) -> None:
        self.is_read = True
        self.changed.emit(choices)
