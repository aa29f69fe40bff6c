"""The visits that wait for a clinician: read in the background, the newest answer wins."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.visit_ports import VisitRow
from app.services.clinician import (
    MORE_DAYS,
    USUAL_DAYS,
    choose_profession,
    own_profession,
    own_visits,
)
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.newest import Newest


class ClinicianListPresenter(QObject):
    """Holds the visits of today and yesterday, or of the last two weeks."""

    listed = Signal(list)  # list[VisitRow]
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._newest = Newest()
        self.days = USUAL_DAYS
        self.visits: list[VisitRow] = []
        #: Only visits where this profession was met are shown, and those that tell none; "" all.
        self.profession = ""
        #: Whether the list was read at least once.
        self.is_read = False

    @property
    def today(self) -> date:
        """The day by the clock of the desk."""
        return self._desk.app.now().date()

    @property
    def shows_more(self) -> bool:
        """Whether older visits are among them."""
        return self.days > USUAL_DAYS

    @property
    def shown(self) -> list[VisitRow]:
        """The visits of the chosen profession."""
        chosen = self.profession
        return [v for v in self.visits if not (chosen and v.professions) or chosen in v.professions]

    @property
    def professions(self) -> list[str]:
        """The professions that can be chosen between, in order of their names."""
        told = {each for visit in self.visits for each in visit.professions}
        return sorted(told | {self.profession} - {""})

    def choose_profession(self, profession: str) -> None:
        """Show the visits of one profession from now on, or of all; kept for the person."""
        app, person = self._desk.app, self._desk.person
        self.profession = profession
        self.listed.emit(self.shown)
        self._desk.jobs.run(
            lambda _control: choose_profession(app, person, profession),
            owner=self,
            on_done=lambda _none: None,
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def toggle_more(self) -> None:
        """Show the last two weeks, or today and yesterday again."""
        self.days = USUAL_DAYS if self.shows_more else MORE_DAYS
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        app, person, days, question = (
            self._desk.app, self._desk.person, self.days, self._newest.ask(),
        )  # fmt: skip
        self._desk.jobs.run(
            lambda _control: (own_visits(app, person, days), own_profession(app, person)),
            owner=self,
            on_done=lambda both: self._show(question, *both),
            on_error=self._tell,
        )

    def _show(self, question: int, visits: list[VisitRow], profession: str) -> None:
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.visits, self.is_read, self.profession = visits, True, profession
            self.listed.emit(self.shown)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))
