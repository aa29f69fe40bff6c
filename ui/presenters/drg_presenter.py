"""The group of the event on the desk: asked after every act, and only while it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.drg_choice import show_group, shows_group, take_nearest
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.newest import Newest

if TYPE_CHECKING:
    from app.services.drg_desk import DeskGroup


class DrgPresenter(QObject):
    """Holds the group of the newest state; an answer to an older one is dropped."""

    grouped = Signal(object)  # DeskGroup
    cleared = Signal()  # nothing lies on the desk
    shown = Signal(bool)  # the person wants to see the group, or not
    told = Signal(str)  # a Swedish sentence for the status bar

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._coding = desk, coding
        self._newest = Newest()
        self._has_chosen = False
        self.is_shown = False
        self.group: DeskGroup | None = None
        coding.changed.connect(self._ask)
        coding.left.connect(self._forget)
        self._read_choice()

    @property
    def is_settled(self) -> bool:
        """Whether the group is that of the newest state."""
        return self._newest.is_settled

    def toggle(self) -> bool:
        """Show the group or hide it, remember the choice, and tell which it is now."""
        self._has_chosen = True
        self._show(is_shown=not self.is_shown)
        app, person, is_shown = self._desk.app, self._desk.person, self.is_shown
        self._desk.jobs.run(
            lambda _control: show_group(app, person, is_shown=is_shown),
            owner=self,
            on_done=lambda _none: None,
            on_error=self._fail,
            lane=Lane.WRITE,
        )
        return is_shown

    def refresh(self) -> None:
        """Group what lies on the desk again: other tables are there."""
        if self._coding.encounter is not None:
            self._ask(self._coding.encounter)

    def take_nearest(self) -> None:
        """Let the nearest tables do where none covers the day, for the whole workplace."""
        app, by = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: take_nearest(app, is_on=True, by=by),
            owner=self,
            on_done=lambda _none: self._taken(),
            on_error=self._fail,
            lane=Lane.WRITE,
        )

    def _taken(self) -> None:
        self.refresh()
        self._coding.judge_again()

    def _read_choice(self) -> None:
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: shows_group(app, person),
            owner=self,
            on_done=self._take_choice,
            on_error=self._fail,
        )

    def _take_choice(self, is_shown: bool) -> None:
        if not self._has_chosen:
            self._show(is_shown=is_shown)

    def _show(self, *, is_shown: bool) -> None:
        self.is_shown = is_shown
        self.shown.emit(is_shown)
        if is_shown:
            self.refresh()

    def _ask(self, encounter: Encounter) -> None:
        if not self.is_shown:
            return
        question, app = self._newest.ask(), self._desk.app
        self._desk.jobs.run(
            lambda _control: _grouped(app, encounter),
            owner=self,
            on_done=lambda group: self._answer(question, group),
            on_error=lambda error: self._miss(question, error),
        )

    def _answer(self, question: int, group: DeskGroup) -> None:
        if not self._newest.is_newest(question):  # the coder has gone on
            return
        self._newest.answer(question)
        self.group = group
        self.grouped.emit(group)

    def _miss(self, question: int, error: Exception) -> None:
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.group = None
            self.cleared.emit()
        self._fail(error)

    def _forget(self) -> None:
        self._newest.forget()
        self.group = None
        self.cleared.emit()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))


def _grouped(app: AppContext, encounter: Encounter) -> DeskGroup:
    """Group in the worker; the grouper is imported with the first question, not at the start."""
    from app.services.drg_desk import desk_group  # noqa: PLC0415 - see above

    return desk_group(app, encounter)
