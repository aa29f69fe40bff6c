"""What the windows know of the templates that a person may use, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.code_set import CodeSet, CodeSetItem, SetScope
from app.domain.errors import AppError
from app.services.code_set_checks import CheckedSet, check_code_sets
from app.services.code_set_examples import add_examples
from app.services.code_sets import (
    find_code_set,
    list_code_sets,
    mark_reviewed,
    next_review,
    remove_code_set,
    rename_code_set,
    save_code_set,
    set_review,
)
from ui.desk import Desk
from ui.presenters.listing import Listing


class CodeSetPresenter(QObject):
    """Holds the templates as they were read last; every change reads them again."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._code_sets: tuple[CodeSet, ...] = ()
        #: What is to be said of each today, in the same order.
        self.checked: tuple[CheckedSet, ...] = ()
        self._is_read = False
        self._when_read: Callable[[], None] | None = None
        self._list = Listing(desk.jobs, self, self._read, self._take, self._tell)

    @property
    def code_sets(self) -> tuple[CodeSet, ...]:
        """The person's own templates and the shared ones, by name."""
        return self._code_sets

    def checked_of(self, code_set: CodeSet) -> CheckedSet | None:
        """Return a template with what is to be looked at in it, once that was read."""
        return next((each for each in self.checked if each.code_set.id == code_set.id), None)

    def remarks(self, code_set: CodeSet) -> str:
        """Return what is to be looked at in a template; nothing where all is well."""
        checked = self.checked_of(code_set)
        return checked.sentences if checked is not None else ""

    def labels(self) -> list[str]:
        """Return how the templates are called where one is chosen, in order."""
        return [label(each) for each in self._code_sets]

    def find(self, text: str) -> CodeSet | None:
        """Return the template that a label or a name means; the beginning of one name will do."""
        wanted = " ".join(text.split()).casefold()
        whole = (each for each in self._code_sets if label(each).casefold() == wanted)
        begun = [each for each in self._code_sets if each.name.casefold().startswith(wanted)]
        found = next(whole, None) or find_code_set(self._code_sets, text)
        return found or (begun[0] if len(begun) == 1 else None)

    def named(self, name: str, scope: SetScope) -> CodeSet | None:
        """Return the template that a new one of this name and scope would replace."""
        return find_code_set((each for each in self._code_sets if each.scope is scope), name)

    def refresh(self) -> None:
        """Read the templates: others may have changed the shared ones."""
        self._list.refresh()

    def when_read(self, then: Callable[[], None]) -> None:
        """Call back once the templates are read: at once, unless this is the first time."""
        if self._is_read:
            then()
        else:
            self._when_read = then

    def when_fresh(self, then: Callable[[], None]) -> None:
        """Read the templates and call back: a colleague may just have changed the one meant."""
        self._list.when_fresh(then)

    def save(self, name: str, items: Sequence[CodeSetItem], scope: SetScope) -> None:
        """Keep codes as a template."""
        app, person = self._desk.app, self._desk.person
        self._write(
            lambda: save_code_set(app, person, name, items, shared=scope),
            f"Kodmallen {name} är sparad. Ctrl+M lägger den på en händelse.",
        )

    def rename(self, code_set: CodeSet, name: str) -> None:
        """Give a template another name."""
        app, person = self._desk.app, self._desk.person
        self._write(
            lambda: rename_code_set(app, person, code_set.id, name), f"Kodmallen heter nu {name}."
        )

    def remove(self, code_set: CodeSet) -> None:
        """Take a template away."""
        app, person = self._desk.app, self._desk.person
        self._write(
            lambda: remove_code_set(app, person, code_set.id),
            f"Kodmallen {code_set.name} är borttagen.",
        )

    def mark_reviewed(self, code_set: CodeSet) -> None:
        """Say that a template has been looked over."""
        app, person = self._desk.app, self._desk.person
        day = next_review(app.now().date())
        self._write(
            lambda: mark_reviewed(app, person, code_set.id),
            f"Kodmallen {code_set.name} är granskad. Nästa gång {day}.",
        )

    def set_review(self, code_set: CodeSet, day: date) -> None:
        """Choose when a template is to be looked over."""
        app, person = self._desk.app, self._desk.person
        self._write(
            lambda: set_review(app, person, code_set.id, day),
            f"Kodmallen {code_set.name} granskas {day}.",
        )

    def add_examples(self) -> None:
        """Add the templates that the program ships, as shared ones."""
        app = self._desk.app
        self._write(lambda: add_examples(app), "Exempelmallarna är tillagda. Alla kan använda dem.")

    def _write(self, work: Callable[[], object], done: str) -> None:
        self._list.write(work, lambda _result: self.told.emit(done))

    def _read(self) -> list[CheckedSet]:
        app, person = self._desk.app, self._desk.person
        return check_code_sets(app, list_code_sets(app, person))

    def _take(self, checked: list[CheckedSet]) -> None:
        self.checked, self._is_read = tuple(checked), True
        self._code_sets = tuple(each.code_set for each in checked)
        self.changed.emit()
        then, self._when_read = self._when_read, None
        if then is not None:
            then()

    def _tell(self, error: Exception) -> None:
        self._when_read = None
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))


def label(code_set: CodeSet) -> str:
    """Return the name of a template, and whether all share it."""
    return f"{code_set.name} (delad)" if code_set.scope is SetScope.SHARED else code_set.name
