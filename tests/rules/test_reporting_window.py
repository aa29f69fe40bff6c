"""The last days of the reporting window, counted over years, leap days and the end of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter, Status
from app.domain.region import Region
from app.domain.review_tables import ReviewTables
from app.rules.examples import example
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES


def told(encounter: Encounter, today: date | None, books: Codebooks) -> list[str]:
    region = Region(tables=ReviewTables(today=today))
    return [f.message for f in judge(ALL_RULES, encounter, books, region) if 14 in f.catalogue]


def ended(day: str) -> Encounter:
    return example("J18.9", start=day, end=day)


@pytest.mark.parametrize(
    ("day", "today", "sentence"),
    [
        ("2022-11-30", "2023-02-01", "senast 2023-02-28: 27 dagar kvar"),
        ("2023-11-01", "2024-02-29", "senast 2024-02-29: 0 dagar kvar"),
        ("2022-10-05", "2023-01-31", "senast 2023-01-31: 0 dagar kvar"),
        ("2022-10-05", "2023-02-01", "föll ur rapporteringsfönstret 2023-01-31"),
    ],
)
def test_the_days_left_are_told(day: str, today: str, sentence: str, official: Codebooks) -> None:
    (message,) = told(ended(day), date.fromisoformat(today), official)

    assert sentence in message


@pytest.mark.parametrize("today", ["2022-12-31", "2023-05-02", None])
def test_early_long_after_and_where_the_day_does_not_matter_it_is_silent(
    today: str | None, official: Codebooks
) -> None:
    day = date.fromisoformat(today) if today else None

    assert told(ended("2022-10-05"), day, official) == []


def test_what_is_signed_or_invented_is_not_urged(official: Codebooks) -> None:
    today = date(2023, 1, 20)
    event = ended("2022-10-05")

    assert told(event, today, official) != []
    assert told(replace(event, status=Status.SIGNED), today, official) == []
    assert told(replace(event, source="demo"), today, official) == []


@given(end=st.datetimes(), today=st.dates())
def test_any_day_and_any_end_are_counted(end: datetime, today: date, official: Codebooks) -> None:
    event = replace(ended("2022-10-05"), start=None, end=end)

    assert len(told(event, today, official)) <= 1
