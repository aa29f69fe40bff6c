"""What is told about the code that is looked at, and the way through the codes before it.

Asked for in a job; only the newest answer is shown. Beside the search and in the browser.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.codes import CodeSystem
from app.domain.errors import AppError, NotFoundError
from app.services.concept_details import ConceptDetails, describe_concept
from ui.desk import Desk
from ui.presenters.trail import How, Trail

Place = tuple[CodeSystem, str]
#: The edition by its id or by a day, then the code.
Question = tuple[str | date | None, CodeSystem, str]


class ConceptPresenter(QObject):
    """Drives the area about a code: one question is under way, the newest code waits its turn."""

    described = Signal(object)  # ConceptDetails, or None when there is no code to tell about
    failed = Signal(str)
    revealed = Signal(object, str)  # CodeSystem, code: gone to, to be shown in the hierarchy
    trail_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edition: str | date | None = None
        self._place: Place | None = None
        self._asked: Question | None = None
        self._is_asking = False
        self.trail: Trail[Place] = Trail()
        #: What is told right now.
        self.details: ConceptDetails | None = None

    @property
    def place(self) -> Place | None:
        """The code that is looked at."""
        return self._place

    def set_day(self, day: date | None) -> None:
        """Tell what the editions of this day say, also about the present code."""
        self._edition = day
        self._ask()

    def set_edition(self, edition_id: str) -> None:
        """Tell what one edition says; the present code is looked up in it."""
        self._edition = edition_id
        self._ask()

    def forget_answer(self) -> None:
        """Ask anew for the same code the next time: what is stored has changed."""
        self._asked = None

    def show(self, system: CodeSystem, code: str, how: How = How.JUMP) -> None:
        """Tell about this code; what is already told is not asked for again."""
        self._place = (system, code)
        self.trail.go(self._place, how)
        self.trail_changed.emit()
        self._ask()

    def go_to(self, system: CodeSystem, code: str) -> None:
        """Follow a link: tell about a code and show it in the hierarchy."""
        self.show(system, code)
        self.revealed.emit(system, code)

    def back(self) -> None:
        """Go back to the code before."""
        if self.trail.can_go_back:
            self._travel(self.trail.back())

    def forward(self) -> None:
        """Go forward to the code that was gone back from."""
        if self.trail.can_go_forward:
            self._travel(self.trail.forward())

    def clear(self) -> None:
        """Tell about no code."""
        self._place = None
        self._ask()

    def forget(self) -> None:
        """Tell about no code, and forget the way here."""
        self.trail.clear()
        self.trail_changed.emit()
        self.clear()

    def _travel(self, place: Place | None) -> None:
        if place is None:
            return
        self._place = place
        self.trail_changed.emit()
        self._ask()
        self.revealed.emit(*place)

    def _question(self) -> Question | None:
        return None if self._place is None else (self._edition, *self._place)

    def _ask(self) -> None:
        question = self._question()
        if self._is_asking or question == self._asked:
            return
        self._asked = question
        if question is None:
            self._tell_nothing()
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
            self.details = details
            self.described.emit(details)

    def _tell_nothing(self) -> None:
        self.details = None
        self.described.emit(None)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._is_asking, self._asked = False, None
            raise error
        if self._is_passed_over():
            return
        if isinstance(error, NotFoundError):
            self._tell_nothing()
            return
        self._asked = None  # the same code may be asked for again when storage is back
        self.details = None
        self.failed.emit(str(error))

    def _is_passed_over(self) -> bool:
        """Whether another code is looked at by now; if so, it is asked for."""
        self._is_asking = False
        if self._question() == self._asked:
            return False
        self._ask()
        return True
