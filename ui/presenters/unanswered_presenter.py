"""The questions that nobody has answered, by unit: read, put to somebody else, taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.clinician_query import ClinicianQuery, Recipient, UnansweredQuery
from app.services.clinician_queries import redirect, unanswered_by_unit, withdraw
from app.services.query_recipients import list_recipients
from ui.desk import Desk
from ui.presenters.listing import Listing


class UnansweredPresenter(QObject):
    """Holds the list as it was read last; every act reads it again."""

    changed = Signal()
    told = Signal(str)
    failed = Signal(object)  # Exception
    recipients = Signal(object, object)  # ClinicianQuery, Sequence[Recipient]

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: tuple[UnansweredQuery, ...] = ()
        self.is_read = False
        self._list = Listing(
            desk.jobs, self, lambda: unanswered_by_unit(desk.app), self._take, self.failed.emit
        )

    def refresh(self) -> None:
        """Read the waiting questions of all units."""
        self._list.refresh()

    def ask_recipients(self, query: ClinicianQuery) -> None:
        """Read whom else a question can be put to."""
        app = self.desk.app

        def show(found: Sequence[Recipient]) -> None:
            self.recipients.emit(query, found)

        self.desk.jobs.run(
            lambda _control: list_recipients(app, query.unit),
            owner=self,
            on_done=show,
            on_error=self.failed.emit,
        )

    def redirect(self, query: ClinicianQuery, to: Recipient) -> None:
        """Put a question to somebody else."""
        app = self.desk.app
        name = to.who.name or f"alla behandlare, {query.unit}"
        self._list.write(
            lambda: redirect(app, query.id, to.who.id),
            lambda _query: self.told.emit(f"Frågan är ställd till {name} i stället."),
        )

    def withdraw(self, query: ClinicianQuery) -> None:
        """Take a question back."""
        app = self.desk.app
        done = "Frågan är tillbakatagen. Händelsen är kvar bland de parkerade."
        self._list.write(lambda: withdraw(app, query.id), lambda _query: self.told.emit(done))

    def _take(self, found: dict[str, list[UnansweredQuery]]) -> None:
        self.rows = tuple(row for rows in found.values() for row in rows)
        self.is_read = True
        self.changed.emit()
