"""The lists beside the work list: which there are, how many events each holds, what is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.work_list_rule import WorkListName, WorkListRule
from app.services import worklist_rules
from ui.desk import Desk
from ui.jobs import Lane

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list with its events counted; None until they are."""

    named: WorkListName
    count: int | None = None


class WorkListsPresenter(QObject):
    """Reads and changes the saved lists of the person at the desk."""

    lists_read = Signal(list)  # list[CountedList]
    always_next_read = Signal(bool)
    saved = Signal(object)  # WorkListName
    returned = Signal(object)  # WorkListName: the one that was worked from last time
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lists: tuple[CountedList, ...] = ()
        self.units: tuple[str, ...] = ()
        self.always_next = False
        self._is_counting = self._is_stale = self._has_chosen = False

    def refresh(self) -> None:
        """Read the lists and count them anew; while that is under way, once more after it."""
        if self._is_counting:
            self._is_stale = True
            return
        self._is_counting, self._is_stale = True, False
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: worklist_rules.lists_of(app, person),
            owner=self,
            on_done=self._count,
            on_error=self._failed,
        )

    def read_always_next(self) -> None:
        """Read whether the next event is to open by itself."""
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: worklist_rules.reads_always_next(app, person),
            owner=self,
            on_done=self._heard_always_next,
            on_error=self._tell,
        )

    def set_always_next(self, *, on: bool) -> None:
        """Let the next event open by itself, or not, from now on."""
        self._heard_always_next(on)
        app, person = self._desk.app, self._desk.person
        self._write(lambda: worklist_rules.set_always_next(app, person, on=on), lambda _none: None)

    def return_to_list(self) -> None:
        """Go back to the list of last time, unless another one is chosen meanwhile."""
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: worklist_rules.last_list(app, person),
            owner=self,
            on_done=self._returned,
            on_error=self._tell,
        )

    def note_list(self, named: WorkListName) -> None:
        """Remember the list that is worked from now."""
        self._has_chosen = True
        app, person = self._desk.app, self._desk.person
        self._write(lambda: worklist_rules.note_list(app, person, named), lambda _none: None)

    def save(self, name: str, rule: WorkListRule, owner_id: str) -> None:
        """Keep a list under its name, of the person or with no owner shared by all."""
        app, person = self._desk.app, self._desk.person
        self._write(
            lambda: worklist_rules.save_list(app, person, name, rule, owner_id), self._note_saved
        )

    def remove(self, named: WorkListName) -> None:
        """Forget a list."""
        app, person = self._desk.app, self._desk.person
        self._write(
            lambda: worklist_rules.remove_list(app, person, named.id),
            lambda _none: self._note_removed(named),
        )

    def check_units(self, named: WorkListName) -> None:
        """Tell if a chosen list names units that are gone."""
        app = self._desk.app
        self._desk.jobs.run(
            lambda _control: worklist_rules.missing_units(app, named.rule),
            owner=self,
            on_done=partial(self._tell_missing, named),
            on_error=self._tell,
        )

    def _count(self, lists: list[WorkListName]) -> None:
        known = {each.named.id: each.count for each in self.lists}
        self._show([CountedList(named, known.get(named.id)) for named in lists])
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda control: worklist_rules.count_lists(app, person, control),
            owner=self,
            on_done=self._counted,
            on_error=self._failed,
        )

    def _counted(self, counts: dict[str, int]) -> None:
        self._is_counting = False
        self._show([CountedList(each.named, counts.get(each.named.id)) for each in self.lists])
        if self._is_stale:
            self.refresh()

    def _show(self, lists: list[CountedList]) -> None:
        if self.lists != tuple(lists):
            self.lists = tuple(lists)
            self.lists_read.emit(lists)

    def _heard_always_next(self, on: bool) -> None:
        self.always_next = on
        self.always_next_read.emit(on)

    def _returned(self, named: WorkListName | None) -> None:
        if named is not None and not self._has_chosen:
            self.returned.emit(named)

    def _note_saved(self, named: WorkListName) -> None:
        self.told.emit(f"Listan {named.name} är sparad.")
        self.saved.emit(named)
        self.refresh()

    def _note_removed(self, named: WorkListName) -> None:
        self.told.emit(f"Listan {named.name} är borttagen.")
        self.refresh()

    def _tell_missing(self, named: WorkListName, missing: tuple[str, ...]) -> None:
        if missing:
            self.told.emit(
                f"Listan {named.name} gäller {', '.join(missing)}, som inte har några händelser. "
                "Har enheten bytt namn? Ändra listan i så fall."
            )

    def _write(self, change: Callable[[], T], then: Callable[[T], None]) -> None:
        self._desk.jobs.run(
            lambda _control: change(),
            owner=self,
            on_done=then,
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def _failed(self, error: Exception) -> None:
        self._is_counting = False
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))
