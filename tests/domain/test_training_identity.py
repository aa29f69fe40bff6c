"""No identity number that somebody may have is overlooked, and none survives a disguise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.encounter import Encounter
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.domain.record import CareRecord, Medication, RecordDocument
from app.domain.training_anonymous import find_test_number, make_anonymous
from app.domain.training_days import DayShift
from app.domain.training_disguise import Disguise, Disguiser
from app.domain.training_identity import TestNumbers, find_numbers
from tests.domain.made_exercises import TEST_NUMBER, made_event

TODAY = date(2026, 11, 22)
IS_TEST = TestNumbers.read(
    (Path(__file__).parents[2] / "resources/training/test-numbers.bin").read_bytes()
)


def check_digit(nine: str) -> str:
    doubled = "".join(str(int(digit) * (2 - at % 2)) for at, digit in enumerate(nine))
    return str(-sum(map(int, doubled)) % 10)


@st.composite
def real_numbers(draw: st.DrawFn) -> str:
    """A valid personnummer or samordningsnummer that is no test number, as twelve digits."""
    born = draw(st.dates(date(1927, 1, 1), date(2025, 12, 31)))
    serial = draw(st.integers(1, 999))
    day = born.day + draw(st.sampled_from([0, 60]))
    nine = f"{born:%y%m}{day:02}{serial:03}"
    number = f"{born:%Y}"[:2] + nine + check_digit(nine)
    return number if not IS_TEST(number) else draw(real_numbers())


FORMS = (
    "{0}{1}{2}{3}", "{1}{2}{3}", "{0}{1}{2}-{3}", "{1}{2}-{3}", "{1}{2} {3}", "{0}{1}{2} {3}",
    "{1}{2}–{3}", "{1}{2} - {3}", "{0}{1}-{2}-{3}", "{1} {2} {3}", "{0}{1} {2} {3}",
)  # fmt: skip


def written(number: str, form: str) -> str:
    return form.format(number[:2], number[2:4], number[4:8], number[8:])


AROUND = st.sampled_from(
    ["", "Pnr ", "patient:", "(", "2025-03-03 ", "Hb 92, ", "åäö", "12 mg ", "tel ", "\n"]
)


@given(real_numbers(), st.sampled_from(FORMS), AROUND, AROUND)
@settings(deadline=None, max_examples=80)
def test_a_number_is_found_however_it_is_written(
    number: str, form: str, before: str, after: str
) -> None:
    text = f"{before.rstrip('0123456789- ')} {written(number, form)} {after}"

    assert any(found.is_valid for found in find_numbers(text, IS_TEST, TODAY))


@given(
    st.lists(st.tuples(real_numbers(), st.sampled_from(FORMS)), min_size=1, max_size=3),
    st.lists(st.text(max_size=20), min_size=4, max_size=4),
    st.integers(-60, 60),
)
@settings(deadline=None, max_examples=60)
def test_no_real_number_survives_a_disguise(
    numbers: list[tuple[str, str]], between: list[str], days: int
) -> None:
    parts = [written(number, form) for number, form in numbers]
    text = between[-1] + "".join(
        f"{words} {part}" for words, part in zip(between, parts, strict=False)
    )
    shift = DayShift(timedelta(days), date(2025, 3, 3))
    disguiser = Disguiser(Disguise({"anna": "Ylva"}, {}, shift, IS_TEST, TODAY))

    hidden = disguiser.text(text)

    assert not [found for found in find_numbers(hidden, IS_TEST, TODAY) if found.is_valid]
    for number, form in numbers:
        assert number not in hidden
        assert written(number, form) not in hidden


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_text_is_disguised_without_fail_and_holds_no_real_number(text: str) -> None:
    shift = DayShift(timedelta(21), date(2025, 3, 3))

    hidden = Disguiser(Disguise({}, {}, shift, IS_TEST, TODAY)).text(text)

    assert not [found for found in find_numbers(hidden, IS_TEST, TODAY) if found.is_valid]


def test_test_numbers_days_and_measures_are_no_identity() -> None:
    text = f"{TEST_NUMBER} 2025-03-03 2025-03-04 kl 10:30, Hb 92 104 118, 5 mg 2x1, 070-174 06 05"

    assert [found.is_valid for found in find_numbers(text, IS_TEST, TODAY)] == []


def test_a_number_with_a_slip_in_it_is_doubtful() -> None:
    nine = "850709123"
    wrong = str((int(check_digit(nine)) + 1) % 10)

    assert [found.is_valid for found in find_numbers(f"{nine}{wrong}", IS_TEST, TODAY)] == [False]


def disguised(text: str, names: dict[str, str] | None = None) -> tuple[str, list[str]]:
    shift = DayShift(timedelta(-14), date(2025, 3, 10))
    known = frozenset({"Alvedon"})
    disguiser = Disguiser(Disguise(names or {}, {}, shift, IS_TEST, TODAY, known))
    return disguiser.text(text), [doubt.text for doubt in disguiser.doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Karlssons dotter, ANNA, annan vård", "Ylva Testlunds dotter, YLVA, annan vård"),
        ("Ring 08-123 456 78.", "Ring 070-174 06 05."),
        ("Ring +46 70 123 45 67, tack", "Ring 070-174 06 05, tack"),
        ("Mejla anna.k@region.se", "Mejla namn@example.com"),
        ("Bor på Storgatan 12 B, 411 22 Borås", "Bor på Övningsgatan 1, 123 45 Övningsstad"),
        ("Kom från Göteborg", "Kom från Övningsstad"),
        ("Remiss från Mölndals sjukhus", "Remiss från Övningssjukhuset"),
        ("dr Per Ek ringde, maken Bengt var med", "dr NN ringde, maken NN var med"),
        ("Opererad 2025-03-20, åter 25/3", "Opererad 2025-03-06, åter 11/3"),
        ("Den 3 mars 2025 och 20250320, 250320", "Den 17 februari 2025 och 20250306, 250306"),
        ("VAS 5/10, BT 120/80, EF 35 %, 3.2 kg", "VAS 5/10, BT 120/80, EF 35 %, 3.2 kg"),
        ("Konto 123456789", "Konto [nummer]"),
    ],
)
def test_what_tells_who_somebody_is_is_replaced(text: str, expected: str) -> None:
    names = {"anna": "Ylva", "karlsson": "Testlund"}

    assert disguised(text, names)[0] == expected


def test_what_may_be_a_name_is_left_and_told() -> None:
    text, doubts = disguised(
        "Fick Alvedon av Fredrik. Inga besvär vid Crohns sjukdom.", {"inga": "X"}
    )

    assert text == "Fick Alvedon av Fredrik. Inga besvär vid Crohns sjukdom."
    assert doubts == ["Inga", "Fredrik"]


def real_event() -> Encounter:
    nine = "620417123"
    identity = read_identity(f"19{nine}{check_digit(nine)}", TODAY)
    patient = Patient(identity, "Hallgren, Lars-Erik", Sex.MALE, identity.birth_date)
    return replace(made_event("e1"), patient=patient)


def test_an_event_becomes_that_of_nobody_with_the_same_age_and_weekdays() -> None:
    event = real_event()
    number = event.patient.identity.text
    note = RecordDocument(
        "d1", "Anteckning", event.start, "Läkare",
        f"Lars-Erik Hallgren, {number[2:8]}-{number[8:]}, LARS och Hallgrens syster. Åter 5/3.",
    )  # fmt: skip
    drug = Medication("m1", "N02BE01", "Alvedon", "paracetamol", date(2025, 3, 3), reason="Lars")

    made = make_anonymous(event, CareRecord((note,), (drug,)), "egen-1", "hemligt", IS_TEST, TODAY)

    patient = made.event.patient
    text = made.record.documents[0].text
    assert not {"lars", "erik", "hallgren"} & set(text.lower().replace("s ", " ").split())
    assert number[2:8] not in text and number not in text
    assert IS_TEST(patient.identity.text)
    assert patient.sex is Sex.MALE
    assert made.event.start is not None and event.start is not None
    moved = made.event.start - event.start
    assert moved.days % 7 == 0 and moved.days != 0
    assert made.event.start.year == event.start.year
    age = (event.patient.age_years(event.start.date()), patient.age_years(made.event.start.date()))
    assert age[0] == age[1]
    assert made.record.medications[0].start == date(2025, 3, 3) + moved
    assert "Lars" not in made.record.medications[0].reason
    assert "Lars" not in repr(made) and number not in repr(made)


@given(st.dates(date(1930, 1, 1), date(2015, 1, 1)), st.sampled_from([Sex.MALE, Sex.FEMALE]))
@settings(deadline=None, max_examples=2)
def test_an_invented_number_is_a_test_number_of_that_sex_and_age(born: date, sex: Sex) -> None:
    found = find_test_number(born, sex, date(2025, 6, 1), IS_TEST)

    if found is not None:
        assert IS_TEST(found.text)
        assert found.sex == sex.value
        assert found.birth_date is not None
        assert abs((found.birth_date - born).days) <= 250


def test_nobody_invented_has_the_number_or_the_birth_date_of_the_patient() -> None:
    """The numbers of test patients lie as near as any: chance once gave one of them back."""
    own = find_test_number(date(1944, 5, 20), Sex.FEMALE, date(2025, 10, 10), IS_TEST)
    assert own is not None and own.birth_date is not None
    patient = Patient(own, "Hallgren, Karin", Sex.FEMALE, own.birth_date)
    event = replace(made_event("e1"), patient=patient)

    for chance in range(20):
        made = make_anonymous(event, CareRecord(), "egen-1", str(chance), IS_TEST, TODAY)

        invented = made.event.patient
        assert invented.identity.text != own.text
        assert invented.birth_date != own.birth_date
