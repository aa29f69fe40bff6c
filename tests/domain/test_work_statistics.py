"""Figures of a period, from what the database added up."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.work_statistics import SignedHour, StatisticsQuery, add_up

MARCH = StatisticsQuery(date(2026, 3, 1), date(2026, 3, 31))
FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 3)


def test_means_are_over_hours_and_days_in_which_anything_was_signed() -> None:
    hours = [
        SignedHour(FIRST, 9, 6, 12, 6, 0),
        SignedHour(FIRST, 10, 2, 4, 0, 2),
        SignedHour(SECOND, 9, 4, 4, 0, 0),
    ]

    found = add_up(MARCH, hours, {}, (), ())

    assert found.events == 12
    assert found.per_hour == 4
    assert found.per_day == 6
    assert found.days == ((FIRST, 8), (SECOND, 4))
    assert (found.hours[9], found.hours[10], sum(found.hours)) == (10, 2, 12)
    assert found.diagnoses_per_event == 20 / 12
    assert found.codes_per_event == 28 / 12


def test_without_events_there_are_no_means() -> None:
    found = add_up(MARCH, [], {}, (), ())

    assert found.events == 0
    assert found.per_hour is found.codes_per_event is found.waiting_median is None
    assert found.months == ()


def test_the_waiting_time_is_that_which_half_and_nine_in_ten_do_not_exceed() -> None:
    found = add_up(MARCH, [], {0: 4, 5: 5, 95: 1}, (), ())

    assert (found.waiting_median, found.waiting_ninth) == (5, 5)
    assert dict(found.waiting) == {
        "0–1": 4, "2–7": 5, "8–14": 0, "15–30": 0, "31–60": 0, "61–90": 0, "över 90": 1,
    }  # fmt: skip


def test_months_are_apart_and_in_order() -> None:
    hours = [SignedHour(date(2026, 4, 1), 9, 1, 3, 0, 0), SignedHour(FIRST, 9, 2, 3, 1, 0)]

    months = add_up(MARCH, hours, {}, (), ()).months

    assert [(m.month, m.events, m.codes_per_event) for m in months] == [
        ("2026-03", 2, 2.0),
        ("2026-04", 1, 3.0),
    ]


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 50), max_size=20))
def test_every_event_stands_in_one_bar_and_the_median_is_a_waiting_time(
    waiting: dict[int, int],
) -> None:
    found = add_up(MARCH, [], waiting, (), ())

    assert sum(events for _text, events in found.waiting) == sum(waiting.values())
    assert found.waiting_median is None or found.waiting_median in waiting
