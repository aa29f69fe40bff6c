"""The questions that nobody has answered, by unit: read, put to somebody else, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.clinician_query import ClinicianQuery, Recipient, UnansweredQuery
from app.services.clinician_queries import redirect, unanswered_by_unit, withdraw
from app.services.query_recipients import list_recipients
from ui.desk import Desk
from ui.jobs import Lane


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

    def refresh(self) -> None:
        """Read the waiting questions of all units."""
        app = self.desk.app
        self.desk.jobs.run(
            lambda _control: unanswered_by_unit(app),
            owner=self,
            on_done=self._take,
            on_error=self.failed.emit,
        )

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
        self._write(
            lambda: redirect(app, query.id, to.who.id), f"Frågan är ställd till {name} i stället."
        )

    def withdraw(self, query: ClinicianQuery) -> None:
        """Take a question back."""
        app = self.desk.app
        done = "Frågan är tillbakatagen. Händelsen är kvar bland de parkerade."
        self._write(lambda: withdraw(app, query.id), done)

    def _write(self, work: Callable[[], object], done: str) -> None:
        def told(_result: object) -> None:
            self.told.emit(done)
            self.refresh()

        def failed(error: Exception) -> None:
            self.failed.emit(error)
            self.refresh()

        self.desk.jobs.run(
            lambda _control: work(), owner=self, on_done=told, on_error=failed, lane=Lane.WRITE
        )

    def _take(self, found: dict[str, list[UnansweredQuery]]) -> None:
        self.rows = tuple(row for rows in found.values() for row in rows)
        self.is_read = True
        self.changed.emit()
