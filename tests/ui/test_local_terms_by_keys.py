"""Local search terms with hands on the keyboard: propose, approve, decline, send, take in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.local_term import LocalTermKind, TermState
from app.domain.permissions import Act
from app.services import access
from app.services.code_search import search_codes
from app.services.context import AppContext
from app.services.local_terms import approve_terms, list_terms, propose_term
from app.services.term_checks import WrittenTerm
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.local_terms import LocalTermsScreen
from ui.screens.propose_term import ProposeTerm

EVENT = "demo-hip-fracture"
HEADER = "term\ttarget\tsystem\tkind\tsource\tstatus\tstate\tnote\n"
ROWS = (
    "pumphaveri\tI50.9\ticd10se\tlay\t\t\tapproved\tfrån jouren\n"
    "zq\tastma\t*\tabbreviation\t\t\tproposed\t\n"
    "zx\tI98.77\ticd10se\tlay\t\t\tapproved\t\n"
)


def states(app: AppContext) -> dict[str, TermState]:
    return {term.text.term: term.state for term in list_terms(app)}


def pump(term: str = "pumpfel", code: str = "I50.9") -> WrittenTerm:
    return WrittenTerm(term, code, CodeSystem.ICD10SE, LocalTermKind.LAY)


class Coder:
    """A coder at the keyboard, who looks at the screen before the next key."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys

    @property
    def screen(self) -> object:
        return self.window.stack.currentWidget()

    @property
    def form(self) -> ProposeTerm:
        screen = self.screen
        assert isinstance(screen, ProposeTerm)
        return screen

    @property
    def list(self) -> LocalTermsScreen:
        screen = self.screen
        assert isinstance(screen, LocalTermsScreen)
        return screen

    @property
    def told(self) -> str:
        return self.window.statusBar().currentMessage()

    def opens_the_list(self, rows: int) -> LocalTermsScreen:
        self.window.actions_by_name["show_local_terms"].trigger()
        self.keys.until(lambda: self.list.presenter.is_read)
        self.keys.until(lambda: self.list.rows.rowCount() == rows)
        return self.list

    def types_target(self, text: str, code: str) -> None:
        """Type into the search for targets until the code is offered first, and take it."""
        self.keys.type(text)
        self.keys.press("Return")
        self.keys.until(lambda: [t.text for t in self.form.picker.targets][-1:] == [code])

    def answers(self, text: str) -> None:
        assert self.window.reason.isVisible()
        self.keys.type(text)
        self.keys.press("Return")


@pytest.fixture
def coder(window: MainWindow, keyboard: Keyboard) -> Coder:
    return Coder(window, keyboard)


@pytest.fixture
def at_work(on_desk: Callable[[str], MainWindow], keyboard: Keyboard) -> Coder:
    return Coder(on_desk(EVENT), keyboard)


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The list of another clinic, which the system's dialog answers with."""
    path = tmp_path / "sökord.tsv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    return path


def test_a_missing_word_is_proposed_from_the_search_and_the_text_is_kept(
    at_work: Coder, app: AppContext
) -> None:
    keys, coding = at_work.keys, at_work.window.coding
    assert coding is not None
    keys.press("Ctrl+F")
    keys.type("pumpfel")
    at_work.window.actions_by_name["propose_term"].trigger()
    assert at_work.form.term.text() == "pumpfel"
    assert keys.focus is at_work.form.picker.field

    at_work.types_target("I509", "I50.9")
    keys.press("Return")
    keys.until(lambda: at_work.screen is coding)

    (term,) = list_terms(app)
    assert (str(term.text), term.text.kind) == ("pumpfel → I50.9", LocalTermKind.SYNONYM)
    assert term.proposed.name == "Kim Kodare"
    assert at_work.told == "pumpfel → I50.9 är föreslaget. En kollega godkänner det."
    assert coding.search.field.text() == "pumpfel"
    assert keys.focus is coding.search.field


def test_the_search_hands_the_form_what_was_typed_and_esc_gives_it_back(
    at_work: Coder, app: AppContext
) -> None:
    keys, coding = at_work.keys, at_work.window.coding
    assert coding is not None
    keys.press("Ctrl+F")
    keys.type("qwzxk")

    coding.search.propose_asked.emit("qwzxk")
    assert at_work.form.term.text() == "qwzxk"
    keys.type("hjärt")
    at_work.window.actions_by_name["propose_term"].trigger()
    assert at_work.form.picker.field.text() == "hjärt"
    keys.press("Escape")

    assert at_work.screen is coding
    assert coding.search.field.text() == "qwzxk"
    assert list_terms(app) == []


def test_kind_note_and_several_codes_are_said_by_keys(coder: Coder, app: AppContext) -> None:
    keys = coder.keys
    coder.window.actions_by_name["propose_term"].trigger()
    assert keys.focus is coder.form.term
    keys.type("pumpfel")
    keys.press("Return")
    assert keys.focus is coder.form.picker.field
    coder.types_target("I50.9", "I50.9")
    coder.types_target("I10.9", "I10.9")
    coder.types_target("I509", "I50.9")  # chosen again, it comes last
    keys.press("Backspace")
    assert [target.text for target in coder.form.picker.targets] == ["I10.9"]
    keys.press("Backtab")
    assert keys.focus is coder.form.note
    keys.type("till dig")
    keys.press("Backtab", "Down", "Return")

    keys.until(lambda: bool(list_terms(app)))
    (term,) = list_terms(app)
    assert term.text.targets == ("I10.9",)
    assert (term.text.kind, term.text.note) == (LocalTermKind.ABBREVIATION, "till dig")


def test_words_are_chosen_last_among_the_hits(coder: Coder, app: AppContext) -> None:
    keys = coder.keys
    coder.window.terms.propose("zq")
    keys.type("astma")
    field = coder.form.picker
    keys.until(lambda: field.hits.rowCount() > 1)
    for _ in range(field.hits.rowCount()):
        keys.press("Down")
    keys.press("Return")
    keys.until(lambda: bool(field.targets))
    keys.press("Return")

    keys.until(lambda: bool(list_terms(app)))
    (term,) = list_terms(app)
    assert (term.text.targets, term.text.system) == (("astma",), None)


def test_what_cannot_be_proposed_is_said_in_the_form(coder: Coder, app: AppContext) -> None:
    keys = coder.keys
    coder.window.terms.propose("uvi")
    keys.press("Return")
    assert coder.form.fault.text().startswith("Välj vad sökordet ska leda till")
    coder.types_target("N39.0", "N39.0")
    assert not coder.form.fault.isVisible()
    keys.press("Return")

    keys.until(lambda: "leder redan till N39.0" in coder.form.fault.text())
    assert coder.form.fault.isVisible()
    assert list_terms(app) == []
    keys.press("Escape")
    assert coder.screen is coder.window.work_list


def test_a_colleagues_term_is_approved_and_found_and_then_retired(
    coder: Coder, app: AppContext, colleague: Person
) -> None:
    keys = coder.keys
    propose_term(app, colleague, pump())
    screen = coder.opens_the_list(1)
    keys.until(lambda: keys.focus is screen.table)

    keys.press("Ctrl+Return")
    keys.until(lambda: coder.told == "”pumpfel” är godkänt och hittas nu av sökningen.")
    assert states(app) == {"pumpfel": TermState.APPROVED}
    assert search_codes(app, "pumpfel")[0].why == "lokalt vardagsord: pumpfel → I50.9"
    keys.until(screen._retire.isEnabled)
    screen._retire.click()
    coder.answers("Onödigt")

    keys.until(lambda: states(app) == {"pumpfel": TermState.RETIRED})
    keys.until(lambda: "Skäl: Onödigt." in screen._about.text())
    keys.press("Escape")
    assert coder.screen is coder.window.work_list


def test_an_own_term_is_not_approved_and_it_is_said_why(
    coder: Coder, app: AppContext, person: Person, colleague: Person
) -> None:
    propose_term(app, person, pump())
    coder.opens_the_list(1)

    coder.keys.press("Ctrl+Return")

    coder.keys.until(lambda: "Du har själv lagt in ”pumpfel”" in coder.window.alert.text)
    assert states(app) == {"pumpfel": TermState.PROPOSED}


def test_a_term_is_declined_with_a_reason_that_is_asked_for(
    coder: Coder, app: AppContext, colleague: Person
) -> None:
    propose_term(app, colleague, pump())
    screen = coder.opens_the_list(1)

    coder.keys.press("Delete")
    coder.answers("Leder fel")

    coder.keys.until(lambda: states(app) == {"pumpfel": TermState.DECLINED})
    coder.keys.until(lambda: "Skäl: Leder fel." in screen._about.text())


def test_ticked_terms_are_approved_in_one_act(
    coder: Coder, app: AppContext, colleague: Person
) -> None:
    keys = coder.keys
    for word in ("zq", "zw", "zx"):
        propose_term(app, colleague, pump(word))
    screen = coder.opens_the_list(3)
    keys.press("Space", "Down", "Down", "Space", "Up")
    assert [term.text.term for term in screen.rows.ticked] == ["zq", "zx"]
    box = screen.rows.index(0, 0)
    assert box.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked

    keys.press("Ctrl+Return")

    keys.until(lambda: states(app)["zx"] is TermState.APPROVED)
    assert states(app) == {
        "zq": TermState.APPROVED, "zw": TermState.PROPOSED, "zx": TermState.APPROVED,
    }  # fmt: skip
    keys.until(lambda: screen.rows.ticked == ())


def test_a_box_is_ticked_by_the_mouse_as_well_and_only_where_there_is_one(
    coder: Coder, app: AppContext, colleague: Person
) -> None:
    approve_terms(app, Person("x", "X"), [propose_term(app, colleague, pump("za")).id])
    propose_term(app, colleague, pump("zb"))
    rows = coder.opens_the_list(2).rows
    check, on = Qt.ItemDataRole.CheckStateRole, Qt.CheckState.Checked.value

    assert not rows.setData(rows.index(0, 0), on, check)
    assert rows.setData(rows.index(1, 0), on, check)

    assert [term.text.term for term in rows.ticked] == ["zb"]
    assert rows.index(0, 0).data(check) is None
    rows.tick({term.id: True for term in rows.items})
    assert [term.text.term for term in rows.ticked] == ["zb"]


def test_a_list_from_another_clinic_is_taken_in_and_approved_in_one_act(
    coder: Coder, app: AppContext, theirs: Path
) -> None:
    keys = coder.keys
    screen = coder.opens_the_list(0)
    assert screen._empty.text().startswith("Inga lokala sökord ännu.")
    screen._import.click()
    keys.until(lambda: screen.rows.rowCount() == 2)
    assert "2 nya sökord väntar på godkännande, 1 av dem godkända" in coder.told
    assert "Rad 4 togs inte in: Koden I98.77 finns inte" in coder.window.alert.text
    assert screen.state is TermState.PROPOSED

    screen._tick_all.click()
    keys.press("Ctrl+Return")

    keys.until(lambda: states(app)["pumphaveri"] is TermState.APPROVED)
    assert states(app)["zq"] is TermState.PROPOSED
    keys.until(lambda: screen.rows.rowCount() == 1)
    screen.show_state(TermState.DECLINED)
    assert screen._empty.text().startswith("Inget sökord är i det läget.")
    screen.show_state(None)
    screen.filter.setText("hjärtsvikt")
    assert [term.text.term for term in screen.rows.items] == ["pumphaveri"]
    screen.filter.setText("qqq")
    assert screen._empty.text().startswith("Inget sökord stämmer")


def test_what_is_shown_is_exported(
    coder: Coder,
    app: AppContext,
    colleague: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "ut.tsv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    approve_terms(app, Person("x", "X"), [propose_term(app, colleague, pump("za")).id])
    propose_term(app, colleague, pump("zb"))
    screen = coder.opens_the_list(2)
    screen.show_state(TermState.APPROVED)

    screen._export.click()

    coder.keys.until(lambda: coder.told == "Sökorden är sparade som ut.tsv.")
    assert [line.split("\t")[0] for line in path.read_text("utf-8").splitlines()] == ["term", "za"]


def test_a_list_that_is_dropped_on_the_window_is_taken_in(
    coder: Coder, app: AppContext, theirs: Path
) -> None:
    coder.window.codebooks.take_files([theirs])

    coder.keys.until(lambda: isinstance(coder.screen, LocalTermsScreen))
    coder.keys.until(lambda: coder.list.rows.rowCount() == 2)
    assert [term.proposed.name for term in list_terms(app)] == ["Kim Kodare"] * 2


def test_whoever_sits_down_next_has_a_list_and_a_form_of_their_own(
    coder: Coder, app: AppContext, colleague: Person
) -> None:
    before = coder.opens_the_list(0)
    presenter = before.presenter
    coder.window.sit_down(colleague)

    after = coder.opens_the_list(0)

    assert after is not before
    assert after.presenter.desk.person == colleague
    coder.keys.until(lambda: not any(map(shiboken6.isValid, (before, presenter))))


def test_a_clinician_reads_the_terms_and_is_told_who_may_judge_them(
    coder: Coder, app: AppContext, colleague: Person
) -> None:
    propose_term(app, colleague, pump())
    access.add_person(app, "Lea Dal", Role.LEAD)
    coder.window.sit_down(access.add_person(app, "Klas Läkare", Role.CLINICIAN))
    rights = coder.window.rights
    coder.keys.until(lambda: bool(rights.reason_of(Act.JUDGE_TERMS)))

    screen = coder.opens_the_list(1)
    coder.keys.until(lambda: coder.keys.focus is screen.table)
    coder.keys.press("Ctrl+Return", "Delete")

    assert not any(each.isEnabled() for each in (screen._approve, screen._decline, screen._retire))
    assert "Bara kodare och kodningsansvarig kan godkänna" in screen._decline.toolTip()
    assert "Bara kodare och kodningsansvarig kan godkänna" in coder.told
    assert not coder.window.reason.isVisible()
    assert states(app) == {"pumpfel": TermState.PROPOSED}
