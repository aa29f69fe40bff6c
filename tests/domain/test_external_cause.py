"""Causes taken apart, laid out as the edition has them, and said in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import format_icd
from app.domain.external_cause import (
    CauseGrid,
    CauseParts,
    CauseShape,
    build_grid,
    shape_of,
    split_cause,
)
from tests.domain.made_causes import GONE, WORDS, causes


def grid(mechanism: str, day: date | None = None) -> CauseGrid:
    found = build_grid(causes(), mechanism, WORDS, day)
    assert found is not None
    return found


def test_a_place_and_an_activity_are_said_in_our_words() -> None:
    assert grid("W01").spell("0", "9") == "Snubbling — bostad — okänd aktivitet"


def test_what_is_not_chosen_yet_is_left_out() -> None:
    assert grid("W01").spell("0", "") == "Snubbling — bostad"
    assert grid("W01").spell("", "") == "Snubbling"


def test_of_traffic_the_editions_own_words_are_said() -> None:
    assert (
        grid("V18").spell("0", "9") == "Cyklist, ej kollision — förare, ej trafik — okänd aktivitet"
    )


def test_a_code_with_a_title_of_its_own_is_said_by_it() -> None:
    assert grid("Y57").spell("9", "") == "Läkemedel i terapeutiskt bruk"
    assert grid("Y07").spell("1", "9") == "Misshandel av förälder — okänd aktivitet"
    assert grid("Y07").spell("1", "A") == "Barnmisshandel, fysisk"


def test_only_what_the_edition_has_is_laid_out() -> None:
    found = grid("W01")

    assert [word.character for word in found.rows] == ["0", "4"]
    assert [word.character for word in found.columns] == ["1", "9"]
    assert found.concept("4", "1") is None
    assert found.find(CauseParts("W01", "0", "1")) == causes().concept("W01.01")
    assert found.find(CauseParts("V18", "0", "1")) is None


def test_a_code_that_has_ended_is_left_out_after_its_last_day() -> None:
    assert grid("W01", GONE).concept("4", "9") is not None
    after = grid("W01", date(2024, 1, 1))
    assert after.concept("4", "9") is None


def test_a_cause_of_three_characters_can_be_whole() -> None:
    found = grid("Y98")

    assert found.concept("", "") == causes().concept("Y98")
    assert not found.has_activities


@pytest.mark.parametrize("code", ["S72", "W01.0", "W02", ""])
def test_what_is_no_mechanism_of_the_edition_has_no_grid(code: str) -> None:
    assert build_grid(causes(), code, WORDS) is None


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("W01", CauseShape.PLACE),
        ("X59", CauseShape.PLACE),
        ("X60", CauseShape.PLACE),
        ("Y34", CauseShape.PLACE),
        ("V01", CauseShape.TRANSPORT),
        ("V99", CauseShape.TRANSPORT),
        ("Y06", CauseShape.OTHER),
        ("Y07", CauseShape.OTHER),
        ("Y35", CauseShape.OTHER),
        ("Y98", CauseShape.OTHER),
    ],
)
def test_the_mechanism_says_what_the_fourth_character_is(code: str, shape: CauseShape) -> None:
    assert shape_of(code) is shape


@given(st.from_regex(r"[V-Y][0-9]{2}(\.[0-9]([0-9A-X])?)?", fullmatch=True))
def test_a_cause_is_the_same_when_it_is_put_together_again(code: str) -> None:
    assert split_cause(code).code == format_icd(code)


@given(st.text())
def test_anything_can_be_taken_apart(text: str) -> None:
    parts = split_cause(text)

    assert len(parts.mechanism) <= len("W01")
