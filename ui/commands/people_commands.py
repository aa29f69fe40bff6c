"""Commands on the people of the workplace: the list that the lead looks after."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.access import Person
from ui.commands.of_desk import OfDesk

if TYPE_CHECKING:
    from app.services.leaving import PersonAndWork
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.people import PeopleScreen


class PeopleCommands(QObject):
    """One list for whoever sits at the desk; it is built when first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._list = OfDesk(window, self._build)

    def show_people(self) -> None:
        """Show who works here."""
        screen = self._list.ask()
        if screen is not None:
            self._window.reason.dismiss()
            self._window.show_over(screen)
            screen.table.setFocus()

    def _ask_leave(self, row: PersonAndWork) -> None:
        today, screen = self._window.app.now().date(), self._list.built
        person = row.person
        if screen is None:
            return
        if person.left_on is not None:
            screen.presenter.leave(person, person.left_on)
            return
        waits = f" Väntar: {row.waiting.sentence}." if row.waiting.sentence else ""
        self._window.reason.ask(
            f"Vilken dag slutade {person.name}?{waits}",
            (str(today), str(today - timedelta(days=1))),
            partial(self._leave, person),
        )

    def _leave(self, person: Person, answer: str) -> None:
        try:
            day = date.fromisoformat(answer.strip())
        except ValueError:
            self._window.tell(f"Skriv dagen som ÅÅÅÅ-MM-DD. {person.name} arbetar kvar.")
            return
        if self._list.built is not None:
            self._list.built.presenter.leave(person, day)

    def _note_saved(self, person: Person) -> None:
        """Let somebody who changed their own role sit down anew."""
        window, desk = self._window, self._window.desk
        window.rights.read()
        if desk is None or window.coding is None or desk.person.id != person.id:
            return
        if desk.person != person:
            window.coding.presenter.leave(partial(window.sit_down, person))

    def _tell_left(self, sentences: str) -> None:
        self._window.tell(sentences)
        self._window.alert.tell(sentences)

    def _leave_screen(self) -> None:
        self._window.reason.dismiss()
        self._window.go_back()

    def _build(self, desk: Desk) -> PeopleScreen:
        from ui.presenters.people_presenter import PeoplePresenter  # noqa: PLC0415 - seldom
        from ui.screens.people import PeopleScreen  # noqa: PLC0415 - seldom

        presenter = PeoplePresenter(desk)
        screen = PeopleScreen(presenter)
        presenter.setParent(screen)
        presenter.told.connect(self._window.tell)
        presenter.left.connect(self._tell_left)
        presenter.saved.connect(self._note_saved)
        screen.failed.connect(self._window.tell_error)
        screen.closed.connect(self._leave_screen)
        screen.leave_asked.connect(self._ask_leave)
        screen.return_asked.connect(lambda row: presenter.come_back(row.person))
        return screen
