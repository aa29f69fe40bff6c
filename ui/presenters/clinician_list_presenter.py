"""The visits that wait for a clinician: read in the background, the newest answer wins."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.access import Person
from app.domain.errors import AppError
from app.domain.visit_ports import VisitRow
from app.services.clinician import (
    choose_profession,
    own_profession,
    recent_visits,
    waiting_visits,
)
from app.services.context import AppContext
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.newest import Newest


class ClinicianListPresenter(QObject):
    """Holds the visits of today and yesterday, or all that wait.

    All that wait also where today and yesterday have none: whoever comes back from a week off
    finds work there, and so does whoever tries the demonstration events.
    """

    listed = Signal(list)  # list[VisitRow]
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._newest = Newest()
        #: Whether all that wait was asked for.
        self.shows_all = False
        #: Whether older ones are shown because today and yesterday have none.
        self.are_older = False
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

    def toggle_all(self) -> None:
        """Show all that wait, or today and yesterday again."""
        self.shows_all = not self.shows_all
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        app, person, question = self._desk.app, self._desk.person, self._newest.ask()
        read = _read_all if self.shows_all else _read_recent
        self._desk.jobs.run(
            lambda _control: (*read(app, person), own_profession(app, person)),
            owner=self,
            on_done=lambda answer: self._show(question, *answer),
            on_error=self._tell,
        )

    def _show(
        self, question: int, visits: list[VisitRow], are_older: bool, profession: str
    ) -> None:
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.visits, self.are_older = visits, are_older
            self.is_read, self.profession = True, profession
            self.listed.emit(self.shown)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))


def _read_recent(app: AppContext, person: Person) -> tuple[list[VisitRow], bool]:
    """Read today's and yesterday's; where there are none, all, and that they are older."""
    recent = recent_visits(app, person)
    if recent:
        return recent, False
    waiting = waiting_visits(app, person)
    return waiting, bool(waiting)


def _read_all(app: AppContext, person: Person) -> tuple[list[VisitRow], bool]:
    return waiting_visits(app, person), False
