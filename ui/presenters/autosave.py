"""Saving as the coder types: one save at a time, each with an id of its own, retried alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.desk_memory import UndoSteps
from app.domain.encounter import Encounter
from app.domain.errors import AppError, StaleSaveError, StorageError
from app.services.coding import save_draft
from ui.desk import Desk
from ui.jobs import Lane

#: A pause after the last act before saving; long enough to join a burst of keys.
PAUSE_MS = 250
#: Before a save of unknown outcome is tried again with the same id.
RETRY_MS = 2000
_CHANGED_SINCE = (
    "Någon annan har sparat händelsen sedan du läste den. Välj Visa ändringen för att se det "
    "som är sparat."
)


@dataclass(frozen=True, slots=True)
class _Save:
    encounter: Encounter
    save_id: str
    steps: UndoSteps | None


class Autosave(QObject):
    """Keeps the stored encounter up with the one on the desk.

    A save that fails because storage is away is tried again, with the same save id, until it
    succeeds; a stale save is not: the coder is asked.
    """

    saved = Signal(object)  # the stored Encounter
    waiting = Signal(str)  # a Swedish sentence: storage is away, the work is kept
    refused = Signal(object)  # the AppError: stale, claimed by another, signed

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._version = 0
        self._next: Encounter | None = None
        self._steps: UndoSteps | None = None
        self._under_way: _Save | None = None
        self._refusal: AppError | None = None
        self._when_idle: list[Callable[[], None]] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._run)

    @property
    def version(self) -> int:
        """The stored version that the desk's encounter builds on."""
        return self._version

    @property
    def is_idle(self) -> bool:
        """Whether everything on the desk is stored."""
        return self._next is None and self._under_way is None and self._refusal is None

    def begin(self, encounter: Encounter) -> None:
        """Start to follow an encounter that was just read or stored by other means."""
        self._pause.stop()
        self._retry.stop()
        self._version = encounter.version
        self._next = self._under_way = self._refusal = None
        self._when_idle.clear()

    def note(self, encounter: Encounter, steps: UndoSteps | None = None) -> None:
        """Take notice that the encounter has changed: store it soon, with what can be undone."""
        self._next, self._steps, self._refusal = encounter, steps, None
        self._pause.start()

    def flush(self, then: Callable[[], None]) -> None:
        """Store at once and call back when nothing is left to store.

        What was refused is not dropped in silence: it is refused again, and nothing follows.
        """
        if self._refusal is not None:
            self.refused.emit(self._refusal)
            return
        if self.is_idle:
            then()
            return
        self._when_idle.append(then)
        self._pause.stop()
        if self._retry.isActive():
            self._retry.stop()
            self._run()
        else:
            self._start()

    def _start(self) -> None:
        if self._next is None or self._under_way is not None:
            return
        encounter = replace(self._next, version=self._version)
        self._under_way = _Save(encounter, self._desk.app.new_id(), self._steps)
        self._next = None
        self._run()

    def _run(self) -> None:
        save = self._under_way
        if save is None:
            return
        self._desk.jobs.run(
            lambda _control: save_draft(
                self._desk.app, save.encounter, save.save_id, self._desk.person, save.steps
            ),
            owner=self,
            on_done=lambda stored: self._done(save, stored),
            on_error=lambda error: self._failed(save, error),
            lane=Lane.WRITE,
        )

    def _done(self, save: _Save, stored: Encounter) -> None:
        if save is not self._under_way:
            return
        self._under_way = None
        if stored.version > save.encounter.version + 1:
            # The first attempt was stored, and somebody has saved since: never build on that.
            self._refuse(StaleSaveError(_CHANGED_SINCE))
            return
        self._version = stored.version
        self.saved.emit(stored)
        if self._next is not None:
            self._start()
            return
        callbacks, self._when_idle = self._when_idle, []
        for callback in callbacks:
            callback()

    def _failed(self, save: _Save, error: Exception) -> None:
        if save is not self._under_way:
            return
        if isinstance(error, StorageError):
            self.waiting.emit(str(error))
            self._retry.start()
            return
        self._under_way = None
        if not isinstance(error, AppError):
            self._when_idle.clear()
            self._next = self._next or save.encounter  # the next act, or leaving, tries again
            raise error
        self._refuse(error)

    def _refuse(self, error: AppError) -> None:
        self._pause.stop()
        self._when_idle.clear()
        self._next, self._refusal = None, error
        self.refused.emit(error)
