"""The record beside the codes, by keys alone: phrases to codes, search inside, earlier contacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.patient import Protection
from app.services.context import AppContext
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.coding import CodingScreen
from ui.screens.hierarchy import Hierarchy

PNEUMONIA = "demo-pneumonia-heart-failure"


def add_earlier(app: AppContext, encounter_id: str, **changes: object) -> None:
    """Store a contact of the same patient, a year before."""
    with app.unit_of_work() as uow:
        event = uow.encounters.get(encounter_id)
        assert event is not None and event.start is not None and event.end is not None
        year = timedelta(days=365)
        facts = {
            "id": "tidigare",
            "start": event.start - year,
            "end": event.end - year,
            "version": 0,
            "diagnoses": (
                Diagnosis("I10.9"),
                Diagnosis("J18.9", DiagnosisRole.PRINCIPAL),
                Diagnosis("Q99.9X"),
            ),
            "procedures": (Procedure("NFB09"),),
        }
        uow.encounters.save(replace(event, **(facts | changes)), "earlier-1")
        uow.commit()


class Reader:
    """Somebody who has an event on the desk and reads its record."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys

    @property
    def coding(self) -> CodingScreen:
        assert self.window.coding is not None
        return self.window.coding

    @property
    def encounter(self) -> Encounter:
        assert self.coding.presenter.encounter is not None
        return self.coding.presenter.encounter

    @property
    def codes(self) -> list[str]:
        return [diagnosis.code for diagnosis in self.encounter.diagnoses]

    @property
    def selected(self) -> str:
        return self.coding.record.text.textCursor().selectedText()

    @property
    def meter(self) -> str:
        return self.coding.record.notes.meter.accessibleName()

    @property
    def told(self) -> str:
        return self.window.statusBar().currentMessage()

    def opens(self, encounter_id: str) -> None:
        self.window.events.open_event(encounter_id)
        self.keys.until(
            lambda: (
                self.coding.presenter.encounter is not None
                and self.encounter.id == encounter_id
                and self.coding.record_link.coverage.is_settled
            )
        )

    def shows_tab(self, name: str) -> None:
        """Walk the tabs until one is shown, then go down into it."""
        tabs = self.coding.record.tabs
        tabs.tabBar().setFocus()
        for _ in range(tabs.count()):
            if tabs.tabText(tabs.currentIndex()).startswith(name):
                break
            self.keys.press("Right")
        assert tabs.tabText(tabs.currentIndex()).startswith(name)
        self.keys.press("Tab")


@pytest.fixture
def reader(window: MainWindow, keyboard: Keyboard) -> Reader:
    return Reader(window, keyboard)


def test_a_phrase_leads_to_its_code_and_enter_again_adds_it(reader: Reader) -> None:
    reader.opens(PNEUMONIA)
    keys = reader.keys
    assert reader.meter.startswith("0 av ")

    keys.press("Ctrl+G")
    first = reader.selected
    keys.press("Return")

    assert isinstance(keys.focus, Hierarchy)
    assert reader.codes == [], "nothing is coded by itself"
    concept = reader.coding.search.tree.concept
    assert concept is not None
    keys.press("Return")
    assert reader.codes == [concept.code]
    assert not reader.meter.startswith("0 av ")

    keys.press("Ctrl+G")
    assert reader.selected and reader.selected != first
    keys.press("Return", "Ctrl+Return")
    assert reader.encounter.principal is not None


def test_the_meter_follows_undo_and_another_event(reader: Reader) -> None:
    reader.opens(PNEUMONIA)
    before = reader.meter
    reader.keys.press("Ctrl+G", "Return", "Return")
    assert reader.meter != before

    reader.keys.press("Ctrl+Z")
    assert reader.meter == before

    reader.opens("demo-emergency-bicycle")
    assert "fraser kodade" in reader.meter and reader.meter != before


def test_search_inside_counts_steps_and_gives_the_text_back(reader: Reader) -> None:
    reader.opens(PNEUMONIA)
    keys, notes = reader.keys, reader.coding.record.notes

    keys.press("Ctrl+Shift+J")
    keys.type("svikt")
    assert notes.find_bar.count.text() == f"1 av {notes.text.toPlainText().lower().count('svikt')}"
    keys.press("Return", "F3")
    assert notes.find_bar.count.text().startswith("3 av ")
    keys.press("Shift+F3")
    assert notes.find_bar.count.text().startswith("2 av ")
    keys.type("xyz")
    assert notes.find_bar.count.text() == "Inga träffar"
    keys.press("Escape")

    assert not notes.find_bar.isVisible()
    assert keys.focus is notes.text
    keys.press("Ctrl+Shift+J")
    notes.text.setFocus()
    keys.press("F3", "Escape")
    assert not notes.find_bar.isVisible()
    assert reader.window.stack.currentWidget() is reader.coding


def test_every_code_of_an_earlier_contact_is_taken_over_in_one_step(
    reader: Reader, app: AppContext
) -> None:
    add_earlier(app, PNEUMONIA)
    reader.opens(PNEUMONIA)

    reader.shows_tab("Tidigare (1)")
    reader.keys.press("Shift+Return")

    assert reader.codes == ["J18.9", "I10.9"]
    assert reader.encounter.principal is not None
    assert "Q99.9X" in reader.told and "3 koder togs över" in reader.told
    reader.keys.press("Ctrl+Z")
    assert reader.codes == []


def test_one_code_of_an_earlier_contact_is_taken_over_also_as_principal(
    reader: Reader, app: AppContext
) -> None:
    add_earlier(app, PNEUMONIA)
    reader.opens(PNEUMONIA)
    reader.shows_tab("Tidigare")
    keys = reader.keys

    keys.press("Return")
    assert (reader.codes, reader.encounter.principal) == (["J18.9"], None)
    keys.press("Down", "Ctrl+Return")
    assert reader.encounter.principal is not None
    assert reader.encounter.principal.code == "I10.9"
    keys.press("Down", "Return")
    assert "Q99.9X gäller inte" in reader.told
    assert "Q99.9X" not in reader.codes


def test_earlier_contacts_of_a_protected_person_do_not_tell_where(
    reader: Reader, app: AppContext
) -> None:
    with app.unit_of_work() as uow:
        event = uow.encounters.get(PNEUMONIA)
    assert event is not None
    add_earlier(app, PNEUMONIA, patient=replace(event.patient, protection=Protection.CONFIDENTIAL))

    reader.opens(PNEUMONIA)

    said = " ".join(entry.row.spoken for entry in reader.coding.record.earlier.model.entries)
    assert event.unit.label not in said
    assert event.patient.identity.text not in said
    assert "huvuddiagnos J18.9" in said


def test_the_answer_for_an_event_that_was_left_is_not_shown(reader: Reader) -> None:
    reader.window.events.open_event(PNEUMONIA)
    reader.opens("demo-emergency-bicycle")

    placed = {phrase.document_id for phrase in reader.coding.record.notes.coverage.phrases}

    assert placed and all(name.startswith("demo-emergency-bicycle") for name in placed)


def test_a_contact_that_came_after_the_event_is_not_told_as_earlier(
    reader: Reader, app: AppContext
) -> None:
    with app.unit_of_work() as uow:
        event = uow.encounters.get(PNEUMONIA)
    assert event is not None and event.end is not None
    later = event.end + timedelta(days=30)
    add_earlier(app, PNEUMONIA, start=later, end=later)
    reader.opens(PNEUMONIA)

    heading = reader.coding.record.earlier.model.entries[0].row.title

    assert heading.startswith(f"{later.date()} (senare)")
