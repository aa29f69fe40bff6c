"""Commands of the record: search in it, and go to what has no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class RecordCommands(QObject):
    """What can be done with the record of the event on the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def find_in_record(self) -> None:
        """Search in the record."""
        if self._window.coding is not None:
            self._window.coding.record.search_inside()

    def next_uncoded(self) -> None:
        """Go to the next phrase of the record without a code."""
        if self._window.coding is not None:
            self._window.coding.record.next_uncoded()
