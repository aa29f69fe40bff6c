"""Reads the event that the coder asked for last, with the codebooks of its day."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.services.coding import OpenedEvent, open_event
from app.services.editions import refresh_editions
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.newest import Newest


class EventReader(QObject):
    """Opens one event at a time; one that is no longer wanted when it comes is `passed`."""

    read = Signal(object, object)  # OpenedEvent, Codebooks
    passed = Signal(str)  # encounter id: opened and claimed, but another was asked for since
    books_read = Signal(str, object)  # encounter id, Codebooks: those that are in use now
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._newest = desk, Newest()

    def ask(self, encounter_id: str) -> None:
        """Open this event in the background."""
        app, person, question = self._desk.app, self._desk.person, self._newest.ask()

        def work(_control: object) -> tuple[OpenedEvent, Codebooks]:
            refresh_editions(app)  # another workstation may have taken a new edition into use
            event = open_event(app, encounter_id, person)
            return event, app.library.for_day(event.encounter.day)

        def show(both: tuple[OpenedEvent, Codebooks]) -> None:
            if self._newest.is_newest(question):
                self.read.emit(*both)
            else:
                self.passed.emit(encounter_id)

        self._desk.jobs.run(
            work, owner=self, on_done=show, on_error=self.failed.emit, lane=Lane.WRITE
        )

    def ask_books(self, encounter: Encounter) -> None:
        """Read the codebooks of an event's day once more."""
        app = self._desk.app
        self._desk.jobs.run(
            lambda _control: app.library.for_day(encounter.day),
            owner=self,
            on_done=lambda books: self.books_read.emit(encounter.id, books),
            on_error=self.failed.emit,
        )
