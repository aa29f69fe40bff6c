"""Parking and signing: the last work on the event on the desk, during which nothing may change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.encounter import Encounter
from ui.desk import Desk
from ui.jobs import Lane


class Finishing(QObject):
    """Does it in the background, and tells of it only while the event still lies on the desk."""

    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, has_on_desk: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._has_on_desk = desk, has_on_desk
        self.is_under_way = False

    def reset(self) -> None:
        """Another event, or none, lies on the desk."""
        self.is_under_way = False

    def run(
        self,
        stored: Encounter,
        work: Callable[[Encounter], object],
        on_done: Callable[[object], None],
    ) -> None:
        """Do the work on the event as it is stored."""
        self.is_under_way = True

        def done(result: object) -> None:
            if self._has_on_desk(stored.id):
                self.is_under_way = False
                on_done(result)

        def fail(error: Exception) -> None:
            if self._has_on_desk(stored.id):
                self.is_under_way = False
            self.failed.emit(error)

        self._desk.jobs.run(
            lambda _control: work(stored),
            owner=self,
            on_done=done,
            on_error=fail,
            lane=Lane.WRITE,
        )
