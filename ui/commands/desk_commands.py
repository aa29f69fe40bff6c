"""Commands that change the desk; what is on the coder's desk is stored first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.access import Role

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class DeskCommands(QObject):
    """The coder's, the clinician's and the trainer's desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def show_coder_desk(self) -> None:
        """Go to the work list."""
        self._show(Role.CODER)

    def _show(self, role: Role) -> None:
        """Leave training first; what lies on the coder's desk is stored."""
        self._window.training.room.leave(partial(self._leave_event, role))

    def _leave_event(self, role: Role) -> None:
        coding = self._window.coding
        if coding is not None:
            coding.presenter.leave(partial(self._window.homes.show, role))
