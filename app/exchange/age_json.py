"""The age of a person in the JSON of an event: a birth date, or less of who is protected.

With the day of admission an age in days is a birth date. So of a protected person the age is
told in whole years, which is what the rules and the tables of NordDRG ask of all but infants,
and of an infant in the steps that they tell apart.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.encounter import Encounter
from app.domain.errors import InputFileError
from app.exchange.json_object import JsonObject, JsonReader

_BIRTH_DATE, _YEARS, _DAYS = "birth_date", "age_years", "age_days"
#: The first days of life, the first week, the first four weeks, the rest of the first year.
_STEPS = (0, 1, 8, 29)
_DAYS_OF_YEAR, _HALF_A_YEAR = 365.25, 182
#: Whoever is said to be older than this is so by a slip of the pen.
_OLDEST = 200


def written_age(encounter: Encounter) -> JsonObject:
    """Tell the birth date; of a protected person the age at admission instead."""
    patient, day = encounter.patient, encounter.admission_day or encounter.day
    if not patient.is_protected or patient.birth_date is None:
        return {_BIRTH_DATE: patient.birth_date.isoformat() if patient.birth_date else None}
    if day is None:
        return {_BIRTH_DATE: None}
    days, years = (day - patient.birth_date).days, patient.age_years(day)
    if years == 0:
        return {_BIRTH_DATE: None, _DAYS: max(step for step in _STEPS if step <= days)}
    return {_BIRTH_DATE: None, _YEARS: years if abs(years or 0) <= _OLDEST else None}


def read_birth_date(person: JsonReader, day: date | None) -> date | None:
    """Read the birth date; where the age on a day is told instead, a day that gives that age.

    Raises:
        InputFileError: the age is no whole number, or that of nobody.

    """
    born = person.day(_BIRTH_DATE)
    years, days = _age(person, _YEARS, _OLDEST), _age(person, _DAYS, _OLDEST * 366)
    if born is not None or day is None or (years is None and days is None):
        return born
    # In the middle of the year of life: no limit in days is near.
    lived = days if years is None else round(years * _DAYS_OF_YEAR) + _HALF_A_YEAR
    try:
        return day - timedelta(days=lived or 0)
    except OverflowError:  # an event of antiquity
        return None


def _age(person: JsonReader, key: str, most: int) -> int | None:
    text = person.text(key)
    if not text:
        return None
    if not text.removeprefix("-").isdecimal() or abs(int(text)) > most:
        raise InputFileError(f"{person.name(key)} är ingen ålder. Skriv ett heltal.")
    return int(text)
