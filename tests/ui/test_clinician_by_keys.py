"""Ten whole visits on the clinician's desk with hands on the keyboard, every press counted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter, Status
from app.services.context import AppContext
from app.services.signing import list_versions
from tests.ui.clinician_visits import clinician
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.cause_grid import CauseGridView
from ui.screens.clinician import ClinicianScreen

#: Beside the letters of the diagnosis and of what happened.
MOST_PRESSES = 8


@pytest.fixture
def app(visits_app: AppContext) -> AppContext:
    """A workstation on the afternoon of the ten visits."""
    return visits_app


class Clinician:
    """Somebody at the desk who counts the presses beside the text."""

    def __init__(self, window: MainWindow, keys: Keyboard, app: AppContext) -> None:
        self.window, self.keys, self.app = window, keys, app
        self.presses = 0
        window.sit_down(clinician())
        screen = window.stack.currentWidget()
        assert isinstance(screen, ClinicianScreen)
        self.screen = screen
        keys.until(lambda: screen.visits.list.hasFocus() and screen.visits.current is not None)

    @property
    def encounter(self) -> Encounter:
        encounter = self.screen.presenter.coding.encounter
        assert encounter is not None
        return encounter

    @property
    def codes(self) -> list[str]:
        return [assigned.code for assigned in assigned_codes(self.encounter)]

    @property
    def offered(self) -> list[str]:
        entries = self.screen.column.field.hits.entries
        return [entry.row.code for entry in entries if entry.row.code]

    @property
    def said(self) -> str:
        return self.window.statusBar().currentMessage()

    def press(self, *chords: str) -> None:
        self.keys.press(*chords)
        self.presses += len(chords)

    def goes_to(self, encounter_id: str) -> None:
        """Choose the visit in the list, as a pointer would: which one comes first is chance."""
        self.screen.visits.mark_open(encounter_id)

    def opens(self) -> None:
        self.press("Return")
        self.keys.until(lambda: self.screen.presenter.is_judged and self._has_offers())

    def writes(self, text: str, *codes: str) -> None:
        """Type a diagnosis and take the first code."""
        self.keys.type(text)
        self.press("Return")
        self.keys.until(lambda: self.codes[-1:] == list(codes) and self.is_settled())

    def takes(self, code: str) -> None:
        """Take an offered row by its digit."""
        number = self.offered.index(code) + 1
        self.press(f"Alt+{number}")
        self.keys.until(lambda: code in self.codes and self.is_settled())

    def is_settled(self) -> bool:
        return self.screen.presenter.is_judged

    def signs(self) -> Encounter:
        signed = self.encounter
        self.press("Ctrl+Return")
        self.keys.until(lambda: bool(list_versions(self.app, signed.id)))
        self.keys.until(self.screen.visits.list.hasFocus)
        with self.app.unit_of_work() as uow:
            stored = uow.encounters.get(signed.id)
        assert stored is not None
        assert stored.status is Status.SIGNED
        return stored

    def _has_offers(self) -> bool:
        return self.screen.presenter.is_ready


@pytest.fixture
def desk(app: AppContext, bare_window: MainWindow, keyboard: Keyboard) -> Clinician:
    return Clinician(bare_window, keyboard, app)


@dataclass(frozen=True, slots=True)
class Script:
    """What is typed, and which offered rows are taken; the codes that come of it."""

    text: str
    code: str
    taken: tuple[str, ...] = ()


SCRIPTS = {
    "primary-care": Script("förkylning", "J00.9"),
    "ortho-follow-up": Script("kontroll efter fraktur handled", "Z09.4D", ("DN001",)),
    "diabetes-check": Script("diabetes typ 2", "E11.9", ("I10.9", "AF015")),
    "phone-contact": Script("cystit", "N30.9"),
    "child-ear": Script("öroninflammation höger", "H66.9"),
    "hypertension": Script("hypertoni, välinställd", "I10.9", ("AF015",)),
    "newborn-check": Script("hälsoundersökning av barn", "Z00.1", ("AV084", "AD023")),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_whole_visit_takes_few_presses_beyond_the_text(desk: Clinician, name: str) -> None:
    script = SCRIPTS[name]
    desk.goes_to(name)

    desk.opens()
    desk.writes(script.text, script.code)
    for code in script.taken:
        desk.takes(code)
    signed = desk.signs()

    assert signed.principal is not None
    assert (signed.principal.code, signed.principal.text) == (script.code, script.text)
    assert {each.code for each in assigned_codes(signed)} == {script.code, *script.taken}
    _report(name, desk)


def test_a_wound_gets_its_cause(desk: Clinician) -> None:
    desk.goes_to("emergency-wound")

    desk.opens()
    desk.writes("sår på fingret", "S61.0")
    desk.press("Ctrl+Period")
    panel = desk.screen.column.panel
    desk.keys.until(panel.field.hasFocus)
    desk.keys.type("kniv")
    desk.keys.until(lambda: panel.field.hits.rowCount() > 0 and panel.field.offer is not None)
    desk.press("Return")
    desk.keys.until(lambda: isinstance(desk.keys.focus, CauseGridView))
    desk.press("0", "8", "Return")
    desk.keys.until(lambda: desk.is_settled() and len(desk.codes) > 1)
    signed = desk.signs()

    assert [each.code for each in assigned_codes(signed)] == ["S61.0", "W26.08"]
    _report("emergency-wound", desk)


def test_a_side_effect_gets_its_drug(desk: Clinician) -> None:
    desk.goes_to("side-effect")

    desk.opens()
    desk.writes("läkemedelsutslag", "L27.0")
    desk.press("Ctrl+Period")
    panel = desk.screen.column.panel
    desk.keys.until(lambda: panel.field.offer is not None)
    desk.press("Return")
    desk.keys.until(lambda: desk.is_settled() and len(desk.codes) > 1)
    signed = desk.signs()

    assert [each.code for each in assigned_codes(signed)] == ["L27.0", "Y57.9", "J01EA01"]
    _report("side-effect", desk)


def test_a_later_member_of_a_team_gets_its_diagnosis_filled_in(desk: Clinician) -> None:
    desk.goes_to("psychiatry-team")

    desk.opens()
    assert desk.codes == []
    assert desk.screen.column.coded.entries[0].row.code == "F33.1"
    assert "Läkare" in desk.screen.column.coded.entries[0].row.note
    desk.takes("DU007")
    signed = desk.signs()

    assert signed.principal is not None
    assert (signed.principal.code, signed.principal.text) == (
        "F33.1", "Återkommande depression, medelsvår",
    )  # fmt: skip
    assert [row.code for row in signed.procedures] == ["DU007"]
    _report("psychiatry-team", desk)
    desk.keys.until(lambda: "Hela teamet har signerat." in desk.said)


def test_another_principal_than_the_teams_is_told_before_signing(desk: Clinician) -> None:
    desk.goes_to("psychiatry-team")

    desk.opens()
    assert desk.screen.column.head.team.toolTip() == "Teamet: Läkare signerad F33.1"
    desk.screen.presenter.decline_team()
    desk.writes("förkylning", "J00.9")
    desk.press("Ctrl+Return")
    desk.keys.until(lambda: "Teamets medlemmar har skilda huvuddiagnoser" in desk.said)

    assert list_versions(desk.app, "psychiatry-team") == []


def _report(name: str, desk: Clinician) -> None:
    assert desk.presses <= MOST_PRESSES
