"""Commands on questions to clinicians: put one, read answers, answer, look after those that wait.

The screens are imported and built when first asked for: the start has no time for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.clinician_query import About, ClinicianQuery, Recipient, Standing
from app.domain.encounter import Status
from app.services.answer_settling import settle_answers
from ui.commands.of_desk import OfDesk
from ui.jobs import Lane

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.clinician_questions_screen import QuestionsScreen
    from ui.screens.clinician_questions_unanswered import UnansweredScreen
    from ui.screens.coding import CodingScreen

_LONGEST_PHRASE = 300
_SIGNED_LATE = (
    "Behandlaren svarade efter signeringen. Läs svaret; öppna händelsen åter om koderna behöver "
    "rättas."
)
_OPEN_LATE = "Behandlaren svarade efter signeringen. Läs svaret; händelsen är redan öppen."
_CAME = "Svar har kommit från {names}."
_WITHDRAW = ("Ta tillbaka den", "Låt den vara")


class QueryCommands(QObject):
    """One form on the coding screen, and two lists for whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._questions = OfDesk(window, self._build_questions)
        self._unanswered = OfDesk(window, self._build_unanswered)
        self._said = ""

    # -- on the coding screen ---------------------------------------------------------------

    def follow(self, coding: CodingScreen) -> None:
        """Tell of answers about the event that lies on this screen."""
        presenter = coding.asking.presenter
        presenter.answered.connect(partial(self._tell_answer, coding))
        presenter.arrived.connect(partial(self._tell_arrival, coding))
        presenter.failed.connect(self._window.tell_error)
        coding.presenter.left.connect(self._note_left)
        desk = self._window.desk
        if desk is not None:
            self._window.jobs.run(
                lambda _control: settle_answers(desk.app, desk.person),
                owner=self,
                on_done=lambda _ids: None,
                on_error=self._window.tell_error,
                lane=Lane.WRITE,
            )

    def ask_clinician(self) -> None:
        """Ask about the selected words, the chosen finding, or the event."""
        coding = self._window.coding
        if coding is None or coding.presenter.encounter is None:
            return
        if not coding.presenter.is_editable:
            self._window.tell("Händelsen kan bara läsas här. Öppna den åter för att fråga om den.")
            return
        coding.asking.ask(_matters(coding))

    def show_answers(self) -> None:
        """Show what was asked and answered about the event on the desk."""
        if self._window.coding is not None:
            self._window.coding.asking.show_answers()

    def _tell_answer(self, coding: CodingScreen) -> None:
        said, is_late = _said(coding)
        if coding.asking.is_busy or is_late:
            self._offer_answer(said)
        if not coding.asking.is_busy:
            self._window.tell(said)
            coding.asking.show_answers()

    def _tell_arrival(self, coding: CodingScreen) -> None:
        """Offer the answer; the keys stay where they are, in the middle of a word perhaps."""
        said, _is_late = _said(coding)
        self._offer_answer(said)

    def _offer_answer(self, said: str) -> None:
        self._said = said
        tip = "Svaret, vad som ändrats, och vad det skulle ändra"
        self._window.alert.tell(said, "V&isa svaret", tip, self.show_answers)

    def _note_left(self) -> None:
        if self._said and self._window.alert.text == self._said:
            self._window.alert.hide()
        self._said = ""

    # -- lists ------------------------------------------------------------------------------

    def show_questions(self) -> None:
        """Show the questions that wait for whoever sits here."""
        screen = self._questions.ask()
        if screen is not None:
            self._window.reason.dismiss()
            self._window.show_over(screen)
            screen.pane.table.setFocus()

    def show_unanswered(self) -> None:
        """Show what nobody has answered, unit by unit."""
        screen = self._unanswered.ask()
        if screen is not None:
            self._window.reason.dismiss()
            self._window.show_over(screen)
            screen.table.setFocus()

    def _open_event(self, query: ClinicianQuery) -> None:
        self._window.reason.dismiss()
        self._window.events.open_event(query.encounter_id)

    def _ask_whom(self, query: ClinicianQuery) -> None:
        if self._unanswered.built is not None:
            self._unanswered.built.presenter.ask_recipients(query)

    def _choose_whom(self, query: ClinicianQuery, found: Sequence[Recipient]) -> None:
        choices = {_label(each, query.unit): each for each in found}
        self._window.reason.ask(
            "Vem ska få frågan i stället?", list(choices), partial(self._redirect, query, choices)
        )

    def _redirect(self, query: ClinicianQuery, choices: dict[str, Recipient], answer: str) -> None:
        chosen = next(
            (r for name, r in choices.items() if name.casefold() == answer.casefold()), None
        )
        if chosen is None:
            self._window.tell("Välj någon i listan. Frågan väntar där den är.")
        elif self._unanswered.built is not None:
            self._unanswered.built.presenter.redirect(query, chosen)

    def _ask_withdraw(self, query: ClinicianQuery) -> None:
        self._window.reason.ask(
            "Ska frågan tas tillbaka?", _WITHDRAW, partial(self._withdraw, query)
        )

    def _withdraw(self, query: ClinicianQuery, answer: str) -> None:
        screen = self._unanswered.built
        if answer.casefold() == _WITHDRAW[0].casefold() and screen is not None:
            screen.presenter.withdraw(query)

    # -- private ----------------------------------------------------------------------------

    def _build_questions(self, desk: Desk) -> QuestionsScreen:
        from ui.screens.clinician_questions_screen import QuestionsScreen  # noqa: PLC0415

        screen = QuestionsScreen(desk)
        screen.pane.told.connect(self._window.tell)
        screen.pane.failed.connect(self._window.tell_error)
        screen.closed.connect(self._leave)
        screen.unanswered_asked.connect(self.show_unanswered)
        return screen

    def _build_unanswered(self, desk: Desk) -> UnansweredScreen:
        from ui.presenters.unanswered_presenter import UnansweredPresenter  # noqa: PLC0415
        from ui.screens.clinician_questions_unanswered import (  # noqa: PLC0415
            UnansweredScreen,
        )

        presenter = UnansweredPresenter(desk)
        screen = UnansweredScreen(presenter)
        presenter.setParent(screen)
        presenter.told.connect(self._window.tell)
        presenter.failed.connect(self._window.tell_error)
        presenter.recipients.connect(self._choose_whom)
        screen.closed.connect(self._leave)
        screen.open_asked.connect(self._open_event)
        screen.redirect_asked.connect(self._ask_whom)
        screen.withdraw_asked.connect(self._ask_withdraw)
        return screen

    def _leave(self) -> None:
        self._window.reason.dismiss()
        self._window.go_back()


def _said(coding: CodingScreen) -> tuple[str, bool]:
    """Return the sentence of the new answers, and whether one came after signing."""
    new = coding.asking.presenter.new
    if any(query.is_late for query in new):
        present = coding.presenter.encounter
        is_open = present is not None and present.status is not Status.SIGNED
        return (_OPEN_LATE if is_open else _SIGNED_LATE), True
    names = ", ".join(dict.fromkeys(query.answered_by.name for query in new))
    return _CAME.format(names=names), False


def _matters(coding: CodingScreen) -> list[About]:
    """Return what a question may be about: what has the keys first, words or the finding."""
    found: list[About] = []
    phrase = " ".join(coding.record.text.textCursor().selectedText().split())
    if phrase:
        found.append(About(phrase=phrase[:_LONGEST_PHRASE], document_id=_note_of(coding, phrase)))
    row = coding.findings.current
    if row is not None:
        finding = row.finding
        about = About(finding.rule_id, finding.codes, finding.message)
        found.insert(0 if coding.findings.list.hasFocus() else len(found), about)
    return found


def _note_of(coding: CodingScreen, phrase: str) -> str:
    """Find the note where the words stand; blanks count as one, as they are shown."""
    event = coding.presenter.desk_event
    documents = event.record.documents if event is not None else ()
    return next((d.id for d in documents if phrase in " ".join(d.text.split())), "")


def _label(recipient: Recipient, unit: str) -> str:
    if not recipient.who.id:
        return f"Alla behandlare, {unit}"
    away = "" if recipient.standing is Standing.HERE else " (annan enhet)"
    return f"{recipient.who.name}{away}"
