"""Pair completion and the external-cause builder with hands on the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Diagnosis, Encounter, Procedure
from app.services.cause_builder import read_memory
from app.services.settings import read_settings
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.cause_grid import CauseGridView
from ui.screens.completion_panel import CompletionPanel
from ui.screens.offer_bar import OfferBar


class Builder:
    """A coder who completes codes, counts the keys, and looks before the next one."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys
        #: Keys pressed beside the letters that are searched for.
        self.count = 0
        assert window.coding is not None
        self.coding = window.coding
        self.panel: CompletionPanel = self.coding.completion.panel

    @property
    def encounter(self) -> Encounter:
        encounter = self.coding.presenter.encounter
        assert encounter is not None
        return encounter

    @property
    def codes(self) -> list[str]:
        return [assigned.code for assigned in assigned_codes(self.encounter)]

    def opens(self, encounter_id: str) -> None:
        self.coding.presenter.open(encounter_id)
        self.keys.until(lambda: self._has_on_desk(encounter_id))

    def starts_with(self, *diagnoses: Diagnosis, procedures: tuple[Procedure, ...] = ()) -> None:
        """Put codes on the event at once, as one act, the first of them chosen."""
        self.coding.presenter.act(lambda e: replace(e, diagnoses=diagnoses, procedures=procedures))
        self.coding.codes.choose_code((diagnoses or procedures)[0].code)

    def searches(self, text: str, principal: str) -> None:
        self.keys.type(text)
        self.press("Ctrl+Return")
        self.keys.until(lambda: self.encounter.principal is not None)
        assert self.encounter.diagnoses[0].code == principal

    def press(self, *chords: str) -> None:
        self.keys.press(*chords)
        self.count += len(chords)

    def types(self, text: str, first: str) -> None:
        """Type into the panel, and wait until the first answer is the one that is meant."""
        self.keys.type(text)
        self.keys.until(lambda: self.first_answer == first)

    @property
    def first_answer(self) -> str:
        entries = self.panel.field.hits.entries
        return next((entry.row.code for entry in entries if entry.row.code), "")

    def waits_for_answers(self) -> None:
        self.keys.until(lambda: bool(self.panel.field.hits.entries))

    def waits_for_grid(self) -> None:
        self.keys.until(lambda: isinstance(self.keys.focus, CauseGridView))

    def is_back_at_search(self) -> bool:
        field = self.keys.focus
        is_there = isinstance(field, QLineEdit) and field.accessibleName() == "Sök kod"
        return is_there and field.selectedText() == field.text()  # the next text replaces it

    @property
    def offer(self) -> str:
        """What the line under the codes says; nothing while it is hidden."""
        bar = self.coding.findChildren(OfferBar)[0]
        return "" if bar.isHidden() else bar.sentence

    def _has_on_desk(self, encounter_id: str) -> bool:
        present = self.coding.presenter.encounter
        return present is not None and present.id == encounter_id


@pytest.fixture
def builder(window: MainWindow, keyboard: Keyboard) -> Builder:
    window.show()
    coder = Builder(window, keyboard)
    coder.opens("demo-hip-fracture")
    return coder


def test_a_fall_at_home_takes_five_keys_beyond_the_words(builder: Builder) -> None:
    builder.searches("S72.0", "S72.0")
    builder.count = 0

    builder.press("Ctrl+E")
    builder.types("snubblat", "W01")
    builder.press("Return")
    builder.waits_for_grid()
    builder.press("0", "9")
    assert builder.panel.code.text() == "W01.09"
    assert builder.panel.words.text().endswith(" — bostad — ospecificerad aktivitet")
    builder.press("Return")

    assert builder.encounter.diagnoses[0].external_causes == ("W01.09",)
    assert builder.count == 5
    assert builder.is_back_at_search()
    builder.press("Ctrl+Z")
    assert builder.codes == ["S72.0"]


def test_the_last_place_and_activity_are_there_again(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"), Diagnosis("S52.5"))
    builder.press("Ctrl+E")
    builder.types("W00", "W00")
    builder.press("Return")
    builder.waits_for_grid()
    builder.press("4", "1", "Return")
    app, person = builder.coding.presenter, builder.window.desk
    assert app.encounter is not None
    assert person is not None
    builder.keys.until(lambda: read_memory(builder.window.app, person.person.id).fourth == "4")
    builder.coding.codes.choose_code("S52.5")
    builder.count = 0

    builder.press("Ctrl+E")
    builder.waits_for_answers()
    assert builder.first_answer == "W00"
    builder.press("Return")
    builder.waits_for_grid()
    builder.press("Return")

    assert builder.encounter.diagnoses[1].external_causes == ("W00.41",)
    assert builder.count == 3


def test_the_arrows_go_through_the_grid_and_escape_leaves_nothing(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    builder.press("Ctrl+E")
    builder.types("W01", "W01")
    builder.press("Return")
    builder.waits_for_grid()
    assert builder.panel.code.text() == "W01.99"

    builder.press("Up", "Left")
    assert builder.panel.code.text() == "W01.88"
    builder.press("Escape")

    assert builder.codes == ["S72.0"]
    assert builder.is_back_at_search()
    builder.press("Ctrl+Z")
    assert builder.codes == []


def test_a_digit_that_is_no_activity_is_refused_in_words(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    builder.press("Ctrl+E")
    builder.types("W01", "W01")
    builder.press("Return")
    builder.waits_for_grid()

    builder.press("0", "5")

    assert builder.panel.refusal.text() == "5 finns inte här: välj 0, 1, 2, 3, 4, 8, 9."
    builder.press("2", "Return")
    assert builder.encounter.diagnoses[0].external_causes == ("W01.02",)


def test_a_whole_code_that_is_typed_is_taken_at_once(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))

    builder.press("Ctrl+E")
    builder.keys.type("W0109")
    builder.press("Return")

    builder.keys.until(lambda: builder.codes == ["S72.0", "W01.09"])


def test_nobody_has_to_wait_for_the_search(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))

    builder.press("Ctrl+E")
    builder.keys.type("snubblat")
    builder.press("Return", "0", "9", "Return")

    builder.keys.until(lambda: builder.codes == ["S72.0", "W01.09"])


@pytest.mark.parametrize("away", ["Ctrl+F", "Ctrl+1", "Ctrl+H"])
def test_going_to_the_search_leaves_the_panel(builder: Builder, away: str) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    builder.press("Ctrl+E")
    builder.waits_for_answers()

    builder.press(away)

    assert builder.coding.completion.currentWidget() is builder.coding.search
    assert builder.coding.search.isAncestorOf(builder.keys.focus)
    assert builder.codes == ["S72.0"]


def test_backspace_and_letters_go_back_to_what_happened(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    builder.press("Ctrl+E")
    builder.types("W01", "W01")
    builder.press("Return")
    builder.waits_for_grid()

    builder.press("Backspace")
    assert builder.panel.field.selectedText() == "W01"
    builder.types("W10", "W10")
    builder.press("Return")
    builder.waits_for_grid()
    builder.press("H")
    assert builder.panel.field.text() == "h"
    builder.press("Escape")
    assert builder.codes == ["S72.0"]


def test_a_cause_that_is_too_short_is_filled_in(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0", external_causes=("W10.1",)))
    assert builder.offer == "Ctrl+E: W10.1 är inte fullständig."

    builder.press("Ctrl+E")
    builder.waits_for_grid()
    assert builder.panel.code.text() == "W10.19"
    builder.press("Return")

    assert builder.codes == ["S72.0", "W10.19"]
    builder.press("Ctrl+Z")
    assert builder.codes == ["S72.0", "W10.1"]


def test_an_adverse_effect_gets_its_cause_and_the_drug_of_the_record(builder: Builder) -> None:
    builder.opens("demo-primary-care-drug-rash")
    builder.starts_with(Diagnosis("L27.0"))
    assert builder.offer == "Ctrl+E: L27.0 är en biverkan: Y57.9 och läkemedlet saknas."

    builder.press("Ctrl+E")
    builder.keys.until(lambda: builder.first_answer == "J01EA01")
    builder.press("Return")

    assert builder.codes == ["L27.0", "Y57.9", "J01EA01"]
    builder.press("Ctrl+Z")
    assert builder.codes == ["L27.0"]


def test_a_cause_in_treatment_asks_for_the_drug_and_escape_drops_both(builder: Builder) -> None:
    builder.opens("demo-primary-care-drug-rash")
    builder.starts_with(Diagnosis("K29.0"))
    builder.press("Ctrl+E")
    builder.types("biverkan", "Y57")
    builder.press("Return")
    builder.waits_for_grid()
    assert builder.panel.code.text() == "Y57.9"
    builder.press("Return")
    builder.keys.until(lambda: builder.first_answer == "J01EA01")

    builder.press("Escape")

    assert builder.codes == ["K29.0"]


def test_a_poisoning_gets_drug_and_intent_in_one_act(builder: Builder) -> None:
    builder.starts_with(Diagnosis("T50.9"))

    builder.press("Ctrl+E")
    builder.types("paracetamol", "N02BE01")
    builder.press("Return")
    builder.keys.until(lambda: builder.first_answer == "X44")
    assert builder.panel.added.text() == "Läggs till: N02BE01"
    builder.press("Down", "Return")
    builder.waits_for_grid()
    builder.press("0", "9", "Return")

    diagnosis = builder.encounter.diagnoses[0]
    assert (diagnosis.drugs, diagnosis.external_causes) == (("N02BE01",), ("X64.09",))
    builder.press("Ctrl+Z")
    assert builder.codes == ["T50.9"]


def test_carbon_monoxide_takes_a_cause_of_its_own_and_no_drug(builder: Builder) -> None:
    builder.starts_with(Diagnosis("T58.9"))

    builder.press("Ctrl+E")
    builder.keys.until(lambda: builder.first_answer == "X47")
    builder.press("Return")
    builder.waits_for_grid()
    builder.press("Return")

    assert builder.encounter.diagnoses[0].external_causes == ("X47.99",)
    assert builder.encounter.diagnoses[0].drugs == ()


def test_an_asterisk_gets_the_dagger_that_is_already_chosen(builder: Builder) -> None:
    builder.starts_with(Diagnosis("H36.0"), Diagnosis("E11.3"))
    assert builder.offer == "Ctrl+Skift+E: H36.0* saknar sin grundsjukdom (†)."

    builder.press("Ctrl+Shift+E")
    builder.keys.until(lambda: builder.first_answer == "E11.3")
    builder.press("Return")

    assert [(d.code, d.partner) for d in builder.encounter.diagnoses] == [("E11.3", "H36.0")]
    builder.press("Ctrl+Z")
    assert builder.codes == ["H36.0", "E11.3"]


def test_a_dagger_gets_its_asterisk(builder: Builder) -> None:
    builder.starts_with(Diagnosis("E11.4"))

    builder.press("Ctrl+Shift+E")
    builder.keys.until(lambda: builder.first_answer == "G63.2")
    builder.press("Return")

    assert builder.encounter.diagnoses[0].partner == "G63.2"


def test_a_delivery_gets_outcome_and_operation_in_one_act(builder: Builder) -> None:
    builder.starts_with(Diagnosis("O82.1"))
    assert builder.offer == "Ctrl+Skift+E: O82.1 saknar utfallet av förlossningen (Z37)."
    builder.count = 0

    builder.press("Ctrl+Shift+E")
    builder.keys.until(lambda: builder.first_answer == "Z37.0")
    builder.press("Return")
    builder.keys.until(lambda: builder.first_answer == "MCA10")
    builder.press("Return")

    assert builder.codes == ["O82.1", "Z37.0", "MCA10"]
    assert builder.count == 3
    builder.press("Ctrl+Z")
    assert builder.codes == ["O82.1"]


def test_a_step_can_be_passed_over(builder: Builder) -> None:
    builder.starts_with(Diagnosis("O80.0"))
    builder.press("Ctrl+Shift+E")
    builder.keys.until(lambda: builder.first_answer == "Z37.0")
    builder.press("Return")
    builder.keys.until(lambda: builder.first_answer == "MBC30")

    builder.press("Up")
    while builder.panel.field.hits.entries[-1].offer != builder.panel.field.offer:
        builder.press("Down")
    builder.press("Return")

    assert builder.codes == ["O80.0", "Z37.0"]


@pytest.mark.parametrize(
    ("letter", "side"), [("h", "höger"), ("v", "vänster"), ("b", "bilateralt")]
)
def test_a_side_is_one_letter(builder: Builder, letter: str, side: str) -> None:
    builder.starts_with(procedures=(Procedure("NFB49"),))
    assert builder.offer == "Ctrl+Skift+E: NFB49 saknar sida. Sedan h, v eller b."

    builder.press("Ctrl+Shift+E")
    builder.keys.until(lambda: builder.first_answer == "ZXA00")
    builder.keys.type(letter)

    assert builder.encounter.procedures[0].side == side


def test_an_offer_neither_takes_the_focus_nor_stops_the_typing(builder: Builder) -> None:
    builder.keys.type("S72.0")
    builder.press("Ctrl+Return")
    builder.keys.until(lambda: builder.offer != "")

    assert builder.offer == "Ctrl+E: S72.0 saknar yttre orsak."
    assert builder.is_back_at_search()
    builder.keys.type("D62.9")
    builder.press("Return")
    builder.keys.until(lambda: builder.codes == ["S72.0", "D62.9"])


def test_offers_are_switched_off_and_stay_so(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    assert builder.offer

    builder.window.actions_by_name["toggle_offers"].trigger()

    assert builder.offer == ""
    assert read_settings(builder.window.app.data_dir)["completion_offers"] is False
    builder.press("Ctrl+E")
    assert builder.coding.completion.currentWidget() is builder.panel


def test_undo_while_something_is_built_closes_the_panel(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    builder.press("Ctrl+E")
    builder.waits_for_answers()

    builder.press("Ctrl+Z")

    assert builder.codes == []
    assert builder.coding.completion.currentWidget() is builder.coding.search


def test_without_a_diagnosis_the_builder_says_what_to_do(builder: Builder) -> None:
    builder.press("Ctrl+E")

    said = builder.window.statusBar().currentMessage()
    assert said == "Välj först den diagnos som orsaken hör till."
    assert builder.is_back_at_search()


def test_the_grid_fits_the_smallest_window(builder: Builder) -> None:
    builder.window.resize(builder.window.minimumSize())
    builder.starts_with(Diagnosis("S72.0"))
    builder.press("Ctrl+E")
    builder.types("W01", "W01")
    builder.press("Return")
    builder.waits_for_grid()

    builder.keys.until(lambda: builder.panel.grid.columnWidth(0) > 0)
    grid = builder.panel.grid
    last = grid.columnViewportPosition(grid.grid_model.columnCount() - 1)
    assert last + grid.columnWidth(1) <= grid.viewport().width() + 1
    assert grid.columnWidth(0) > 8 * grid.fontMetrics().averageCharWidth()
    assert builder.panel.code.isVisible()
    assert builder.panel.code.text() == "W01.99"


def test_a_click_on_the_offer_and_two_on_a_cell_do_the_same(builder: Builder) -> None:
    builder.starts_with(Diagnosis("S72.0"))
    bar = builder.coding.findChildren(OfferBar)[0]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
    builder.types("W01", "W01")
    builder.press("Return")
    builder.waits_for_grid()

    grid = builder.panel.grid
    cell = grid.visualRect(grid.grid_model.place("0", "1")).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=cell)

    assert builder.codes == ["S72.0", "W01.01"]
