"""Visits of the clinician's desk: which wait at one's units, and what is usually done at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.access import Person
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Assignee, Encounter, Procedure, Status, Unit
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient, Protection
from app.persistence.unit_of_work import SqlUnitOfWork

FIRST, LAST = datetime.fromisoformat("2026-11-21T00:00"), datetime.fromisoformat("2026-11-22T23:59")
EKBACKEN = Unit("VC7", "Vårdcentralen Ekbacken")
ANNA = Person("anna", "Anna Lind")
Work = Callable[[], SqlUnitOfWork]


def visit(event_id: str, day: str = "2026-11-22", **changes: object) -> Encounter:
    facts: dict[str, object] = {
        "patient": Patient(IdentityNumber("191212121212"), "Tolvan Tolvansson"),
        "encounter_class": EncounterClass.OUTPATIENT,
        "encounter_type": EncounterType.PRIMARY_CARE,
        "unit": EKBACKEN,
        "start": datetime.fromisoformat(f"{day}T09:00"),
        "end": datetime.fromisoformat(f"{day}T10:00"),
    }
    return Encounter(event_id, **(facts | changes))


def put(unit_of_work: Work, *visits: Encounter) -> None:
    with unit_of_work() as uow:
        for each in visits:
            uow.encounters.save(each, f"save-{each.id}")
        uow.commit()


def waiting(unit_of_work: Work, *units: str, limit: int = 50) -> list[str]:
    with unit_of_work() as uow:
        whose = replace(ANNA, units=units)
        return [row.id for row in uow.visits.waiting(whose, FIRST, LAST, limit)]


def test_what_is_handed_to_somebody_is_theirs_wherever_it_is(unit_of_work: Work) -> None:
    anna, bo = Assignee("anna", "Anna Lind"), Assignee("bo", "Bo Ek")
    put(
        unit_of_work,
        visit("free"),
        visit("mine", assigned=anna),
        visit("his", assigned=bo),
        visit("away", unit=Unit("K1", "Kirurgen"), assigned=anna),
    )

    assert waiting(unit_of_work, EKBACKEN.label) == ["away", "free", "mine"]
    assert waiting(unit_of_work) == ["away", "free", "mine"]


def test_the_latest_visits_that_wait_come_first(unit_of_work: Work) -> None:
    put(unit_of_work, visit("old", "2026-11-20"), visit("before", "2026-11-21"), visit("today"))

    assert waiting(unit_of_work) == ["today", "before"]
    assert waiting(unit_of_work, limit=1) == ["today"]


def test_visits_of_a_day_that_end_by_themselves_stand_by_when_they_began(
    unit_of_work: Work,
) -> None:
    def at(event_id: str, begins: str, ends: str) -> Encounter:
        day = "2026-11-22T"
        start, end = (datetime.fromisoformat(day + clock) for clock in (begins, ends))
        return visit(event_id, start=start, end=end)

    put(
        unit_of_work,
        at("morning", "08:00", "23:59"),
        at("noon", "12:00", "12:30"),
        at("evening", "17:00", "23:59"),
    )

    assert waiting(unit_of_work) == ["evening", "noon", "morning"]


def test_only_ones_own_units_and_what_has_ended_waits(unit_of_work: Work) -> None:
    put(
        unit_of_work,
        visit("mine"),
        visit("theirs", unit=Unit("K1", "Kirurgen")),
        visit("going", end=None),
        visit("parked", status=Status.PARKED),
        visit("signed", status=Status.SIGNED),
        visit("again", status=Status.REOPENED),
        visit("begun", status=Status.DRAFT),
    )

    assert set(waiting(unit_of_work, EKBACKEN.label)) == {"mine", "again", "begun"}


def test_a_row_tells_the_visit_who_has_it_and_masks_a_protected_person(unit_of_work: Work) -> None:
    hidden = Patient(IdentityNumber("191212121212"), "Tolvan", protection=Protection.CONFIDENTIAL)
    facts = ContactFacts(reasons=("Hosta",), visit_type="Pv LÄK Nybesök")
    put(unit_of_work, visit("v", patient=hidden, contact=facts, professions=("Läkare",)))
    with unit_of_work() as uow:
        uow.claims.take("v", ANNA, 30)
        uow.commit()

    with unit_of_work() as uow:
        (row,) = uow.visits.waiting(Person("bo", "Bo Ek"), FIRST, LAST, 5)
        (own,) = uow.visits.waiting(ANNA, FIRST, LAST, 5)

    assert own.claimed_by == ""
    assert (row.kind, row.reasons, row.professions) == (
        "Pv LÄK Nybesök", ("Hosta",), ("Läkare",),
    )  # fmt: skip
    assert (row.patient_name, row.patient_number) == ("Sekretessmarkering", hidden.shown_number)
    assert row.claimed_by == "Anna Lind"
    assert "Hosta" not in repr(row)


def signed(event_id: str, *codes: str, day: str = "2026-10-01", visit_type: str = "") -> Encounter:
    rows = tuple(Procedure(code) for code in codes)
    facts = ContactFacts(visit_type=visit_type)
    return visit(event_id, day, procedures=rows, status=Status.SIGNED, contact=facts)


def used(unit_of_work: Work, like: Encounter, least: int = 2) -> list[tuple[str, int]]:
    since = datetime.fromisoformat("2026-01-01T00:00")
    with unit_of_work() as uow:
        found = uow.visits.procedures_used(like, since=since, least=least, most=5)
    return [(each.code, each.times) for each in found]


def test_procedures_are_counted_over_visits_of_the_same_sort(unit_of_work: Work) -> None:
    put(
        unit_of_work,
        signed("a", "AF015", "DV063", visit_type="Pv SSK Återbesök"),
        signed("b", "AF015", "DV063", visit_type="Pv SSK Återbesök"),
        signed("c", "AF015", visit_type="Pv SSK Återbesök"),
        signed("old", "DV063", visit_type="Pv SSK Återbesök", day="2025-10-01"),
        signed("other", "DV063", visit_type="Pv LÄK Nybesök"),
        signed("untold", "DV063"),
        replace(signed("begun", "DV063", visit_type="Pv SSK Återbesök"), status=Status.DRAFT),
        replace(signed("away", "AF015", visit_type="Pv SSK Återbesök"), unit=Unit("K", "Kirurgen")),
    )

    like = visit("now", contact=ContactFacts(visit_type="Pv SSK Återbesök"))

    assert used(unit_of_work, like) == [("AF015", 3), ("DV063", 2)]
    assert used(unit_of_work, like, least=3) == [("AF015", 3)]


@pytest.mark.parametrize("number", [1, 2])
def test_without_a_visit_type_the_type_of_event_is_the_sort(
    unit_of_work: Work, number: int
) -> None:
    put(unit_of_work, *(signed(f"s{each}", "AF015") for each in range(number)))
    put(unit_of_work, signed("told", "AF015", visit_type="Pv SSK Återbesök"))

    assert used(unit_of_work, visit("now"), least=1) == [("AF015", number)]
