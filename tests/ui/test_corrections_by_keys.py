"""Findings answered with hands on the keyboard: corrected, picked, tried otherwise, set aside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.presenters.coding_presenter import CodingPresenter
from ui.screens.findings_pane import FindingsPane
from ui.screens.what_if import WhatIfScreen

EVENT = "demo-hip-fracture"
ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA


class Hands:
    """A coder at the findings of one event."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        assert window.coding is not None
        self.window, self.keys = window, keys
        self.presenter: CodingPresenter = window.coding.presenter
        self.pane: FindingsPane = window.coding.findings

    def codes(self, *codes: str, system: CodeSystem = ICD) -> None:
        for code in codes:
            assert self.presenter.assign(system, code)
        self.waits()

    def waits(self) -> None:
        """Until findings and offers are those of the codes on the desk."""
        p = self.presenter
        self.keys.until(lambda: p.is_reviewed and p.answers.is_settled)

    def chooses(self, rule_id: str) -> None:
        ids = [entry.item.finding.rule_id for entry in self.pane.rows.entries if entry.item]
        self.pane.list.setCurrentIndex(self.pane.rows.index(ids.index(rule_id)))

    @property
    def encounter(self) -> Encounter:
        assert self.presenter.encounter is not None
        return self.presenter.encounter

    @property
    def diagnoses(self) -> list[str]:
        return [line.code for line in self.encounter.diagnoses]

    @property
    def rules(self) -> set[str]:
        return {finding.rule_id for finding in self.presenter.findings}

    def tries_otherwise(self) -> WhatIfScreen:
        self.keys.press("Ctrl+Shift+W")
        screen = self.window.stack.currentWidget()
        assert isinstance(screen, WhatIfScreen)
        self.keys.until(lambda: screen.current is not None)
        return screen


@pytest.fixture
def hands(on_desk: Callable[[str], MainWindow], keyboard: Keyboard) -> Hands:
    return Hands(on_desk(EVENT), keyboard)


def test_one_key_does_what_the_sentence_says_and_one_takes_it_back(hands: Hands) -> None:
    hands.presenter.make_principal("I48.2")
    hands.codes("D62.9", "D62.9")
    hands.chooses("BD001")
    assert hands.pane.offer.text().startswith("Ctrl+. : Ta bort dubbletten av D62.9")
    assert hands.pane.current is not None
    assert hands.pane.current.aside == "Ctrl+.  BD001"
    assert hands.pane.current.spoken.endswith("Kan rättas med Ctrl+.")

    hands.keys.press("Ctrl+Period")
    hands.waits()

    assert hands.diagnoses == ["I48.2", "D62.9"]
    assert "BD001" not in hands.rules
    hands.keys.press("Ctrl+Z")
    assert hands.diagnoses == ["I48.2", "D62.9", "D62.9"]


def test_where_the_chosen_finding_has_no_offer_the_first_with_one_is_corrected(
    hands: Hands,
) -> None:
    hands.codes("D62.9", "S72.00")
    hands.chooses("YO001")
    assert not hands.pane.offer.isVisible()

    hands.keys.press("Ctrl+Period")
    hands.keys.until(hands.pane.picks.isVisible)

    assert hands.pane.current is not None
    assert hands.pane.current.finding.rule_id == "HD001"
    hands.keys.press("2")
    hands.waits()
    assert hands.encounter.principal is not None
    assert hands.diagnoses == ["S72.00", "D62.9"]


def test_a_side_is_picked_by_its_digit_without_losing_the_search_field(hands: Hands) -> None:
    hands.presenter.make_principal("S72.00")
    hands.codes("NFB19", system=KVA)
    hands.chooses("KV006")
    hands.keys.press("Ctrl+F")
    field = hands.keys.focus

    hands.keys.press("Ctrl+Period")
    assert hands.keys.focus is hands.pane.picks
    assert hands.pane.explanation.isHidden()
    hands.keys.press("2")
    hands.waits()

    assert hands.encounter.procedures[0].side == "vänster"
    assert hands.keys.focus is field
    assert hands.pane.picks.isHidden()
    hands.keys.press("Ctrl+Z")
    assert hands.encounter.procedures[0].side == ""


def test_where_no_finding_is_left_the_keys_are_back_in_the_search_field(hands: Hands) -> None:
    hands.presenter.make_principal("I48.2")
    hands.codes("I48.2")
    hands.keys.press("F8")
    assert hands.keys.focus is hands.pane.list

    hands.keys.press("Ctrl+Period")
    hands.keys.until(lambda: hands.pane.rows.rowCount() == 0)

    assert hands.window.coding is not None
    assert hands.keys.focus is hands.window.coding.search.field


def test_arrows_and_enter_pick_and_esc_leaves_everything(hands: Hands) -> None:
    hands.presenter.make_principal("S72.00")
    hands.codes("NFB19", system=KVA)
    hands.chooses("KV006")

    hands.keys.press("Ctrl+Period", "Escape")
    assert hands.encounter.procedures[0].side == ""
    assert hands.pane.picks.isHidden() and hands.pane.explanation.isVisible()
    hands.keys.press("Ctrl+Period", "Down", "Down", "Return")
    hands.waits()
    assert hands.encounter.procedures[0].side == "bilateralt"


def test_the_key_pressed_at_once_waits_for_the_newest_findings(hands: Hands) -> None:
    hands.presenter.make_principal("I48.2")
    hands.waits()
    for _ in range(2):
        hands.presenter.assign(ICD, "D62.9")

    hands.keys.press("Ctrl+Period")  # nothing is reviewed yet
    hands.keys.until(lambda: hands.diagnoses == ["I48.2", "D62.9"])


def test_what_has_no_correction_is_told(hands: Hands) -> None:
    hands.presenter.make_principal("S72.00")
    hands.waits()
    assert not hands.presenter.answers.offers
    assert [entry.item.aside for entry in hands.pane.rows.entries if entry.item] == ["YO001"]

    hands.keys.press("Ctrl+Period")

    assert "Ingen av anmärkningarna" in hands.window.statusBar().currentMessage()
    assert hands.diagnoses == ["S72.00"]


def test_enter_after_the_key_that_found_nothing_to_correct_adds_no_code_again(hands: Hands) -> None:
    keys = hands.keys
    keys.press("Ctrl+F")
    keys.type("I10.9")
    keys.press("Ctrl+Return")
    keys.until(lambda: hands.diagnoses == ["I10.9"])
    hands.waits()

    keys.press("Ctrl+Period", "Return")

    assert hands.diagnoses == ["I10.9"]
    assert "I10.9 lades just till" in hands.window.statusBar().currentMessage()
    keys.press("Return")
    assert hands.diagnoses == ["I10.9", "I10.9"]


def test_what_was_taken_back_is_added_again_by_one_enter(hands: Hands) -> None:
    keys = hands.keys
    keys.press("Ctrl+F")
    keys.type("I10.9")
    keys.press("Return")
    keys.until(lambda: hands.diagnoses == ["I10.9"])

    keys.press("Ctrl+Z", "Return")

    assert hands.diagnoses == ["I10.9"]


def test_the_panel_says_why_now_and_where_it_is_written(hands: Hands, qtbot) -> None:
    hands.presenter.make_principal("Z09.9")
    hands.codes("J18.9")
    hands.chooses("HD005")
    qtbot.waitUntil(lambda: "Katalog" in hands.pane.explanation.toPlainText())
    told = hands.pane.explanation.toPlainText()

    for words in (
        "Varför nu?",
        "Z09.9 Kontroll efter behandling",
        "– huvuddiagnos",
        "– bidiagnos",
        "Källa",
        "Katalog 5 · officiell · läst i källan · gäller alla dagar",
        "Anmärker på",
        "Låter vara",
    ):
        assert words in told
    assert hands.pane.explanation.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_another_coding_is_tried_chosen_with_the_arrows_and_taken(hands: Hands) -> None:
    hands.presenter.make_principal("Z09.9")
    hands.codes("I48.2", "J18.9")

    screen = hands.tries_otherwise()
    assert screen.current is not None and "I48.2" in screen.current.sentence
    hands.keys.press("Down")
    assert "J18.9" in screen.current.sentence
    falls = [entry.item.finding.rule_id for entry in screen.falls.rows.entries if entry.item]
    assert falls == ["HD005"]
    hands.keys.press("Return")
    hands.waits()

    assert hands.window.stack.currentWidget() is hands.window.coding
    assert hands.diagnoses == ["J18.9", "Z09.9", "I48.2"]
    hands.keys.press("Ctrl+Z")
    assert hands.diagnoses == ["Z09.9", "I48.2", "J18.9"]


def test_esc_leaves_the_coding_as_it_was(hands: Hands) -> None:
    hands.presenter.make_principal("Z09.9")
    hands.codes("J18.9")

    hands.tries_otherwise()
    hands.keys.press("Down", "Escape")

    assert hands.window.stack.currentWidget() is hands.window.coding
    assert hands.diagnoses == ["Z09.9", "J18.9"]


def test_an_event_without_diagnoses_says_what_to_do(hands: Hands, qtbot) -> None:
    hands.keys.press("Ctrl+Shift+W")
    screen = hands.window.stack.currentWidget()
    assert isinstance(screen, WhatIfScreen)
    qtbot.waitUntil(lambda: "Koda den först" in screen._state.text())

    hands.keys.press("Escape")
    assert hands.window.stack.currentWidget() is hands.window.coding


def test_an_override_lapses_with_its_code_and_does_not_return(hands: Hands) -> None:
    hands.presenter.make_principal("I48.2")
    hands.codes("S72.00")
    hands.chooses("YO001")
    hands.keys.press("F7")
    hands.keys.type("Uppgift saknas")
    hands.keys.press("Return")
    hands.waits()
    (kept,) = hands.encounter.overrides
    assert (kept.rule_id, kept.codes, kept.reason) == ("YO001", ("S72.00",), "Uppgift saknas")
    assert kept.person_id and kept.at and kept.editions
    hands.keys.press("F7")
    said = hands.window.statusBar().currentMessage
    assert said() == "Varningen är redan avfärdad. Ta tillbaka (Alt+L) låter den stå igen."

    hands.keys.press("Ctrl+D", "End", "Delete")
    hands.waits()
    hands.codes("S72.00")

    assert hands.encounter.overrides == ()
    lapsed = "Koderna är ändrade: skälet till att YO001 avfärdades gäller inte längre."
    hands.keys.until(lambda: said() == lapsed)
    hands.keys.press("Ctrl+Z", "Ctrl+Z")
    assert said() == ""
    assert [o.rule_id for o in hands.encounter.overrides] == ["YO001"]


def test_an_override_lapses_when_its_finding_goes(hands: Hands) -> None:
    hands.presenter.make_principal("Z09.9")
    hands.codes("J18.9")
    finding = next(f for f in hands.presenter.findings if f.rule_id == "HD005")
    hands.presenter.answers.override(finding, "Klinikerns bedömning", hands.presenter.books)
    hands.waits()
    assert hands.encounter.overrides

    hands.presenter.make_principal("J18.9")
    hands.waits()
    hands.presenter.make_principal("Z09.9")
    hands.waits()

    assert "HD005" in hands.rules
    assert hands.encounter.overrides == ()
