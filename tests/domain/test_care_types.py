"""Classes and types of care events, read as files write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_types import (
    TYPE_FACTS,
    CareSetting,
    EncounterClass,
    EncounterType,
    Ending,
    parse_class,
    parse_type,
    resolve,
    setting_of,
)


@pytest.mark.parametrize("member", list(EncounterClass))
def test_a_class_is_read_back_from_its_words_and_its_name(member: EncounterClass) -> None:
    assert parse_class(f"  {member.value.upper()} ") is member
    assert parse_class(member.name) is member


@pytest.mark.parametrize("member", list(EncounterType))
def test_a_type_is_read_back_from_its_words_and_its_name(member: EncounterType) -> None:
    assert parse_type(member.value.lower()) is member
    assert parse_type(member.name.lower()) is member


@pytest.mark.parametrize("text", ["Slutenvard", "sluten  vård", "SV", "inpatient"])
def test_other_spellings_of_a_class_are_known(text: str) -> None:
    assert parse_class(text) is EncounterClass.INPATIENT


@given(st.none() | st.text())
def test_any_text_is_answered(text: str | None) -> None:
    assert isinstance(parse_class(text), EncounterClass)
    assert isinstance(parse_type(text), EncounterType)


def test_what_is_not_known_is_unknown() -> None:
    assert parse_class("Rymdvård") is EncounterClass.UNKNOWN
    assert parse_type("") is EncounterType.UNKNOWN


def test_every_type_has_its_facts() -> None:
    assert set(TYPE_FACTS) == set(EncounterType)


def test_administrative_and_preregistered_types_are_not_classified() -> None:
    unclassified = {kind for kind, facts in TYPE_FACTS.items() if not facts.is_classified}

    assert EncounterType.NO_SHOW in unclassified and EncounterType.DIAGNOSTICS in unclassified
    assert EncounterType.INPATIENT not in unclassified
    assert all(
        kind in unclassified
        for kind, facts in TYPE_FACTS.items()
        if facts.encounter_class in (EncounterClass.PREREGISTRATION, EncounterClass.OTHER)
    )


def test_visits_end_by_themselves_and_stays_do_not() -> None:
    assert TYPE_FACTS[EncounterType.PRIMARY_CARE].ending is Ending.AUTOMATIC
    assert TYPE_FACTS[EncounterType.INPATIENT].ending is Ending.MANUAL


@pytest.mark.parametrize("kind", list(EncounterType))
def test_a_type_tells_the_class_that_is_missing(kind: EncounterType) -> None:
    resolved_class, resolved_type = resolve(EncounterClass.UNKNOWN, kind)

    assert resolved_class is TYPE_FACTS[kind].encounter_class
    assert resolved_type is kind


def test_a_class_tells_its_usual_type_and_what_is_known_stays() -> None:
    outpatient, emergency = EncounterClass.OUTPATIENT, EncounterClass.EMERGENCY

    assert resolve(outpatient, EncounterType.UNKNOWN)[1] is EncounterType.SPECIALIST_OUTPATIENT
    assert resolve(EncounterClass.OTHER, EncounterType.UNKNOWN)[1] is EncounterType.UNKNOWN
    assert resolve(emergency, EncounterType.PRIMARY_CARE) == (
        emergency,
        EncounterType.PRIMARY_CARE,
    )


@pytest.mark.parametrize("member", list(EncounterClass))
def test_only_inpatient_care_is_inpatient(member: EncounterClass) -> None:
    expected = member is EncounterClass.INPATIENT

    assert (setting_of(member) is CareSetting.INPATIENT) is expected
