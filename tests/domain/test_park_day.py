"""The day a parked event comes back, as people write days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.park_day import offered_days, read_park_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("tills vidare", None),
        ("2026-12-01", date(2026, 12, 1)),
        ("24/12", date(2026, 12, 24)),
        ("7/1", date(2027, 1, 7)),
        ("+7", date(2026, 11, 29)),
        ("10 dagar", date(2026, 12, 2)),
        ("Om en vecka, 2026-11-29", date(2026, 11, 29)),
    ],
)
def test_days_are_read_as_they_are_written(text: str, day: date | None) -> None:
    assert read_park_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["2026-11-22", "2026-01-01", "i går", "31/2", "2026-13-01", "+0"])
def test_what_is_no_coming_day_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(AppError, match=r"senare dag|Skriv den som"):
        read_park_day(text, TODAY)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_every_day_that_is_offered_can_be_read(today: date) -> None:
    days = [read_park_day(text, today) for text in offered_days(today)]

    assert days[0] is None
    assert all(day is not None and day > today for day in days[1:])


@given(st.text())
def test_any_text_is_a_coming_day_or_refused(text: str) -> None:
    try:
        day = read_park_day(text, TODAY)
    except AppError:
        return
    assert day is None or day > TODAY
