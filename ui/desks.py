"""The three desks: which screen a person begins at, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.access import Role
from ui.commands.clinician_commands import make_clinician_screen
from ui.commands.training_commands import make_training_door
from ui.desk import Desk

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: What makes the first screen of a role's desk; what the screen signals is connected there too.
#: A role that is not named here begins at the work list.
HOMES: Mapping[Role, Callable[[MainWindow, Desk], QWidget]] = {
    Role.CLINICIAN: make_clinician_screen,
    Role.TRAINER: make_training_door,
}


class Homes:
    """The first screens of the person who sits here, kept once they are built."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._built: dict[Role, QWidget] = {}

    def forget(self) -> None:
        """Take the screens down, the one in front last, so that none comes to the front."""
        stack = self._window.stack
        in_front = stack.currentWidget()
        for screen in sorted(self._built.values(), key=lambda each: each is in_front):
            stack.removeWidget(screen)
            screen.deleteLater()
        self._built.clear()

    def show(self, role: Role) -> None:
        """Bring the first screen of a role's desk to the front."""
        window = self._window
        make = HOMES.get(role)
        if window.desk is None or window.work_list is None:
            return
        if make is None:
            window.show_screen(window.work_list)
            return
        if role not in self._built:
            self._built[role] = make(window, window.desk)
            window.stack.addWidget(self._built[role])
        window.show_screen(self._built[role])
