"""Who is protected is told by age: rules and groups come out alike, without a birth date."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Encounter, Unit
from app.domain.errors import InputFileError
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient, Protection
from app.exchange.encounter_json import read_encounter, write_encounter

ADMITTED = datetime.fromisoformat("2025-03-03T09:00")
DAY = ADMITTED.date()
#: The ages in days that the rules and the definition tables ask for.
YEAR = 366
LIMITS = (1, 8, 29, 366, 4018, 5114, 6575, 10958, 13149, 20454, 21915, 45655)


def hidden(days: int, moment: datetime | None = ADMITTED) -> Encounter:
    born = DAY - timedelta(days=days)
    patient = Patient(IdentityNumber(""), birth_date=born, protection=Protection.CONFIDENTIAL)
    kinds = (EncounterClass.INPATIENT, EncounterType.INPATIENT)
    return Encounter("e1", patient, *kinds, Unit("M1"), moment, moment)


def born_by_the_file(encounter: Encounter) -> date | None:
    return read_encounter(
        json.loads(json.dumps(write_encounter(encounter)))
    ).encounter.patient.birth_date


def test_an_age_is_on_the_same_side_of_every_limit() -> None:
    for days in (*range(30), 45, 200, 360, *range(370, 46_000, 97)):
        told, encounter = born_by_the_file(hidden(days)), hidden(days)
        assert told is not None
        lived = (DAY - told).days
        # A limit in days is at a birthday, or on the day beside it.
        apart = {each for each in LIMITS if each <= YEAR or abs(days - each) > 1}
        assert {each for each in apart if lived < each} == {each for each in apart if days < each}
        read = replace(encounter.patient, birth_date=told)
        assert read.age_years(DAY) == encounter.patient.age_years(DAY)


def test_people_of_one_age_are_told_alike() -> None:
    files = {json.dumps(write_encounter(hidden(days))["patient"]) for days in range(7310, 7660)}

    assert len(files) == 1
    assert len({json.dumps(write_encounter(hidden(days))["patient"]) for days in range(366)}) == 5
    assert born_by_the_file(hidden(7310)) == born_by_the_file(hidden(7660))


def test_an_event_without_a_day_tells_no_age() -> None:
    assert born_by_the_file(hidden(7310, None)) is None


@pytest.mark.parametrize("age", ["sjutton", 2000, 1.5, "²"])
def test_an_age_of_nobody_is_refused_by_its_key_and_not_by_its_value(age: object) -> None:
    told = {"id": "e1", "start": "2025-03-03", "patient": {"age_years": age}}
    with pytest.raises(InputFileError, match=r"^patient\.age_years är ingen ålder") as caught:
        read_encounter(told)
    assert str(age) not in str(caught.value)


def test_a_birth_date_goes_before_an_age() -> None:
    told = {
        "id": "e1",
        "start": "2025-03-03",
        "patient": {"birth_date": "1990-01-02", "age_years": 3},
    }
    assert read_encounter(told).encounter.patient.birth_date == date(1990, 1, 2)
