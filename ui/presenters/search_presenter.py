"""What the search box does: ask at once, show only the newest answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.codes import CodeSystem
from app.domain.errors import AppError
from app.services.code_search import search_codes
from app.services.context import AppContext
from app.services.section import SectionAnswer, search_section
from ui.desk import Desk

LIMIT = 60


@dataclass(frozen=True, slots=True)
class _Question:
    """All that decides an answer."""

    text: str = ""
    systems: tuple[CodeSystem, ...] = ()
    #: The edition by its id, or the day that picks the editions.
    edition: str | date | None = None
    #: The code that the search stays below; with none, everything is searched.
    section: tuple[CodeSystem, str] | None = None


class SearchPresenter(QObject):
    """Drives one search box: one question is under way, the newest text waits its turn."""

    answered = Signal(str, list)  # the text asked, list[SearchHit]
    failed = Signal(str)
    section_changed = Signal(object)  # (CodeSystem, code), or None: everything is searched

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._systems: tuple[CodeSystem, ...] = ()
        self._edition: str | date | None = None
        self._section: tuple[CodeSystem, str] | None = None
        self._is_asking = False
        self._is_stale = False
        self._when_settled: Callable[[], None] | None = None
        #: What was answered last, with what a section left out.
        self.answer = SectionAnswer()

    @property
    def systems(self) -> tuple[CodeSystem, ...]:
        """The systems that are searched; empty means all."""
        return self._systems

    @property
    def section(self) -> tuple[CodeSystem, str] | None:
        """The code that the search stays below, None for everything."""
        return self._section

    def set_day(self, day: date | None) -> None:
        """Search the editions of this day, all of them."""
        self._edition = day
        self.set_section(None)

    def set_edition(self, system: CodeSystem, edition_id: str) -> None:
        """Search one edition, all of it."""
        self._edition, self._systems = edition_id, (system,)
        self.set_section(None)

    def set_systems(self, systems: tuple[CodeSystem, ...]) -> None:
        """Search only these systems."""
        self._systems = systems
        self._ask()

    def set_section(self, section: tuple[CodeSystem, str] | None) -> None:
        """Search only what stands below a code; None searches everything again."""
        self._section = section
        self.section_changed.emit(section)
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
        question = _Question(self._text, self._systems, self._edition, self._section)
        if not question.text.strip():
            self._answer(question.text, SectionAnswer())
            return
        app = self._desk.app
        self._is_asking, self._is_stale = True, False
        self._desk.jobs.run(
            lambda _control: _search(app, question),
            owner=self,
            on_done=lambda answer: self._show(question.text, answer),
            on_error=self._fail,
        )

    def _show(self, text: str, answer: SectionAnswer) -> None:
        self._is_asking = False
        if self._is_stale:
            self._ask()
            return
        self._answer(text, answer)

    def _answer(self, text: str, answer: SectionAnswer) -> None:
        self.answer = answer
        self.answered.emit(text, list(answer.hits))
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


def _search(app: AppContext, question: _Question) -> SectionAnswer:
    edition, section = question.edition, question.section
    if section is not None:
        system, code = section
        return search_section(app, edition, system, question.text, within=code, limit=LIMIT)
    if isinstance(edition, str):
        return search_section(app, edition, question.systems[0], question.text, limit=LIMIT)
    return SectionAnswer(tuple(search_codes(app, question.text, question.systems, LIMIT, edition)))


def nothing_found(text: str, answer: SectionAnswer, section: str) -> str:
    """Say that nothing was found, and what to try instead; `section` empty means everywhere."""
    asked = text.strip()[:60]
    if section and answer.elsewhere:
        hits = "1 träff" if answer.elsewhere == 1 else f"{answer.elsewhere} träffar"
        return f"Inget hittades för ”{asked}” inom {section}. Hela kodverket har {hits}."
    place = f" inom {section}, och inte i hela kodverket" if section else ""
    return (
        f"Inget hittades för ”{asked}”{place}. Pröva ett annat ord, en del av ordet "
        "eller början på koden."
    )
