"""What a visit was, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Unit
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.record import NO_RECORD, CareRecord, RecordDocument
from app.domain.visit_facts import visit_facts, words_of_visit

VISIT = Encounter(
    "v",
    Patient(IdentityNumber("191212121212")),
    EncounterClass.OUTPATIENT,
    EncounterType.PRIMARY_CARE,
    Unit("VC7", "Vårdcentralen"),
    start=datetime.fromisoformat("2025-11-20T09:30"),
    contact_form="Enskilt besök",
    professions=("Läkare",),
)


def noted(*texts: str) -> CareRecord:
    return CareRecord(tuple(RecordDocument(f"d{i}", text=text) for i, text in enumerate(texts)))


def test_the_type_whom_was_met_and_when_stand_on_one_line() -> None:
    told = visit_facts(VISIT, NO_RECORD)

    assert told.line == "Primärvård · Enskilt besök, Läkare · 2025-11-20 09:30"
    assert told.reason == ""


def test_the_told_visit_type_and_reason_go_before_the_type_of_event_and_the_note() -> None:
    facts = ContactFacts(reasons=("Utslag",), visit_type="Pv LÄK Nybesök")

    told = visit_facts(replace(VISIT, contact=facts), noted("Kontaktorsak: Hosta."))

    assert (told.kind, told.reason) == ("Pv LÄK Nybesök", "Utslag")


def test_the_reason_is_found_in_the_first_note_that_has_one() -> None:
    record = noted("Status: gott.", "Aktuellt: Feber.\nSökorsak – Feber sedan i går.\nMer")

    assert visit_facts(VISIT, record).reason == "Feber sedan i går"


def test_a_long_reason_is_cut_and_never_in_the_repr() -> None:
    told = visit_facts(VISIT, noted(f"Kontaktorsak: {'värk ' * 90}"))

    assert len(told.reason) < 170
    assert told.reason.endswith("…")
    assert "värk" not in repr(told)


def test_an_event_of_which_nothing_is_known_gives_no_words() -> None:
    bare = Encounter("v", Patient(IdentityNumber("")))

    assert visit_facts(bare, NO_RECORD).line == ""


def test_all_that_tells_the_sort_of_visit_is_one_text_in_small_letters() -> None:
    words = words_of_visit(replace(VISIT, contact=ContactFacts(reasons=("Diabetes",))))

    assert "diabetes" in words
    assert "vårdcentralen" in words
    assert "primärvård" in words
