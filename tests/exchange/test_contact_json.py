"""What is told of a contact beside its codes: read, written back, and never an address."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from app.domain.contact_facts import NO_CONTACT_FACTS
from app.domain.errors import InputFileError
from app.domain.identity import IdentityKind
from app.exchange.encounter_json import read_encounter, write_encounter

TOLD: dict[str, Any] = {
    "id": "A1",
    "contact_reasons": ["Uppföljning diabetes"],
    "outcome": "Uppföljning",
    "checked_out": "2022-03-14T11:10",
    "visit_type": "Pv SSK Återbesök",
    "rate": "T1",
    "team_principals": ["e119"],
    "team_id": "T7",
    "patient": {"identity_kind": "samordningsnummer", "address": True, "telephone": False},
}


def test_the_facts_are_read_whole() -> None:
    read = read_encounter(TOLD)

    contact = read.encounter.contact
    assert contact.reasons == ("Uppföljning diabetes",)
    assert (contact.outcome, contact.visit_type, contact.rate) == (
        "Uppföljning",
        "Pv SSK Återbesök",
        "T1",
    )
    assert contact.is_checked_out is True
    assert contact.checked_out_at == datetime.fromisoformat("2022-03-14T11:10")
    assert contact.team_principals == ("E11.9",)
    assert contact.team_id == "T7"
    assert (contact.has_address, contact.has_telephone) == (True, False)
    assert read.encounter.patient.identity.kind is IdentityKind.SAMORDNINGSNUMMER
    assert (read.remarks, read.unknown) == ((), {})


def test_what_is_written_is_read_back_equal() -> None:
    encounter = read_encounter(TOLD).encounter

    assert read_encounter(write_encounter(encounter)).encounter == encounter


def test_without_keys_nothing_is_known_and_an_empty_outcome_is_missing() -> None:
    assert read_encounter({}).encounter.contact == NO_CONTACT_FACTS
    assert read_encounter({"outcome": None}).encounter.contact.outcome is None
    assert read_encounter({"outcome": ""}).encounter.contact.outcome == ""


@pytest.mark.parametrize(
    ("written", "is_checked_out"),
    [(True, True), ("ja", True), (False, False), ("nej", False), ("", False), (None, None)],
)
def test_a_check_out_may_be_told_without_its_time(
    written: object, is_checked_out: bool | None
) -> None:
    contact = read_encounter({"checked_out": written}).encounter.contact

    assert (contact.is_checked_out, contact.checked_out_at) == (is_checked_out, None)


def test_of_an_address_only_that_there_is_one_is_kept() -> None:
    person = {"address": {"street": "Storgatan 1"}, "telephone": "070-1234567"}

    read = read_encounter({"id": "A1", "patient": person})

    kept = json.dumps(write_encounter(read.encounter, read.unknown)) + repr(read)
    assert read.encounter.contact.has_address and read.encounter.contact.has_telephone
    assert "Storgatan" not in kept and "1234567" not in kept


@pytest.mark.parametrize("value", ["", None, False, "nej", [], {}])
def test_nothing_registered_is_nothing(value: object) -> None:
    assert not read_encounter({"patient": {"address": value}}).encounter.contact.has_address


def test_odd_values_are_refused_or_remarked_on_without_being_quoted() -> None:
    with pytest.raises(InputFileError, match="checked_out är inget datum"):
        read_encounter({"checked_out": "i går kväll"})

    remarks = read_encounter({"patient": {"identity_kind": "hemligt"}}).remarks
    assert remarks == ("Värdet i patient.identity_kind känns inte igen.",)
