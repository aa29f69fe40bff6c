"""The main job with hands on the keyboard: no mouse, no call past the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter, Status
from app.domain.errors import ClaimedByOtherError
from app.domain.finding import Severity
from tests.ui.keyboard import Keyboard
from ui.commands import event_commands
from ui.main_window import MainWindow


class Coder:
    """A coder at the keyboard, who looks at the screen before the next key."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys

    @property
    def encounter(self) -> Encounter:
        coding = self.window.coding
        assert coding is not None
        assert coding.presenter.encounter is not None
        return coding.presenter.encounter

    @property
    def codes(self) -> list[str]:
        return [assigned.code for assigned in assigned_codes(self.encounter)]

    def sits_down(self, name: str) -> None:
        self.keys.type(name)
        self.keys.press("Return")
        self.keys.until(lambda: self.window.work_list is not None)
        work = self.window.work_list
        assert work is not None
        self.keys.until(lambda: work.model.rowCount() > 0)

    def opens(self, words: str, encounter_id: str) -> None:
        """Filter the work list and press Enter at once, without waiting for the answer."""
        self.keys.press("Ctrl+F")
        self.keys.type(words)
        self.keys.press("Return")
        self.keys.until(lambda: self.has_on_desk(encounter_id))
        self.sees_findings()

    def has_on_desk(self, encounter_id: str) -> bool:
        coding = self.window.coding
        present = coding.presenter.encounter if coding is not None else None
        return present is not None and present.id == encounter_id

    def adds(self, text: str, code: str, *, principal: bool = False) -> None:
        """Type into the search field and press Enter at once; the focus never leaves it."""
        count = self.codes.count(code)
        self.keys.type(text)
        self.keys.press("Ctrl+Return" if principal else "Return")
        self.keys.until(lambda: self.codes.count(code) == count + 1)
        field = self.keys.focus
        assert isinstance(field, QLineEdit)
        assert field.accessibleName() == "Sök kod"
        assert field.selectedText() == text

    def sees_findings(self) -> None:
        coding = self.window.coding
        assert coding is not None
        self.keys.until(lambda: coding.presenter.is_reviewed)

    def signs(self) -> None:
        self.keys.press("F9")
        self.keys.until(lambda: self.encounter.status is Status.SIGNED)

    def prints_and_comes_back(self) -> None:
        window = self.window
        self.keys.press("Ctrl+P")
        self.keys.until(lambda: window.stack.currentWidget() is window.preview)
        assert window.preview.document.pageCount() >= 1
        self.keys.press("Escape")
        assert window.stack.currentWidget() is window.coding


@pytest.fixture
def coder(bare_window: MainWindow, keyboard: Keyboard) -> Iterator[Coder]:
    return Coder(bare_window, keyboard)


def test_a_hip_fracture_is_coded_signed_and_printed_by_keys_alone(coder: Coder) -> None:
    keys = coder.keys
    coder.sits_down("Kim Kodare")
    coder.opens("Ortopedavdelning Moberg", "demo-hip-fracture")

    coder.adds("S72.00", "S72.00", principal=True)
    coder.adds("W01.09", "W01.09")
    coder.adds("D62.9", "D62.9")
    coder.adds("kroniskt förmaksflimmer", "I48.2")
    coder.adds("NFB19", "NFB19")
    for extra in ("ZXA05", "ZXD00", "ZXE10", "ZXH40"):
        coder.adds(extra, extra)
    coder.adds("DR029", "DR029")

    assert [d.code for d in coder.encounter.diagnoses] == ["S72.00", "D62.9", "I48.2"]
    assert coder.encounter.diagnoses[0].external_causes == ("W01.09",)
    assert coder.encounter.procedures[0].side == "vänster"
    keys.press("F2")
    keys.type("2025-10-05")
    keys.press("Return")
    assert str(coder.encounter.procedures[1].date) == "2025-10-05"
    keys.press("Ctrl+D", "Home")
    keys.press("F2")
    keys.type("Höftfraktur vänster, sluten")
    coder.signs()
    assert coder.encounter.diagnoses[0].text == "Höftfraktur vänster, sluten"
    coder.prints_and_comes_back()
    coder.window.actions_by_name["split_event"].trigger()
    assert "öppna en signerad åter" in coder.window.statusBar().currentMessage()
    assert coder.encounter.id == "demo-hip-fracture", "what is refused leaves the event there"
    seen = {"demo-hip-fracture"}
    for _step in range(3):  # what is passed over does not come again at once
        keys.press("Ctrl+N")
        keys.until(lambda: coder.encounter.id not in seen)
        seen.add(coder.encounter.id)


def test_an_event_that_could_not_be_split_lies_on_the_desk_again(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise ClaimedByOtherError("Robin arbetar med händelsen just nu.")

    monkeypatch.setattr(event_commands, "split_event", refuse)
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.window.actions_by_name["split_event"].trigger()
    coder.keys.press("Return")

    coder.keys.until(lambda: "Robin" in coder.window.statusBar().currentMessage())
    coder.keys.until(lambda: coder.has_on_desk("demo-hip-fracture"))
    assert coder.window.stack.currentWidget() is coder.window.coding


def test_rows_are_moved_removed_and_brought_back_by_keys(coder: Coder) -> None:
    keys = coder.keys
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.adds("S72.00", "S72.00", principal=True)
    coder.adds("D62.9", "D62.9")
    coder.adds("I48.2", "I48.2")

    keys.press("Ctrl+D", "Alt+Up")
    assert coder.codes == ["S72.00", "I48.2", "D62.9"]
    keys.press("Alt+Down")
    assert coder.codes == ["S72.00", "D62.9", "I48.2"]
    keys.press("Delete")
    assert coder.codes == ["S72.00", "D62.9"]
    keys.press("Ctrl+Z")
    assert coder.codes == ["S72.00", "D62.9", "I48.2"]
    keys.press("Ctrl+Y")
    assert coder.codes == ["S72.00", "D62.9"]
    keys.press("Ctrl+Return")
    assert coder.encounter.diagnoses[0].code == "D62.9"


def test_undo_in_the_search_field_takes_back_the_code_and_not_the_typing(coder: Coder) -> None:
    keys = coder.keys
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.adds("S72.00", "S72.00", principal=True)
    coder.adds("D62.9", "D62.9")

    keys.press("Ctrl+Z", "Ctrl+Z")
    assert coder.codes == []
    keys.press("Ctrl+Y")
    assert coder.codes == ["S72.00"]
    assert keys.focus.accessibleName() == "Sök kod"


def test_a_dagger_gets_its_asterisk_and_a_procedure_its_drug(coder: Coder) -> None:
    coder.sits_down("Kim Kodare")
    coder.opens("Njurmottagningen", "demo-asterisk-pair")

    coder.adds("E10.2", "E10.2", principal=True)
    coder.adds("N08.3", "N08.3")
    coder.adds("DT021", "DT021")
    coder.adds("darbepoetin", "B03XA02")

    assert coder.encounter.diagnoses[0].partner == "N08.3"
    assert coder.encounter.procedures[0].drugs == ("B03XA02",)


def test_a_warning_is_overridden_with_a_typed_reason_before_signing(coder: Coder) -> None:
    keys = coder.keys
    coder.sits_down("Kim Kodare")
    coder.opens("Kowalczyk", "demo-emergency-bicycle")
    coder.adds("S52.50", "S52.50", principal=True)
    coder.adds("NCJ09", "NCJ09")
    coder.sees_findings()
    coding = coder.window.coding
    assert coding is not None
    warnings = [f for f in coding.presenter.findings if f.severity is Severity.WARNING]
    assert warnings
    assert all(f.severity is not Severity.ERROR for f in coding.presenter.findings)

    for _warning in warnings:
        keys.press("F8", "F7")
        keys.type("Behandlaren har bekräftat")
        keys.press("Return")
        coder.sees_findings()
    coder.signs()

    assert {o.reason for o in coder.encounter.overrides} == {"Behandlaren har bekräftat"}


def test_a_warning_of_a_signed_event_asks_for_no_reason_and_says_why(coder: Coder) -> None:
    keys, window = coder.keys, coder.window
    coder.sits_down("Kim Kodare")
    coder.opens("Kowalczyk", "demo-emergency-bicycle")
    coder.adds("S52.50", "S52.50", principal=True)
    coder.adds("NCJ09", "NCJ09")
    coder.sees_findings()
    coding = window.coding
    assert coding is not None
    for _warning in [f for f in coding.presenter.findings if f.severity is Severity.WARNING]:
        keys.press("F8", "F7", "Return")
        coder.sees_findings()
    coder.signs()
    answered = coder.encounter.overrides
    assert coding.findings.dismiss.accessibleName() == "Ta tillbaka"

    for act in (lambda: keys.press("F8", "F7"), coding.findings.dismiss.click):
        window.statusBar().clearMessage()
        act()
        assert window.statusBar().currentMessage().endswith("Öppna den åter först.")
        assert not window.reason.isVisible()

    assert coder.encounter.overrides == answered


def test_what_the_record_proposes_is_taken_over_with_f4(coder: Coder) -> None:
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")

    coder.keys.press("F4", "F4", "F4")

    assert coder.codes == ["S72.0", "D62.9", "NFB19"]
    assert coder.encounter.diagnoses[0].is_principal


def test_an_event_is_parked_with_a_reason_and_the_coder_goes_on(coder: Coder) -> None:
    keys, window = coder.keys, coder.window
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.adds("S72.00", "S72.00", principal=True)

    keys.press("F6")
    keys.type("Väntar på röntgensvar")
    keys.press("Return")

    keys.until(lambda: window.stack.currentWidget() is window.work_list)
    stored = window.app.unit_of_work().encounters.get("demo-hip-fracture")
    assert stored is not None
    assert (stored.status, stored.status_reason) == (Status.PARKED, "Väntar på röntgensvar")
    assert [d.code for d in stored.diagnoses] == ["S72.00"]


def test_escape_takes_a_question_away_and_gives_the_focus_back(coder: Coder) -> None:
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")

    coder.keys.press("F6", "Escape")

    assert not coder.window.reason.isVisible()
    assert coder.keys.focus.accessibleName() == "Sök kod"
    assert coder.encounter.status is Status.READY


@pytest.mark.parametrize("away", ["Ctrl+J", "Ctrl+D", "Ctrl+H", "F8", "F2"])
def test_ctrl_f_comes_to_the_search_field_from_everywhere(coder: Coder, away: str) -> None:
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.adds("S72.00", "S72.00", principal=True)
    coder.sees_findings()
    coder.keys.press(away)
    assert coder.keys.focus.accessibleName() != "Sök kod"

    coder.keys.press("Ctrl+F")

    assert coder.keys.focus.accessibleName() == "Sök kod"


def test_the_table_of_keys_is_shown_over_the_screen_and_closed_with_escape(coder: Coder) -> None:
    window = coder.window
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")

    coder.keys.press("Shift+F1")
    assert window.stack.currentWidget() is window.sheet
    coder.keys.press("Escape")

    assert window.stack.currentWidget() is window.coding
    assert coder.keys.focus.accessibleName() == "Sök kod"


def test_an_event_without_codes_is_not_signed_by_a_slip_of_the_key(coder: Coder) -> None:
    keys, window = coder.keys, coder.window
    coder.sits_down("Kim Kodare")
    coder.opens("Njurmottagningen", "demo-asterisk-pair")

    keys.press("F9")
    keys.until(window.reason.isVisible)
    keys.press("Down", "Return")
    assert not window.reason.isVisible()
    assert coder.encounter.status is Status.READY

    keys.press("F9")
    keys.until(window.reason.isVisible)
    keys.press("Return")
    keys.until(lambda: coder.encounter.status is Status.SIGNED)


def test_what_is_coded_finer_than_the_record_proposes_is_not_taken_over_again(
    coder: Coder,
) -> None:
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.adds("S72.00", "S72.00", principal=True)

    coder.keys.press("F4")

    assert coder.codes == ["S72.00", "D62.9"]
    coding = coder.window.coding
    assert coding is not None
    rows = {e.row.code: e.row.aside for e in coding.record.waiting.model.entries}
    assert rows["S72.0"] == "kodad som S72.00"


def letters_of(window: MainWindow) -> list[str]:
    """The letters that Alt takes on what is on screen, the menus first."""
    shown = [w for w in window.findChildren(QAbstractButton) if w.isVisible()]
    named = [w for w in window.findChildren(QLabel) if w.isVisible() and w.buddy() is not None]
    texts = [menu.text() for menu in window.menuBar().actions() if menu.isVisible()]
    texts += [widget.text() for widget in (*shown, *named)]
    return [key for text in texts if (key := QKeySequence.mnemonic(text).toString())]


def test_no_two_things_on_screen_answer_to_the_same_letter(coder: Coder) -> None:
    keys, window = coder.keys, coder.window

    def has_its_own_letters(where: str) -> None:
        letters = letters_of(window)
        twice = {letter for letter in letters if letters.count(letter) > 1}
        assert not twice, f"{where}: {twice}"

    coder.sits_down("Kim Kodare")
    keys.until(window.tour.card.isVisible)
    has_its_own_letters("the list, with the tour on offer")
    keys.press("Alt+U")
    keys.until(lambda: not window.tour.card.isVisible())
    keys.press("Space", "F6")
    has_its_own_letters("the list, asked why marked ones are parked")
    keys.press("Escape", "Space", "Alt+L")
    work = window.work_list
    assert work is not None
    keys.until(work.always_next.isChecked)
    coder.opens("Kowalczyk", "demo-emergency-bicycle")
    coder.adds("S52.50", "S52.50", principal=True)
    coder.sees_findings()
    keys.press("F8", "F6")
    has_its_own_letters("an event, asked why it is parked")
    keys.press("Escape", "Ctrl+R")
    keys.until(lambda: keys.focus.accessibleName() == "Fråga")
    has_its_own_letters("a question to the clinician")
