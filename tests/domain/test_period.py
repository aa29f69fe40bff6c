"""Spans of days with open ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.period import ALWAYS, Period

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
PERIODS = st.builds(Period, st.none() | DAYS, st.none() | DAYS).filter(
    lambda period: not (period.start and period.end and period.start > period.end)
)
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("day", "inside", "distance"),
    [
        ("2021-12-31", False, 1),
        ("2022-01-01", True, 0),
        ("2022-12-31", True, 0),
        ("2023-01-31", False, 31),
    ],
)
def test_both_ends_are_included(day: str, inside: bool, distance: int) -> None:
    asked = date.fromisoformat(day)

    assert YEAR.covers(asked) is inside
    assert YEAR.distance(asked) == distance


@given(PERIODS, DAYS)
def test_a_day_is_covered_exactly_where_its_distance_is_none(period: Period, day: date) -> None:
    assert period.covers(day) == (period.distance(day) == 0)
    assert period.distance(day) >= 0


@given(PERIODS, DAYS)
def test_the_distance_is_the_steps_to_the_nearest_covered_day(period: Period, day: date) -> None:
    steps = timedelta(days=period.distance(day))

    assert any(period.covers(near) for near in (day - steps, day + steps))


@given(DAYS)
def test_an_open_period_covers_every_day(day: date) -> None:
    assert ALWAYS.covers(day)
