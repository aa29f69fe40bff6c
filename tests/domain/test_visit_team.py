"""The members of a team visit share the principal diagnosis."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.coding_acts import add_diagnosis_drug, set_partner, set_principal
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Status, Unit
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.visit_team import (
    colleagues_left,
    is_team_visit,
    team_principal,
    team_told,
    with_colleagues,
)

MINE = Encounter(
    "mine",
    Patient(IdentityNumber("191212121212")),
    unit=Unit("P", "Psykiatrin"),
    start=datetime.fromisoformat("2025-11-20T09:00"),
    contact_form="Teambesök",
    professions=("Kurator",),
)
DOCTORS = set_principal(
    replace(MINE, id="doctor", professions=("Läkare",), status=Status.SIGNED), "F33.1", "Depression"
)


def with_team(event: Encounter, team_id: str) -> Encounter:
    return replace(event, contact=ContactFacts(team_id=team_id))


def test_what_a_colleague_of_the_same_visit_signed_is_shared_with_its_words() -> None:
    found = team_principal(MINE, [DOCTORS])

    assert found is not None
    assert (found.diagnosis.code, found.diagnosis.text) == ("F33.1", "Depression")
    assert found.told == "Läkare · 09:00 · signerad"


def test_the_partner_is_shared_and_the_drugs_are_not() -> None:
    coded = add_diagnosis_drug(set_partner(DOCTORS, 0, "G99.0"), 0, "N06AB04")

    found = team_principal(MINE, [coded])

    assert found is not None
    assert (found.diagnosis.partner, found.diagnosis.drugs) == ("G99.0", ())


def test_what_is_signed_goes_before_a_draft_and_a_draft_says_so() -> None:
    draft = set_principal(replace(DOCTORS, id="a", status=Status.DRAFT), "F32.9")

    first, alone = team_principal(MINE, [draft, DOCTORS]), team_principal(MINE, [draft])

    assert first is not None
    assert alone is not None
    assert first.diagnosis.code == "F33.1"
    assert "inte signerad än" in alone.told


@pytest.mark.parametrize(
    "other",
    [
        replace(DOCTORS, unit=Unit("M", "Medicin")),
        replace(DOCTORS, contact_form="Enskilt besök"),
        replace(DOCTORS, start=datetime.fromisoformat("2025-11-19T09:00")),
        replace(DOCTORS, patient=Patient(IdentityNumber("198501012384"))),
        replace(DOCTORS, diagnoses=()),
        with_team(DOCTORS, "t2"),
        replace(DOCTORS, id="mine"),
    ],
)
def test_another_unit_day_person_team_or_form_shares_nothing(other: Encounter) -> None:
    assert team_principal(MINE, [other]) is None


def test_the_id_of_the_team_visit_decides_where_it_is_told() -> None:
    elsewhere = replace(with_team(DOCTORS, "t1"), unit=Unit("M", "Medicin"), contact_form="")

    found = team_principal(with_team(MINE, "t1"), [elsewhere])

    assert found is not None
    assert found.diagnosis.code == "F33.1"


def test_what_the_system_tells_is_used_as_long_as_the_members_agree() -> None:
    told = replace(MINE, contact=ContactFacts(team_principals=("F33.1", "F33.1")))
    split = replace(MINE, contact=ContactFacts(team_principals=("F33.1", "F41.9")))

    found = team_principal(told, [])

    assert found is not None
    assert found.diagnosis.is_principal
    assert "vårdsystemet" in found.told
    assert team_principal(split, []) is None


def test_a_team_visit_is_told_by_form_id_or_colleagues() -> None:
    assert is_team_visit(MINE)
    assert is_team_visit(replace(MINE, contact_form="XS902"))
    assert is_team_visit(replace(MINE, contact_form="", contact=ContactFacts(team_id="t")))
    assert not is_team_visit(replace(MINE, contact_form="Enskilt besök"))


NURSES = replace(MINE, id="nurse", professions=("Sjuksköterska",))


def test_everybody_else_of_the_team_is_told_with_how_far_they_have_come() -> None:
    begun = set_principal(replace(NURSES, id="n2", status=Status.DRAFT), "F32.9")

    assert team_told(MINE, [NURSES, DOCTORS]) == "Läkare signerad F33.1 · Sjuksköterska väntar"
    assert team_told(MINE, [begun]) == "Sjuksköterska påbörjad F32.9"
    assert team_told(MINE, [MINE]) == ""


def test_who_is_left_is_named_and_an_unknown_team_is_not_called_done() -> None:
    assert colleagues_left(MINE, [NURSES, DOCTORS]) == ("Sjuksköterska",)
    assert colleagues_left(MINE, [DOCTORS]) == ()
    assert colleagues_left(MINE, [MINE]) is None


def test_what_colleagues_signed_is_told_to_the_rules_and_their_drafts_are_not() -> None:
    draft = set_principal(replace(NURSES, status=Status.DRAFT), "F32.9")

    told = with_colleagues(MINE, [draft, DOCTORS])

    assert told.contact.team_principals == ("F33.1",)


def test_visits_of_nobody_known_are_not_of_one_team() -> None:
    unknown = Patient(IdentityNumber(""))

    assert (
        team_principal(replace(MINE, patient=unknown), [replace(DOCTORS, patient=unknown)]) is None
    )
