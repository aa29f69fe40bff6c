"""Rows of values and drugs: what is outside first, told by sign and word, trends on one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.encounter import Encounter
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.record import Measurement, MeasurementKind, Medication
from ui.screens.record_lists import NO_DRUGS, NO_VALUES, medication_entries, value_entries

DAY = datetime.fromisoformat("2026-03-01T09:00")
EVENT = Encounter("e", Patient(IdentityNumber("")), start=DAY, end=DAY + timedelta(days=2))
CRP = Measurement("1", "P-CRP", "63", "mg/L", DAY, "<8,0", is_outside=True)
WEIGHT = Measurement("2", "Vikt", "72", "kg", DAY, kind=MeasurementKind.BEDSIDE)
SODIUM = Measurement("3", "P-Natrium", "140", "mmol/L", DAY, "137-145")


def test_values_outside_come_first_and_then_laboratory_and_bedside() -> None:
    rows = [entry.row for entry in value_entries([WEIGHT, SODIUM, CRP], EVENT)]

    assert [row.title for row in rows] == [
        "Utanför referens (1)", "P-CRP: 63 mg/L",
        "Laboratorium (1)", "P-Natrium: 140 mmol/L",
        "Mätvärden (1)", "Vikt: 72 kg",
    ]  # fmt: skip
    assert [row.is_heading for row in rows] == [True, False] * 3


def test_a_value_outside_has_a_sign_a_word_and_an_icon() -> None:
    row = value_entries([CRP], EVENT)[1].row

    assert (row.aside, row.icon) == ("↑ högt", "warning")
    assert row.note == "ref. <8,0 · 2026-03-01 09:00"
    low = value_entries([replace(SODIUM, value="130", is_outside=True)], EVENT)[1].row
    assert low.aside == "↓ lågt"
    odd = value_entries([replace(SODIUM, value="Ikteriskt", is_outside=True)], EVENT)[1].row
    assert odd.aside == "⚠ avviker"


def test_the_values_of_one_analysis_stand_on_one_row_newest_first() -> None:
    before = replace(CRP, value="120", time=DAY - timedelta(days=1))
    first = replace(CRP, value="7", time=DAY - timedelta(days=2), is_outside=False)

    row = value_entries([first, CRP, before], EVENT)[1].row

    assert row.title == "P-CRP: 63 mg/L ← 120↑ ← 7"
    assert row.note.endswith("tidigare 28/2 26, 27/2 26")


def test_values_measured_outside_the_event_say_so() -> None:
    early = replace(WEIGHT, time=DAY - timedelta(days=9))
    late = replace(WEIGHT, time=DAY + timedelta(days=9))

    assert "(före händelsen)" in value_entries([early], EVENT)[1].row.note
    assert "(efter händelsen)" in value_entries([late], EVENT)[1].row.note


def test_of_very_many_values_the_number_is_told() -> None:
    values = [replace(CRP, time=DAY + timedelta(hours=hour)) for hour in range(20)]

    assert value_entries(values, EVENT)[1].row.title.endswith("← 13 till")


def test_empty_lists_say_that_there_is_nothing() -> None:
    (nothing,) = value_entries([], EVENT)
    (none,) = medication_entries([])

    assert (nothing.row.title, none.row.title) == (NO_VALUES, NO_DRUGS)
    assert not nothing.can_be_chosen and not none.can_be_chosen


def test_a_drug_shows_its_atc_code() -> None:
    (entry,) = medication_entries([Medication("m", "N02BE01", "Alvedon", "paracetamol")])

    assert (entry.row.code, entry.row.title, entry.row.note) == (
        "N02BE01", "Alvedon", "paracetamol",
    )  # fmt: skip
