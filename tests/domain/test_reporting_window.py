"""Three months after discharge, in days of the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Status
from app.domain.reporting_window import (
    Urgency,
    days_left,
    last_reporting_day,
    latest_end,
    urgency,
)
from app.domain.work_list import WorkListRow

DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        ("2026-01-15", "2026-04-15"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2025-12-31", "2026-03-31"),
        ("2025-10-01", "2026-01-01"),
    ],
)
def test_the_last_day_is_three_months_later(ended: str, last: str) -> None:
    assert last_reporting_day(date.fromisoformat(ended)) == date.fromisoformat(last)


def test_the_last_day_is_no_delay_and_the_day_after_is() -> None:
    last = last_reporting_day(date(2026, 1, 15))

    assert urgency(days_left(date(2026, 1, 15), last)) is Urgency.SOON
    assert urgency(days_left(date(2026, 1, 15), last + timedelta(days=1))) is Urgency.OVERDUE
    assert urgency(15) is Urgency.NONE
    assert urgency(14) is Urgency.SOON


@given(DAYS, st.integers(-400, 400))
def test_the_latest_end_is_the_last_that_leaves_so_few_days(today: date, left: int) -> None:
    found = latest_end(left, today)

    assert days_left(found, today) <= left
    assert days_left(found + timedelta(days=1), today) > left


@pytest.mark.parametrize("clock_changes", ["2026-03-29", "2026-10-25"])
def test_a_night_when_the_clock_is_changed_is_a_day_as_any_other(clock_changes: str) -> None:
    day = date.fromisoformat(clock_changes)
    evening = datetime.combine(day - timedelta(days=1), datetime.min.time()).replace(hour=23)
    row = WorkListRow(
        "e1", Status.READY, "U", EncounterClass.INPATIENT, EncounterType.INPATIENT,
        evening, evening, "", "",
    )  # fmt: skip
    morning = datetime.combine(day, datetime.min.time()).replace(hour=7)

    assert row.days_waiting(morning) == 1
    assert row.days_left(evening) - row.days_left(morning) == 1
