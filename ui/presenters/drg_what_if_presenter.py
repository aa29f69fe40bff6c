"""Another telling of the event on the desk: grouped and reviewed in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.drg_change import DrgChange
from app.domain.drg_ports import DrgTableSet
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.services.drg_what_if import DrgWhatIf, drg_what_if
from ui.desk import Desk
from ui.presenters.newest import Newest


class DrgWhatIfPresenter(QObject):
    """Holds the event and what is told otherwise; the newest answer wins."""

    compared = Signal(object)  # DrgWhatIf
    told = Signal(str)  # a Swedish sentence for the status bar

    def __init__(
        self,
        desk: Desk,
        encounter: Encounter,
        tables: DrgTableSet,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tables = desk, tables
        self._newest = Newest()
        self.encounter = encounter
        self.change = DrgChange()

    @property
    def is_settled(self) -> bool:
        """Whether the comparison is that of the newest change."""
        return self._newest.is_settled

    def title(self, code: str) -> str:
        """Return the title of a code on the event's day; empty where it is not known."""
        books = self._desk.app.library.for_day(self.encounter.day)
        concept = books.icd10se.concept(code) or books.kva.concept(code)
        return concept.title if concept is not None else ""

    def try_it(self, change: DrgChange) -> None:
        """Group and review the event as it is told now."""
        self.change = change
        question, app = self._newest.ask(), self._desk.app
        encounter, tables = self.encounter, self._tables
        self._desk.jobs.run(
            lambda _control: drg_what_if(app, encounter, change, tables),
            owner=self,
            on_done=lambda outcome: self._answer(question, outcome),
            on_error=lambda error: self._fail(question, error),
        )

    def stop(self) -> None:
        """Nobody waits for an answer any more."""
        self._newest.forget()

    def _answer(self, question: int, outcome: DrgWhatIf) -> None:
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.compared.emit(outcome)

    def _fail(self, question: int, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.told.emit(str(error))
