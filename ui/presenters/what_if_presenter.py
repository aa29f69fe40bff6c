"""Other ways of coding the event on the desk: tried in the background, taken in one act."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.correction import Correction
from app.domain.errors import AppError
from app.services.job_control import JobControl
from app.services.what_if import Variant, find_variants
from ui.desk import Desk
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.newest import Newest


class WhatIfPresenter(QObject):
    """Tries every variant of the event once; nothing changes until one is taken."""

    tried = Signal(object)  # tuple[Variant, ...]
    told = Signal(str)  # a Swedish sentence for the status bar

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._coding = desk, coding
        self._newest = Newest()
        self._trying: JobControl | None = None

    def begin(self) -> None:
        """Try the variants of the event as it stands."""
        encounter, app = self._coding.encounter, self._desk.app
        if encounter is None:
            self.tried.emit(())
            return
        question = self._newest.ask()
        self._trying = self._desk.jobs.run(
            lambda control: find_variants(app, encounter, control),
            owner=self,
            on_done=lambda variants: self._take(question, variants),
            on_error=lambda error: self._fail(question, error),
        )

    def stop(self) -> None:
        """Nobody waits for the answer any more, though it may already be on its way."""
        self._newest.forget()
        if self._trying is not None:
            self._trying.cancel()

    def take(self, variant: Variant) -> bool:
        """Code the event as the variant says: one step of history."""
        encounter = self._coding.encounter
        if encounter is None or encounter.id != variant.encounter.id:
            return False
        return self._coding.act(Correction(variant.sentence, variant.encounter).taken_by)

    def _take(self, question: int, variants: tuple[Variant, ...]) -> None:
        if self._newest.is_newest(question):
            self.tried.emit(variants)

    def _fail(self, question: int, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self._newest.is_newest(question):
            self.tried.emit(())
            self.told.emit(str(error))
