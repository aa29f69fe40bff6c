"""What the search box does: ask at once, show only the newest answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.codes import CodeSystem
from app.domain.errors import AppError
from app.domain.search import SearchHit
from app.services.code_search import search_codes
from ui.desk import Desk

LIMIT = 60


class SearchPresenter(QObject):
    """Drives one search box: one question is under way, the newest text waits its turn."""

    answered = Signal(str, list)  # the text asked, list[SearchHit]
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._systems: tuple[CodeSystem, ...] = ()
        self._day: date | None = None
        self._is_asking = False
        self._is_stale = False
        self._when_settled: Callable[[], None] | None = None

    @property
    def systems(self) -> tuple[CodeSystem, ...]:
        """The systems that are searched; empty means all."""
        return self._systems

    def set_day(self, day: date | None) -> None:
        """Search the editions of this day."""
        self._day = day
        self._ask()

    def set_systems(self, systems: tuple[CodeSystem, ...]) -> None:
        """Search only these systems."""
        self._systems = systems
        self._ask()

    def set_text(self, text: str) -> None:
        """Search for this text now."""
        self._text = text
        self._when_settled = None
        self._ask()

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the answer shown is that of the newest text; typing on cancels it."""
        if self._is_asking:
            self._when_settled = then
        else:
            then()

    def _ask(self) -> None:
        if self._is_asking:
            self._is_stale = True
            return
        text, systems, day, app = self._text, self._systems, self._day, self._desk.app
        if not text.strip():
            self._answer(text, [])
            return
        self._is_asking, self._is_stale = True, False
        self._desk.jobs.run(
            lambda _control: search_codes(app, text, systems, LIMIT, day),
            owner=self,
            on_done=lambda hits: self._show(text, hits),
            on_error=self._fail,
        )

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        self._is_asking = False
        if self._is_stale:
            self._ask()
            return
        self._answer(text, hits)

    def _answer(self, text: str, hits: list[SearchHit]) -> None:
        self.answered.emit(text, hits)
        then, self._when_settled = self._when_settled, None
        if then is not None:
            then()

    def _fail(self, error: Exception) -> None:
        self._is_asking, self._when_settled = False, None
        if not isinstance(error, AppError):
            raise error
        if self._is_stale:
            self._ask()
        else:
            self.failed.emit(str(error))
