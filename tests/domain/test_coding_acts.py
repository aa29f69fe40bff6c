"""What a coder does to an encounter never loses a code and can always be undone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain import coding_acts as acts
from app.domain.codes import CodeSystem
from app.domain.coding_acts import AssignedCode, Part, Place, assigned_codes
from app.domain.encounter import Encounter
from app.domain.identity import read_identity
from app.domain.patient import Patient
from tests.domain.encounters import ICD_CODES, encounters

Item = tuple[CodeSystem, str]


def multiset(encounter: Encounter) -> Counter[Item]:
    return Counter((each.system, each.code) for each in assigned_codes(encounter))


@st.composite
def places(draw: st.DrawFn) -> tuple[Encounter, AssignedCode]:
    """An encounter and one of its codes."""
    encounter = draw(encounters().filter(lambda each: any(assigned_codes(each))))
    return encounter, draw(st.sampled_from(list(assigned_codes(encounter))))


@st.composite
def additions(draw: st.DrawFn) -> tuple[Encounter, Encounter, Item]:
    """An encounter before and after an act that adds one code, and that code."""
    before = draw(encounters())
    code = draw(ICD_CODES)
    choices: list[tuple[Any, CodeSystem]] = [
        (lambda: acts.add_secondary(before, code), CodeSystem.ICD10SE),
        (lambda: acts.add_procedure(before, code, None), CodeSystem.KVA),
    ]
    for row in range(len(before.diagnoses)):
        choices += [
            (lambda row=row: acts.add_cause(before, row, code), CodeSystem.ICD10SE),
            (lambda row=row: acts.add_diagnosis_drug(before, row, code), CodeSystem.ATC),
        ]
    for row in range(len(before.procedures)):
        choices += [
            (lambda row=row: acts.add_additional(before, row, code), CodeSystem.KVA),
            (lambda row=row: acts.add_procedure_drug(before, row, code), CodeSystem.ATC),
        ]
    act, system = draw(st.sampled_from(choices))
    return before, act(), (system, code)


@given(additions())
def test_an_addition_adds_one_code_and_leaves_the_others(
    added: tuple[Encounter, Encounter, Item],
) -> None:
    before, after, item = added

    assert multiset(after) == multiset(before) + Counter([item])


@given(additions())
def test_an_addition_is_undone_by_removing_its_place(
    added: tuple[Encounter, Encounter, Item],
) -> None:
    before, after, (_system, code) = added
    places_of_code = [each.place for each in assigned_codes(after) if each.code == code]

    assert before in [acts.remove(after, place) for place in places_of_code]


@given(places())
def test_removing_takes_one_place_and_what_hangs_on_it(
    chosen: tuple[Encounter, AssignedCode],
) -> None:
    encounter, code = chosen
    hanging = [
        (each.system, each.code)
        for each in assigned_codes(encounter)
        if each.place == code.place
        or (
            code.place.is_lead
            and each.place.row == code.place.row
            and each.place.in_diagnosis == code.place.in_diagnosis
        )
    ]

    after = acts.remove(encounter, code.place)

    assert multiset(after) + Counter(hanging) == multiset(encounter)


@given(places(), st.integers(-5, 5))
def test_moving_keeps_every_code_and_follows_the_row(
    chosen: tuple[Encounter, AssignedCode], steps: int
) -> None:
    encounter, code = chosen

    moved, place = acts.move(encounter, code.place, steps)

    assert multiset(moved) == multiset(encounter)
    assert moved.principal == encounter.principal
    assert AssignedCode(place, code.code) in list(assigned_codes(moved))
    assert acts.move(moved, place, code.place.row - place.row)[0] == encounter


@given(places(), st.integers(-5, 5))
def test_moving_leaves_the_principal_diagnosis_first(
    chosen: tuple[Encounter, AssignedCode], steps: int
) -> None:
    encounter, code = chosen

    moved, _place = acts.move(encounter, code.place, steps)

    assert all(not row.is_principal for row in moved.diagnoses[1:])


@given(encounters(), ICD_CODES)
def test_there_is_one_principal_diagnosis_and_it_stands_first(
    encounter: Encounter, code: str
) -> None:
    after = acts.set_principal(encounter, code)

    assert [row.is_principal for row in after.diagnoses] == [
        index == 0 for index in range(len(after.diagnoses))
    ]
    assert after.diagnoses[0].code == code
    assert multiset(encounter) <= multiset(after)
    assert acts.set_principal(after, code) == after


@given(encounters())
def test_every_assigned_code_stands_where_its_place_says(encounter: Encounter) -> None:
    listed = list(assigned_codes(encounter))

    assert len({each.place for each in listed}) == len(listed)
    assert [each.code for each in listed if each.system is CodeSystem.ICD10SE] == list(
        encounter.icd_codes()
    )


@given(places())
def test_acts_leave_the_encounter_they_are_given_alone(
    chosen: tuple[Encounter, AssignedCode],
) -> None:
    encounter, code = chosen
    before = list(assigned_codes(encounter))

    acts.remove(encounter, code.place)
    acts.move(encounter, code.place, 1)
    acts.set_principal(encounter, code.code)

    assert list(assigned_codes(encounter)) == before


@given(encounters().filter(lambda each: bool(each.diagnoses)), st.none() | ICD_CODES)
def test_a_partner_is_set_and_cleared(encounter: Encounter, partner: str | None) -> None:
    after = acts.set_partner(encounter, 0, partner)

    assert after.diagnoses[0].partner == partner
    assert after.diagnoses[1:] == encounter.diagnoses[1:]


def test_a_code_that_becomes_principal_takes_what_hangs_on_it_along() -> None:
    encounter = Encounter("e", Patient(read_identity("")))
    encounter = acts.add_secondary(acts.set_principal(encounter, "I10.9"), "S72.00", "höft")
    encounter = acts.add_cause(encounter, 1, "W19.9")

    after = acts.set_principal(encounter, "S72.00")

    assert [(row.code, row.external_causes, row.text) for row in after.diagnoses] == [
        ("S72.00", ("W19.9",), "höft"),
        ("I10.9", (), ""),
    ]


def test_a_procedure_gets_its_day_and_a_diagnosis_its_words() -> None:
    encounter = Encounter("e", Patient(read_identity("")))
    encounter = acts.add_procedure(acts.add_secondary(encounter, "I10.9"), "NFB09", None)

    dated = acts.set_procedure_date(encounter, 0, date(2025, 1, 2))
    worded = acts.set_text(dated, 0, "högt tryck")

    assert worded.procedures[0].date == date(2025, 1, 2)
    assert worded.diagnoses[0].text == "högt tryck"
    assert Place(Part.PROCEDURE, 0).is_lead and not Place(Part.CAUSE, 0).is_lead
