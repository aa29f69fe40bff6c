"""A question goes to a clinician and its answer comes back, with hands on the keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QTextCursor

from app.domain.access import Person, Role
from app.domain.clinician_query import (
    ANSWERED_REASON,
    ASKED_REASON,
    About,
    ClinicianQuery,
    ProposedCode,
    QueryState,
    Recipient,
    Who,
)
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter, Status
from app.domain.query_difference import AnswerPart, ProposalKind
from app.services.answer_drafts import read_answer_drafts
from app.services.clinician_queries import answer, ask, queries_of
from app.services.coding import open_event, release_event
from app.services.context import AppContext
from tests.ui.keyboard import Keyboard
from tests.ui.test_keys_alone import Coder
from ui.main_window import MainWindow
from ui.screens.ask_clinician import AskPanel
from ui.screens.ask_clinician_answers import AnswerPanel
from ui.screens.ask_clinician_text import about_line
from ui.screens.clinician_questions import QuestionsPane
from ui.screens.clinician_questions_screen import QuestionsScreen
from ui.screens.clinician_questions_unanswered import UnansweredScreen

EVENT = "demo-hip-fracture"


class Asker(Coder):
    """A coder with questions."""

    @property
    def app(self) -> AppContext:
        return self.window.app

    @property
    def stored(self) -> Encounter:
        with self.app.unit_of_work() as uow:
            found = uow.encounters.get(EVENT)
        assert found is not None
        return found

    @property
    def queries(self) -> list[ClinicianQuery]:
        return queries_of(self.app, EVENT)

    @property
    def form(self) -> AskPanel:
        assert self.window.coding is not None
        return self.window.coding.asking.ask_panel

    @property
    def answers(self) -> AnswerPanel:
        assert self.window.coding is not None
        return self.window.coding.asking.answer_panel

    @property
    def pane(self) -> QuestionsPane:
        screen = self.window.stack.currentWidget()
        assert isinstance(screen, QuestionsScreen)
        return screen.pane

    @property
    def told(self) -> str:
        return self.window.statusBar().currentMessage()

    def sits(self, somebody: Person) -> None:
        self.window.sit_down(somebody)
        work = self.window.work_list
        assert work is not None
        self.keys.until(lambda: self.window.stack.currentWidget() is not self.window.who)
        if somebody.role is Role.CODER:
            self.keys.until(lambda: work.model.rowCount() > 0)

    def opens_the_form(self) -> None:
        self.keys.press("Ctrl+R")
        self.keys.until(lambda: self.form.to.count() > 0)

    def calls(self, name: str) -> None:
        self.window.actions_by_name[name].trigger()


def unit(app: AppContext) -> str:
    with app.unit_of_work() as uow:
        found = uow.encounters.get(EVENT)
    assert found is not None
    return found.unit.label


def asked(app: AppContext, to: str, by: Person, *, days: int = 7) -> ClinicianQuery:
    encounter = open_event(app, EVENT, by).encounter
    due = app.now().date() + timedelta(days=days)
    query = ask(app, encounter, by, to, "Vilken sida gäller?", due, About(), app.new_id())
    release_event(app, EVENT, by)
    return query


def begins_an_answer(coder: Asker, app: AppContext, lo: Person, by: Person) -> ClinicianQuery:
    query = asked(app, lo.id, by)
    coder.sits(lo)
    coder.calls("show_questions")
    coder.keys.until(lambda: coder.pane.table.model().rowCount() == 1)
    coder.keys.press("Return")
    coder.keys.type("Det är den v")
    return query


@pytest.fixture
def lo(app: AppContext) -> Person:
    made = Person("lo", "Lo Läkare", Role.CLINICIAN, (unit(app),))
    _save(app, made)
    return made


@pytest.fixture
def coder(bare_window: MainWindow, keyboard: Keyboard, lo: Person) -> Asker:
    return Asker(bare_window, keyboard)


@pytest.fixture
def coder_at_work(coder: Asker, person: Person) -> Asker:
    coder.sits(person)
    coder.opens("Moberg", EVENT)
    return coder


def test_the_selected_words_become_a_question_and_the_event_is_parked(
    coder_at_work: Asker,
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coding = coder.window.coding
    assert coding is not None
    cursor = coding.record.text.textCursor()
    cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor, 3)
    coding.record.text.setTextCursor(cursor)
    phrase = " ".join(cursor.selectedText().split())
    assert phrase

    coder.opens_the_form()
    assert coder.form.to.currentText() == "Lo Läkare"
    assert phrase in coder.form.text.toPlainText()
    assert phrase in coder.form.preview.toPlainText()
    keys.press("Ctrl+Return")
    keys.until(lambda: coder.stored.status is Status.PARKED)

    (query,) = coder.queries
    assert coder.stored.status_reason == ASKED_REASON
    assert (query.asked_to.name, query.about.phrase) == ("Lo Läkare", phrase)
    assert query.about.document_id
    keys.until(lambda: coder.told.startswith("Frågan är ställd"))


def test_a_finding_fills_its_template_with_rule_and_codes(coder_at_work: Asker) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)
    coding = coder.window.coding
    assert coding is not None
    keys.until(lambda: bool(coding.presenter.findings))
    keys.press("F8")
    row = coding.findings.current
    assert row is not None

    coder.opens_the_form()

    text = coder.form.text.toPlainText()
    assert row.finding.rule_id in text and row.finding.message in text


def test_escape_leaves_the_event_as_it_was(coder_at_work: Asker) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coding = coder.window.coding
    assert coding is not None

    coder.opens_the_form()
    keys.press("Escape")

    assert coding.search.field.hasFocus()
    assert coder.queries == [] and coder.stored.status is not Status.PARKED


def test_what_was_written_is_kept_when_another_template_is_chosen(coder_at_work: Asker) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.opens_the_form()
    coder.form.text.setPlainText("")
    keys.type("Mina egna ord?")

    coder.form.template.setCurrentIndex(1)

    assert coder.form.text.toPlainText() == "Mina egna ord?"


def test_an_empty_question_and_a_passed_day_cannot_be_sent(coder_at_work: Asker) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.opens_the_form()
    today = coder.app.now().date()
    faults = []
    for day in (str(today - timedelta(days=1)), "snart"):
        coder.form.due.setText(day)
        keys.press("Ctrl+Return")
        faults.append(coder.form.fault.text())
    keys.press("Ctrl+A", "Delete", "Ctrl+Return")
    faults.append(coder.form.fault.text())

    assert [fault.split()[0] for fault in faults] == ["Svarsdagen", "Skriv", "Skriv"]
    assert coder.form.fault.text().startswith("Skriv en fråga")
    assert coder.queries == []


def test_somebody_who_left_meanwhile_is_told_and_no_longer_offered(
    coder_at_work: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    with monkeypatch.context() as before:
        gone = [Recipient(Who("borta", "Bo Borta"))]
        before.setattr("ui.presenters.ask_presenter.list_recipients", lambda *_: gone)
        coder.opens_the_form()
    coder.form.text.setPlainText("Vilken sida?")

    keys.press("Ctrl+Return")
    keys.until(lambda: coder.form.to.currentText() == "Lo Läkare")

    assert "har slutat" in coder.form.fault.text()
    assert coder.form.text.toPlainText() == "Vilken sida?"
    assert coder.queries == []
    keys.press("Ctrl+Return")
    keys.until(lambda: coder.stored.status is Status.PARKED)


def test_an_answer_is_shown_beside_the_codes_and_taken_over(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = asked(app, lo.id, person)
    answer(app, query.id, lo, "Fall hemma, S72.10 på vänster sida.", diagnosis_text="Höftbrott")
    coder.sits(person)
    keys = coder.keys

    coder.opens("Moberg", EVENT)
    keys.until(coder.answers.list.hasFocus)
    assert "Fall hemma" in coder.answers.text.toPlainText()
    assert coder.told == "Svar har kommit från Lo Läkare."
    keys.press("Return")
    keys.until(lambda: coder.codes == ["S72.10"])
    keys.press("Down", "Return")
    assert coder.encounter.diagnoses[0].text == "Höftbrott"
    keys.press("Ctrl+Return")
    keys.until(lambda: coder.queries[0].state is QueryState.NOTED)

    keys.until(lambda: coder.stored.status_reason == "")
    assert coder.stored.diagnoses[0].code == "S72.10"


def test_a_finer_code_from_an_answer_takes_the_place_of_the_coarse_one(
    coder_at_work: Asker,
) -> None:
    coder, coding = coder_at_work, coder_at_work.window.coding
    assert coding is not None
    coding.presenter.make_principal("S72.1")
    finer = ProposedCode(CodeSystem.ICD10SE, "S72.10", "Pertrokantär fraktur")

    assert coding.asking.presenter.take(AnswerPart(ProposalKind.FINER, finer, replaces="S72.1"))

    assert coder.codes == ["S72.10"]
    assert coder.encounter.principal is not None
    coder.keys.press("Ctrl+Z")
    assert coder.codes == ["S72.1"]


def test_an_answer_that_comes_while_the_event_is_open_is_offered_and_takes_no_keys(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = asked(app, lo.id, person)
    coder.sits(person)
    keys = coder.keys
    coder.opens("Moberg", EVENT)
    coding = coder.window.coding
    assert coding is not None
    presenter = coding.asking.presenter
    keys.until(lambda: bool(presenter.queries))
    keys.press("Ctrl+F")
    keys.type("höft")
    answer(app, query.id, lo, "Vänster.")

    presenter.look()

    keys.until(lambda: coder.window.alert.text == "Svar har kommit från Lo Läkare.")
    assert keys.focus.accessibleName() == "Sök kod"
    coder.calls("show_answers")
    assert "Vänster." in coder.answers.text.toPlainText()
    keys.press("Escape")
    assert keys.focus.accessibleName() == "Sök kod"


def test_an_event_with_an_answer_stands_first_with_its_mark(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = asked(app, lo.id, person)
    answer(app, query.id, lo, "Ja.")

    coder.sits(person)

    work = coder.window.work_list
    assert work is not None
    coder.keys.until(lambda: work.model.index(0, 0).data() == ANSWERED_REASON)


def test_a_clinician_answers_by_keys(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    asked(app, lo.id, person)
    coder.sits(lo)
    keys = coder.keys
    coder.calls("show_questions")
    screen = coder.window.stack.currentWidget()
    assert isinstance(screen, QuestionsScreen)
    keys.until(lambda: "Vilken sida gäller?" in screen.pane.facts.toPlainText())
    keys.until(
        lambda: (
            "Koder nu" in screen.pane.facts.toPlainText()
            or "Inga koder" in screen.pane.facts.toPlainText()
        )
    )

    keys.press("Return")
    keys.type("Vänster.")
    keys.press("Ctrl+Return")
    keys.until(lambda: coder.queries[0].state is QueryState.ANSWERED)

    assert coder.queries[0].answer == "Vänster."
    keys.until(lambda: not screen.pane.presenter.queries)
    assert coder.stored.status_reason == ANSWERED_REASON
    keys.press("Escape")
    assert coder.window.stack.currentWidget() is not screen


def test_an_answer_that_is_begun_is_found_again_after_a_restart(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = begins_an_answer(coder, app, lo, person)
    coder.keys.until(lambda: query.id in read_answer_drafts(app, lo))

    coder.sits(lo)  # as after a restart: another desk, read anew
    coder.calls("show_questions")
    coder.keys.until(lambda: coder.pane.answer.toPlainText() == "Det är den v")

    assert coder.pane.table.model().index(0, 3).data() == "Påbörjat svar: Vilken sida gäller?"
    coder.keys.press("Ctrl+Return")
    coder.keys.until(lambda: coder.queries[0].state is QueryState.ANSWERED)
    coder.keys.until(lambda: not coder.pane.presenter.queries)
    assert read_answer_drafts(app, lo) == {}


def test_the_last_words_before_the_window_closes_are_kept(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = begins_an_answer(coder, app, lo, person)
    coder.window.close()
    coder.keys.until(lambda: not coder.window.isVisible())
    coder.window.jobs.shut_down()

    assert read_answer_drafts(app, lo)[query.id].text == "Det är den v"


def test_the_second_answer_is_told_and_its_text_stays(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = asked(app, "", person)
    coder.sits(lo)
    coder.calls("show_questions")
    screen = coder.window.stack.currentWidget()
    assert isinstance(screen, QuestionsScreen)
    coder.keys.until(lambda: screen.pane.table.model().rowCount() == 1)
    answer(app, query.id, Person("mio", "Mio Medicin", Role.CLINICIAN), "Höger.")

    coder.keys.press("Return")
    coder.keys.type("Vänster.")
    coder.keys.press("Ctrl+Return")
    coder.keys.until(lambda: "Mio Medicin svarade" in screen.pane.fault.text())
    coder.keys.until(lambda: "Höger." in screen.pane.facts.toPlainText())

    assert coder.queries[0].answer == "Höger."
    assert screen.pane.fault.isVisible()
    assert screen.pane.answer.toPlainText() == "Vänster."
    assert screen.pane.presenter.waiting == ()
    coder.keys.press("Escape")
    coder.calls("show_questions")
    coder.keys.until(lambda: screen.pane.table.model().rowCount() == 0)


def test_an_answer_after_signing_warns_the_coder(
    coder: Asker, app: AppContext, lo: Person, person: Person
) -> None:
    query = asked(app, lo.id, person)
    signed = open_event(app, EVENT, person).encounter
    release_event(app, EVENT, person)
    with app.unit_of_work() as uow:
        uow.encounters.save(replace(signed, status=Status.SIGNED, status_reason=""), "s1")
        uow.commit()
    answer(app, query.id, lo, "Det var något annat.", codes=("S72.10",))
    coder.sits(person)

    coder.opens("Moberg", EVENT)

    coder.keys.until(lambda: "svarade efter signeringen" in coder.window.alert.text)
    coder.keys.until(coder.answers.list.hasFocus)
    coder.keys.press("Ctrl+Shift+O")
    coder.keys.press("Return")
    coder.keys.until(lambda: not coder.window.alert.isVisible())  # it is open again
    assert coder.stored.status is Status.REOPENED
    coder.keys.until(coder.answers.list.hasFocus)

    coder.keys.press("Ctrl+L")
    coder.keys.until(lambda: coder.window.stack.currentWidget() is coder.window.work_list)
    coder.opens("Moberg", EVENT)
    coder.keys.until(lambda: "händelsen är redan öppen" in coder.window.alert.text)


def test_an_unanswered_question_is_put_to_somebody_else(
    coder: Asker, app: AppContext, lo: Person, person: Person, qtbot
) -> None:
    asked(app, lo.id, person)
    _save(app, Person("lo", "Lo Läkare", Role.CLINICIAN, ("En annan enhet",)))
    _save(app, Person("mio", "Mio Medicin", Role.CLINICIAN, (unit(app),)))
    coder.sits(person)
    coder.calls("show_unanswered")
    screen = coder.window.stack.currentWidget()
    assert isinstance(screen, UnansweredScreen)
    coder.keys.until(lambda: screen.table.model().rowCount() == 1)
    assert "hör inte längre till enheten" in screen.table.model().index(0, 1).data()

    coder.keys.press("F2")
    coder.keys.until(coder.window.reason.isVisible)
    coder.keys.type("Mio Medicin")
    coder.keys.press("Return")
    coder.keys.until(lambda: coder.queries[0].asked_to.id == "mio")

    coder.keys.until(lambda: screen.table.model().index(0, 1).data() == "Mio Medicin")
    coder.keys.press("Delete")
    with qtbot.waitSignal(screen.presenter.changed):
        screen.presenter.refresh()
    assert coder.window.reason.isAncestorOf(coder.keys.focus), "the list came, the keys stay"
    coder.keys.press("Return")
    coder.keys.until(lambda: coder.queries[0].state is QueryState.WITHDRAWN)


def _save(app: AppContext, made: Person) -> None:
    with app.unit_of_work() as uow:
        uow.people.save(made)
        uow.commit()


def test_the_finding_that_has_the_keys_goes_before_words_selected_earlier(
    coder_at_work: Asker,
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)
    coder.sees_findings()
    keys.press("Ctrl+G", "F8", "Ctrl+R")
    keys.until(lambda: coder.form.to.count() > 0)

    assert "YO001" in coder.form.text.toPlainText()


def test_what_a_question_is_about_is_told_without_a_gap_where_no_code_is_named() -> None:
    about = About(rule_id="HD001", message="Huvuddiagnos saknas.")
    assert about_line(about) == "Om anmärkningen HD001: Huvuddiagnos saknas."


def test_after_a_question_the_next_event_opens_where_that_is_wanted(
    coder_at_work: Asker,
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.calls("toggle_always_next")
    work, coding = coder.window.work_list, coder.window.coding
    assert work is not None and coding is not None
    keys.until(lambda: work.lists_presenter.always_next)

    coder.opens_the_form()
    keys.type("Vilken sida?")
    keys.press("Ctrl+Return")

    keys.until(
        lambda: coding.presenter.encounter is not None and coding.presenter.encounter.id != EVENT
    )
    assert coder.stored.status is Status.PARKED
    assert coder.window.stack.currentWidget() is coding
