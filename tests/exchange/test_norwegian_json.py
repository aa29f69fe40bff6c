"""A Norwegian stay is read from JSON, and written back the same."""

from __future__ import annotations

from app.domain.norwegian import NO_STAY, NORWAY, NorwegianStay
from app.exchange.encounter_json import read_encounter, write_encounter

WHOLE = {
    "id": "n1",
    "type": "Slutenvård",
    "country": "Norge",
    "referral": "Fastlege",
    "treating_person": "Kari Nordmann",
    "urgency": "ø-hjelp",
    "level_of_care": "døgn",
    "admitted_from": "hjem",
    "discharged_to": "kommunal institusjon",
    "diagnoses": [{"code": "J18.9", "role": "principal"}],
}


def test_every_fact_is_read_and_written_back() -> None:
    read = read_encounter(WHOLE)

    event = read.encounter
    assert event.country == NORWAY
    assert event.norwegian == NorwegianStay(
        "Kari Nordmann", "ø-hjelp", "døgn", "hjem", "kommunal institusjon"
    )
    assert not read.unknown
    again = read_encounter(write_encounter(event)).encounter
    assert (again.country, again.norwegian) == (event.country, event.norwegian)


def test_an_event_that_says_nothing_of_norway_is_swedish() -> None:
    event = read_encounter({"id": "s1"}).encounter

    assert (event.country, event.norwegian) == ("", NO_STAY)
    assert "country" not in write_encounter(event)


def test_who_treated_the_patient_is_not_in_the_repr() -> None:
    assert "Nordmann" not in repr(read_encounter(WHOLE).encounter)
    assert "Nordmann" not in repr(read_encounter(WHOLE).encounter.norwegian)
