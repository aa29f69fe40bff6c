"""Counts the texts that found nothing, once a person has looked at the empty answer."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal

from app.services.work_statistics import note_search_miss
from ui.desk import Desk
from ui.jobs import Lane, pass_over

#: An empty answer that stood for less time was passed by while typing on.
LOOKED_AT_S = 1.2


class MissCounter(QObject):
    """Follows the answers of one search box."""

    noted = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text, self._since = "", 0.0

    def follow(self, text: str, hits: list[object]) -> None:
        """Take notice of an answer; the one before it is over."""
        self.flush()
        self._text, self._since = ("" if hits else text), time.monotonic()

    def flush(self) -> None:
        """Count the present answer, if it was empty and looked at."""
        text, self._text = self._text, ""
        if text and time.monotonic() - self._since >= LOOKED_AT_S:
            app, person = self._desk.app, self._desk.person
            self._desk.jobs.run(
                lambda _control: note_search_miss(app, person, text),
                owner=self,
                on_done=lambda is_kept: self.noted.emit(text) if is_kept else None,
                on_error=pass_over,
                lane=Lane.WRITE,
            )
