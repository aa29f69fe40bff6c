"""What the list of people does: read it, add, change, let somebody leave and come back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.access import ROLE_LABEL, Person, Role
from app.services.access import add_person
from app.services.leaving import (
    Left,
    PersonAndWork,
    change_person,
    come_back,
    leave,
    people_and_work,
)
from app.services.work_list import list_units
from ui.desk import Desk
from ui.presenters.listing import Listing


class PeoplePresenter(QObject):
    """Holds the people as they were read last; every act reads them again."""

    changed = Signal()
    told = Signal(str)
    #: What somebody who left had waiting, and what to do with it: worth more than a line below.
    left = Signal(str)
    failed = Signal(object)  # Exception
    saved = Signal(object)  # Person, added or changed

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: tuple[PersonAndWork, ...] = ()
        self.units: tuple[str, ...] = ()
        self.is_read = False
        self._list = Listing(
            desk.jobs,
            self,
            lambda: (people_and_work(desk.app), list_units(desk.app)),
            self._take,
            self.failed.emit,
        )

    def refresh(self) -> None:
        """Read the people: the administrator may have changed some."""
        self._list.refresh()

    def add(self, name: str, role: Role, units: tuple[str, ...]) -> None:
        """Register a new person."""
        app, by = self.desk.app, self.desk.person
        self._list.write(lambda: add_person(app, name, role, units, by=by), self._tell_saved)

    def change(self, person: Person, role: Role, units: tuple[str, ...]) -> None:
        """Give a person another role and other units."""
        app, by = self.desk.app, self.desk.person
        self._list.write(lambda: change_person(app, person.id, by, role, units), self._tell_saved)

    def leave(self, person: Person, on: date) -> None:
        """Let a person leave."""
        app, by = self.desk.app, self.desk.person
        self._list.write(lambda: leave(app, person.id, by, on), self._tell_left)

    def come_back(self, person: Person) -> None:
        """Let a person work here again."""
        app, by = self.desk.app, self.desk.person
        self._list.write(
            lambda: come_back(app, person.id, by),
            lambda back: self.told.emit(f"{back.name} är tillbaka."),
        )

    def _tell_saved(self, person: Person) -> None:
        where = ", ".join(person.units) or "alla enheter"
        self.told.emit(f"{person.name} är {ROLE_LABEL[person.role].lower()}, {where}.")
        self.saved.emit(person)

    def _tell_left(self, left: Left) -> None:
        self.left.emit(left.sentences)

    def _take(self, read: tuple[list[PersonAndWork], list[str]]) -> None:
        rows, units = read
        self.rows, self.units, self.is_read = tuple(rows), tuple(units), True
        self.changed.emit()
