"""Columns of rules: what each sign asks for, and who is let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.grouper.columns import (
    LimitColumn,
    OneColumn,
    SetColumn,
    meets_discharge,
    meets_level,
    meets_principal,
    meets_rooms,
    meets_sex,
)


def bits(mask: int, count: int) -> list[bool]:
    return [bool(mask >> place & 1) for place in range(count)]


def test_a_value_is_asked_for_barred_or_not_asked_about() -> None:
    column = SetColumn(["", "a", "-a", "b"])
    assert bits(column.allow(["a"]), 4) == [True, True, False, False]
    assert bits(column.allow([]), 4) == [True, False, True, False]


def test_the_one_value_equals_or_differs_and_a_plus_says_nothing() -> None:
    column = OneColumn(["06", "-06", "+06", ""])
    assert bits(column.of("06"), 4) == [True, False, True, True]
    assert bits(column.of(""), 4) == [False, True, False, True]


@given(
    st.lists(st.sampled_from(["", "<0", "<7", ">7", "<8", ">6574", "<1"]), min_size=1),
    st.integers(0, 7000),
)
def test_limits_are_strict_on_every_day(cells: list[str], days: int) -> None:
    asked = [
        not cell or (days < int(cell[1:]) if cell[0] == "<" else days > int(cell[1:]))
        for cell in cells
    ]
    assert bits(LimitColumn(cells, "agelim").of(days), len(cells)) == asked


def test_a_limit_of_another_form_is_refused_with_its_column() -> None:
    with pytest.raises(InputFileError, match="agelim innehåller ”=7”"):
        LimitColumn(["=7"], "agelim")


@pytest.mark.parametrize(
    ("cell", "met"),
    [("", (0, 1, 2)), ("1", (1, 2)), ("2", (2,)), ("-1", (0, 2)), ("<1", (0,)), (">1", (2,))],
)
def test_a_level_is_at_least_other_than_below_or_above(cell: str, met: tuple[int, ...]) -> None:
    assert tuple(level for level in (0, 1, 2) if meets_level(cell, level)) == met


@pytest.mark.parametrize(
    ("cell", "met"),
    [
        ("", ["", "1", "2", "12"]),
        ("S", ["1", "12"]),
        ("P", ["1", "2", "12"]),
        ("N", ["", "2"]),
        ("Z", [""]),
        ("+", ["1", "2", "12"]),
        ("-", [""]),
        ("-S", []),
    ],
)
def test_operating_rooms_are_asked_for_by_letters(cell: str, met: list[str]) -> None:
    assert [each for each in ("", "1", "2", "12") if meets_rooms(cell, frozenset(each))] == met


def test_a_missing_sex_is_asked_for_by_a_dash() -> None:
    assert [meets_sex("-", sex) for sex in ("M", "F", "")] == [False, False, True]
    assert [meets_sex("M", sex) for sex in ("M", "F", "")] == [True, False, False]


@pytest.mark.parametrize(
    ("cell", "met"),
    [("", "ERHL"), ("N", "RHL"), ("E", "E"), ("R", "R"), ("-R", "EHL"), ("=R", "R")],
)
def test_n_asks_that_the_patient_lives_and_other_letters_for_themselves(
    cell: str, met: str
) -> None:
    assert "".join(letter for letter in "ERHL" if meets_discharge(cell, letter)) == met


def test_a_valid_principal_diagnosis_is_asked_for_by_signs() -> None:
    assert [meets_principal(c, True) for c in ("", "+", "-")] == [True, True, False]
    assert [meets_principal(c, False) for c in ("", "+", "-")] == [True, False, True]
