"""The person of an event: age, and what may be shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity import IdentityNumber, read_identity
from app.domain.patient import Patient, Protection

NUMBER = read_identity("191212121212")
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def born(day: date | None) -> Patient:
    return Patient(NUMBER, birth_date=day)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        ("2000-02-29", "2001-02-28", 0),
        ("2000-02-29", "2001-03-01", 1),
        ("2000-02-29", "2004-02-29", 4),
        ("1990-06-15", "2025-06-14", 34),
        ("1990-06-15", "2025-06-15", 35),
    ],
)
def test_a_person_ages_on_the_birthday(birth: str, on: str, years: int) -> None:
    assert born(date.fromisoformat(birth)).age_years(date.fromisoformat(on)) == years


@given(DAYS, st.integers(0, 20_000))
def test_age_in_days_and_years_agree(birth: date, lived: int) -> None:
    patient, on = born(birth), birth + timedelta(days=lived)

    years = patient.age_years(on)

    assert patient.age_days(on) == lived
    assert years is not None and years * 365 <= lived < (years + 1) * 366


def test_nobody_knows_the_age_without_a_birth_date() -> None:
    assert born(None).age_years(date(2025, 1, 1)) is None
    assert born(None).age_days(date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("protection", "shown"),
    [
        (Protection.CONFIDENTIAL, "Sekretessmarkering"),
        (Protection.PROTECTED_REGISTRATION, "Skyddad folkbokföring"),
    ],
)
def test_a_protected_person_is_masked(protection: Protection, shown: str) -> None:
    patient = Patient(NUMBER, name="Tolvan Tolvansson", protection=protection)

    assert patient.is_protected
    assert patient.shown_name == shown
    assert patient.shown_number == "1912••••-••••"


def test_an_odd_number_of_a_protected_person_shows_nothing() -> None:
    patient = Patient(IdentityNumber("okänd-77"), protection=Protection.CONFIDENTIAL)

    assert patient.shown_number == "••••••••"


def test_an_unprotected_person_is_shown() -> None:
    patient = Patient(NUMBER, name="Tolvan Tolvansson")

    assert (patient.shown_name, patient.shown_number) == ("Tolvan Tolvansson", "191212121212")


def test_a_repr_names_nobody() -> None:
    assert "Tolvan" not in repr(Patient(NUMBER, name="Tolvan", birth_date=date(1912, 12, 12)))
    assert "1912" not in repr(Patient(NUMBER, name="Tolvan", birth_date=date(1912, 12, 12)))
