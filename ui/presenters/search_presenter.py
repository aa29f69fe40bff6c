"""What the search box does: ask at once, show only the newest answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.own_codes import OwnCodes
from app.domain.search import MatchKind, Suggestions
from app.services.code_search import setting_of
from app.services.section import SectionAnswer
from app.services.settings import read_settings, write_setting
from ui.desk import Desk
from ui.presenters.search_question import ChosenFilters, Question, Within, ask, suggest

#: After so long a rest of the fingers it is asked what to try instead.
_REST_MS = 150
_HELP = "search_help"


class SearchPresenter(QObject):
    """Drives one search box: one question is under way, the newest text waits its turn."""

    answered = Signal(str, list)  # the text asked, list[SearchHit]
    suggested = Signal(str, object)  # the text asked, Suggestions
    failed = Signal(str)
    section_changed = Signal(object)  # (CodeSystem, code), or None: everything is searched
    filters_changed = Signal()
    within_changed = Signal()  # it is searched on inside an answer, or no longer

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._question = Question()
        self._own = OwnCodes()
        self._is_asking = False
        self._is_stale = False
        self._when_settled: Callable[[], None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask_what_to_try)
        #: Whether it is told beside the field what may be written among the words.
        self.is_help_wanted = bool(read_settings(desk.app.data_dir)[_HELP])
        #: What was answered last, with what a section left out.
        self.answer = SectionAnswer()

    @property
    def systems(self) -> tuple[CodeSystem, ...]:
        """The systems that are searched; empty means all."""
        return self._question.systems

    @property
    def section(self) -> tuple[CodeSystem, str] | None:
        """The code that the search stays below, None for everything."""
        return self._question.section

    @property
    def filters(self) -> ChosenFilters:
        """What is chosen beside the text."""
        return self._question.filters

    @property
    def within(self) -> Within | None:
        """The answer that the search stays inside, None outside any."""
        return self._question.within

    def set_event(self, encounter: Encounter) -> None:
        """Search for an event and its patient: the editions of its day, all and unfiltered."""
        self._question = replace(self._question, setting=setting_of(encounter))
        self.set_day(encounter.day)

    def set_day(self, day: date | None) -> None:
        """Search the editions of this day, all of them and unfiltered."""
        self._question = replace(self._question, edition=day, filters=ChosenFilters())
        self.filters_changed.emit()
        self.set_section(None)

    def set_edition(self, system: CodeSystem, edition_id: str) -> None:
        """Search one edition, all of it."""
        self._question = replace(self._question, edition=edition_id, systems=(system,))
        self.set_section(None)

    def set_systems(self, systems: tuple[CodeSystem, ...]) -> None:
        """Search only these systems; a chapter belongs to its system and is let go."""
        filters = replace(self.filters, chapter="")
        self._question = replace(self._question, systems=systems, filters=filters)
        self.filters_changed.emit()
        self._ask()

    def set_section(self, section: tuple[CodeSystem, str] | None) -> None:
        """Search only what stands below a code; None searches everything again."""
        was_within = self.within is not None
        if section is not None:  # it lies in one chapter, and knows the codes of its edition alone
            filters = replace(self.filters, chapter="", show_retired=False)
            self._question = replace(self._question, filters=filters)
            self.filters_changed.emit()
        self._question = replace(self._question, section=section, within=None)
        if was_within:
            self.within_changed.emit()
        self.section_changed.emit(section)
        self._ask()

    def set_filters(self, filters: ChosenFilters) -> None:
        """Answer only with what these let through."""
        if filters != self.filters:
            self._question = replace(self._question, filters=filters)
            self.filters_changed.emit()
            self._ask()

    def set_own(self, own: OwnCodes) -> None:
        """Give own codes a section of their own from now on."""
        self._own = own
        if not self._question.is_empty:
            self._ask()

    def set_text(self, text: str) -> None:
        """Search for this text now."""
        self._question = replace(self._question, text=text)
        self._when_settled = None
        self._ask()

    def search_on(self) -> bool:
        """Search inside the present answer from now on; False where there is none."""
        if not self._question.text.strip() or not self.answer.hits:
            return False
        within = Within(self._question)
        self._question = replace(self._question, text="", within=within)
        self.within_changed.emit()
        self._ask()
        return True

    def leave(self) -> str:
        """Search no longer inside the last answer; return the text that had found it."""
        within = self.within
        if within is None:
            return self._question.text
        before = within.question
        self._question = replace(self._question, text=before.text, within=before.within)
        self.within_changed.emit()
        self._ask()
        return before.text

    def want_help(self, is_wanted: bool) -> None:
        """Tell what may be written among the words, or no longer; kept for the next start."""
        self.is_help_wanted = is_wanted
        try:
            write_setting(self._desk.app.data_dir, _HELP, is_wanted)
        except AppError as error:
            self.failed.emit(str(error))

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the answer shown is that of the newest text; typing on cancels it."""
        if self._is_asking and not self._question.is_empty:
            self._when_settled = then
        else:
            then()

    def _ask(self) -> None:
        self._rest.stop()
        question, own, app = self._question, self._own, self._desk.app
        if self._is_asking:
            self._is_stale = True
        if question.is_empty:  # is not kept waiting by an answer that nobody wants any more
            self._answer(question, SectionAnswer())
        if self._is_asking or question.is_empty:
            return
        self._is_asking, self._is_stale = True, False
        self._desk.jobs.run(
            lambda _control: ask(app, question, own),
            owner=self,
            on_done=lambda answer: self._show(question, answer),
            on_error=self._fail,
        )

    def _show(self, question: Question, answer: SectionAnswer) -> None:
        self._is_asking = False
        if not self._is_passed_over():
            self._answer(question, answer)

    def _answer(self, question: Question, answer: SectionAnswer) -> None:
        self.answer = answer
        self.answered.emit(question.text, list(answer.hits))
        then, self._when_settled = self._when_settled, None
        if then is not None:
            then()
        if question == self._question and _may_lack(question, answer):
            self._rest.start()

    def _ask_what_to_try(self) -> None:
        app, question = self._desk.app, self._question
        self._desk.jobs.run(
            lambda _control: suggest(app, question),
            owner=self,
            on_done=lambda found: self._suggest(question, found),
            on_error=lambda error: self._fail_to_suggest(question, error),
        )

    def _suggest(self, question: Question, found: Suggestions) -> None:
        if question == self._question:
            self.suggested.emit(question.text, found)

    def _fail_to_suggest(self, question: Question, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._suggest(question, Suggestions())

    def _fail(self, error: Exception) -> None:
        self._is_asking, self._when_settled = False, None
        if not isinstance(error, AppError):
            raise error
        if not self._is_passed_over():
            self.failed.emit(str(error))

    def _is_passed_over(self) -> bool:
        """Whether the answer is to an earlier question; if so, the newest is asked."""
        was_stale, self._is_stale = self._is_stale, False
        if was_stale and not self._question.is_empty:
            self._ask()
        return was_stale


def _may_lack(question: Question, answer: SectionAnswer) -> bool:
    """Whether there is more to say than the answer: it is empty, or holds guesses alone."""
    is_asked = question.is_general and bool(question.text.strip())
    return is_asked and all(hit.kind is MatchKind.FUZZY for hit in answer.hits)


def nothing_within(text: str, within: Within) -> str:
    """Say that nothing was found inside an answer."""
    asked, before = text.strip()[:60], " ".join(within.texts)[:60]
    return f"Inget hittades för ”{asked}” bland träffarna på ”{before}”."


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
