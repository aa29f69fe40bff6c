"""Keeps hold of the event on the desk, so that nobody else codes it meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.coding import OpenedEvent, release_event, renew_claim
from ui.desk import Desk
from ui.jobs import Lane

#: The claim lasts half an hour; renew it well before, while the event is on the desk.
RENEW_MS = 5 * 60 * 1000


class ClaimKeeper(QObject):
    """Renews the claim while the event lies on the desk, and gives it back."""

    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._encounter_id = ""
        self._timer = QTimer(self, interval=RENEW_MS)
        self._timer.timeout.connect(self.renew)

    def follow(self, event: OpenedEvent) -> None:
        """Renew the claim on this event from now on, if it may be coded."""
        if event.is_editable:
            self._encounter_id = event.encounter.id
            self._timer.start()
        else:
            self.stop()

    def stop(self) -> None:
        """Renew no longer: the event cannot be coded, or is gone from the desk."""
        self._encounter_id = ""
        self._timer.stop()

    def renew(self) -> None:
        """Prolong the claim now."""
        app, person, encounter_id = self._desk.app, self._desk.person, self._encounter_id
        if encounter_id:
            self._desk.jobs.run(
                lambda _control: renew_claim(app, encounter_id, person),
                owner=self,
                on_done=lambda _none: None,
                on_error=self.failed.emit,
                lane=Lane.WRITE,
            )

    def release(self, encounter_id: str, then: Callable[[], None] | None = None) -> None:
        """Give the event back, then go on, whether or not it could be given back."""

        def go_on(error: Exception | None = None) -> None:
            if error is not None:
                self.failed.emit(error)
            if then is not None:
                then()

        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: release_event(app, encounter_id, person),
            owner=self,
            on_done=lambda _none: go_on(),
            on_error=go_on,
            lane=Lane.WRITE,
        )
