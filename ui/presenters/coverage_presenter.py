"""What of the record has a code: read once for each event off the GUI thread, then kept."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.coverage import NO_COVERAGE, Coverage
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.record import CareRecord
from app.services.coverage import coverage_of
from app.services.job_control import JobControl
from ui.desk import Desk
from ui.presenters.newest import Newest


class CoveragePresenter(QObject):
    """Reads the phrases of a record; codes that are added since change their states alone."""

    changed = Signal(object)  # Coverage
    failed = Signal(str)  # a Swedish sentence

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._newest = Newest()
        self._control: JobControl | None = None
        self._read = NO_COVERAGE
        self._codes: frozenset[str] = frozenset()

    @property
    def is_settled(self) -> bool:
        """Whether the phrases are those of the event on the desk."""
        return self._newest.is_settled

    def ask(self, encounter: Encounter, record: CareRecord) -> None:
        """Read a record in the background; what was asked before is not wanted any more."""
        self.forget()
        if not record.documents:
            return
        question, app = self._newest.ask(), self._desk.app
        self._control = self._desk.jobs.run(
            lambda control: coverage_of(app, encounter, record, control),
            owner=self,
            on_done=lambda found: self._take(question, found),
            on_error=lambda error: self._fail(question, error),
        )

    def show_codes(self, codes: frozenset[str]) -> None:
        """Judge the phrases by the codes that stand on the event now."""
        if codes != self._codes:
            self._codes = codes
            if self._newest.is_settled and self._read.phrases:
                self._publish()

    def forget(self) -> None:
        """Want no answer any more: the event has left the desk."""
        if self._control is not None:
            self._control.cancel()
        self._control, self._read = None, NO_COVERAGE
        self._newest.forget()

    def _take(self, question: int, found: Coverage) -> None:
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self._read = found
            self._publish()

    def _publish(self) -> None:
        self._read = self._read.with_coded(self._codes)
        self.changed.emit(self._read)

    def _fail(self, question: int, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.failed.emit(str(error))
