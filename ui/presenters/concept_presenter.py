"""What is told about the code that is looked at: asked for in a job, only the newest is shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.codes import CodeSystem
from app.domain.errors import AppError, NotFoundError
from app.services.concept_details import ConceptDetails, describe_concept
from ui.desk import Desk

Question = tuple[date | None, CodeSystem, str]


class ConceptPresenter(QObject):
    """Drives the area about a code: one question is under way, the newest code waits its turn."""

    described = Signal(object)  # ConceptDetails, or None when there is no code to tell about
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._day: date | None = None
        self._code: tuple[CodeSystem, str] | None = None
        self._asked: Question | None = None
        self._is_asking = False

    def set_day(self, day: date | None) -> None:
        """Tell what the editions of this day say, also about the present code."""
        self._day = day
        self._ask()

    def show(self, system: CodeSystem, code: str) -> None:
        """Tell about this code; what is already told is not asked for again."""
        self._code = (system, code)
        self._ask()

    def clear(self) -> None:
        """Tell about no code."""
        self._code = None
        self._ask()

    def _question(self) -> Question | None:
        return None if self._code is None else (self._day, *self._code)

    def _ask(self) -> None:
        question = self._question()
        if self._is_asking or question == self._asked:
            return
        self._asked = question
        if question is None:
            self.described.emit(None)
            return
        app = self._desk.app
        self._is_asking = True
        self._desk.jobs.run(
            lambda _control: describe_concept(app, *question),
            owner=self,
            on_done=self._show,
            on_error=self._fail,
        )

    def _show(self, details: ConceptDetails) -> None:
        if not self._is_passed_over():
            self.described.emit(details)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._is_asking, self._asked = False, None
            raise error
        if self._is_passed_over():
            return
        if isinstance(error, NotFoundError):
            self.described.emit(None)
            return
        self._asked = None  # the same code may be asked for again when storage is back
        self.failed.emit(str(error))

    def _is_passed_over(self) -> bool:
        """Whether another code is looked at by now; if so, it is asked for."""
        self._is_asking = False
        if self._question() == self._asked:
            return False
        self._ask()
        return True
