"""Other ways of coding the event on the desk: tried in the background, taken in one act."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.correction import Correction
from app.domain.errors import AppError
from app.services.job_control import JobControl
from app.services.what_if import Variant, find_variants
from ui.desk import Desk
from ui.presenters.coding_presenter import CodingPresenter


class WhatIfPresenter(QObject):
    """Tries every variant of the event once; nothing changes until one is taken."""

    tried = Signal(object)  # tuple[Variant, ...]
    told = Signal(str)  # a Swedish sentence for the status bar

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._coding = desk, coding
        self._trying: JobControl | None = None

    def begin(self) -> None:
        """Try the variants of the event as it stands."""
        encounter, app = self._coding.encounter, self._desk.app
        if encounter is None:
            self.tried.emit(())
            return
        self._trying = self._desk.jobs.run(
            lambda control: find_variants(app, encounter, control),
            owner=self,
            on_done=self.tried.emit,
            on_error=self._fail,
        )

    def stop(self) -> None:
        """Nobody waits for the answer any more."""
        if self._trying is not None:
            self._trying.cancel()

    def take(self, variant: Variant) -> bool:
        """Code the event as the variant says: one step of history."""
        encounter = self._coding.encounter
        if encounter is None or encounter.id != variant.encounter.id:
            return False
        return self._coding.act(Correction(variant.sentence, variant.encounter).taken_by)

    def _fail(self, error: Exception) -> None:
        self.tried.emit(())
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))
