"""Bedside measurements: numbers as they were written, words of a scale, cancelled occasions."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.domain.record import MeasurementKind
from app.exchange.takecare_measurements import read_measurements
from tests.exchange.takecare_messages import PATIENT
from tests.exchange.takecare_values import MEASUREMENTS_PATH, measured, occasion, written


def test_a_value_comes_with_unit_time_and_its_template() -> None:
    ((read,), rejected) = read_measurements(written(occasion()), MEASUREMENTS_PATH)

    (value,) = read.measurements
    assert (value.name, value.value, value.unit, value.group) == ("Vikt", "72", "kg", "Längd, vikt")
    assert value.kind is MeasurementKind.BEDSIDE
    assert f"{value.time:%Y-%m-%d %H:%M}" == "2024-09-18 07:30"
    assert read.patient_number == PATIENT
    assert rejected == []


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"value": 36.9, "numDecimals": 1}, "36,9"),
        ({"value": 6.5, "numDecimals": 0}, "6,5"),
        ({"value": 7.0, "numDecimals": 2}, "7,00"),
        ({"value": 1, "scaleText": "Ut"}, "Ut"),
        ({"value": 0}, "0"),
        ({"value": "72"}, "72"),
    ],
)
def test_a_value_is_written_as_it_was_measured(facts: dict[str, Any], shown: str) -> None:
    text = written(occasion(measured(**facts)))

    ((read,), _) = read_measurements(text, MEASUREMENTS_PATH)

    assert [value.value for value in read.measurements] == [shown]


def test_a_cancelled_occasion_comes_without_values() -> None:
    ((read,), _) = read_measurements(written(occasion(isCancelled=True)), MEASUREMENTS_PATH)

    assert read.measurements == ()


def test_a_row_without_value_is_set_aside_by_its_number() -> None:
    text = written(occasion(measured(), measured("Längd", None)))

    ((read,), (rejected,)) = read_measurements(text, MEASUREMENTS_PATH)

    assert [value.name for value in read.measurements] == ["Vikt"]
    assert rejected.place == "mättillfälle 20240918-1, mätvärde 2"


def test_a_file_whose_name_names_nobody_is_refused() -> None:
    with pytest.raises(InputFileError, match="saknar patientens nummer i filnamnet"):
        read_measurements(written(occasion()), Path("Measurements_1.json"))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"eventDateTime": None}, "läsbar tid"),
        ({"id": ""}, "mättillfällets nummer"),
        ({"measurements": {}}, "inga mätvärden"),
    ],
)
def test_an_occasion_that_cannot_be_placed_is_refused(facts: dict[str, Any], told: str) -> None:
    with pytest.raises(InputFileError, match=told) as caught:
        read_measurements(written(occasion(**facts)), MEASUREMENTS_PATH)

    assert PATIENT not in str(caught.value)


@given(st.floats() | st.integers(), st.integers(-3, 30) | st.none())
@example(2**53 + 1, None)  # the first whole number that a float cannot hold
def test_any_number_is_written_whole_or_set_aside(value: float, decimals: int | None) -> None:
    text = written(occasion(measured(value=value, numDecimals=decimals)))
    try:
        ((read,), rejected) = read_measurements(text, MEASUREMENTS_PATH)
    except InputFileError:
        assert not math.isfinite(value)
        return

    assert len(read.measurements) + len(rejected) == 1
    for found in read.measurements:
        assert type(value)(Decimal(found.value.replace(",", "."))) == value
