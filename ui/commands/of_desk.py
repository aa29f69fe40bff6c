"""A screen that belongs to whoever sits here: built when asked for, gone with its person.

Its presenter is to be its child, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow

Screen = TypeVar("Screen", bound=QWidget)


class OfDesk(Generic[Screen]):
    """Holds one screen of the main window for the person at the desk."""

    def __init__(self, window: MainWindow, build: Callable[[Desk], Screen]) -> None:
        self._window, self._build = window, build
        self._desk: Desk | None = None
        #: The screen, where it has been asked for.
        self.built: Screen | None = None

    def ask(self) -> Screen | None:
        """Return the screen of who sits here, or None; that of who sat here before is let go."""
        window, desk = self._window, self._window.desk
        if desk is not self._desk and self.built is not None:
            window.stack.removeWidget(self.built)
            self.built.deleteLater()
            self.built = None
        self._desk = desk
        if desk is not None and self.built is None:
            self.built = self._build(desk)
            window.stack.addWidget(self.built)
        return self.built
