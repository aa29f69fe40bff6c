"""The list that feeds the next event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.domain.access import Person
from app.domain.encounter import Assignee, Encounter, Status, Unit
from app.domain.work_list import SortKey, WorkListQuery
from app.services import work_list
from app.services.coding import open_event, release_event
from app.services.context import AppContext
from app.services.signing import park_event
from app.services.work_list import (
    list_units,
    next_event_id,
    status_counts,
    work_count,
    work_ids,
    work_page,
)
from tests.services.workday import ANNA, BO, event, put

OLDEST = datetime.fromisoformat("2025-03-01T10:00")


def numbered(number: int, unit: str = "Medicin") -> Encounter:
    """An event that ended `number` days after the oldest."""
    start = OLDEST + timedelta(days=number)
    return event(f"e{number}", start=start, end=start + timedelta(hours=1), unit=Unit(unit, unit))


def test_the_next_event_is_the_one_that_has_waited_longest(app: AppContext) -> None:
    put(app, numbered(2), numbered(1), numbered(3))

    assert next_event_id(app, ANNA) == "e1"
    assert next_event_id(app, ANNA, after="e1") == "e2"


def test_what_was_passed_over_comes_when_all_else_has_been_offered(app: AppContext) -> None:
    put(app, numbered(2), numbered(1), numbered(3))

    assert next_event_id(app, ANNA, after="e2", passed={"e1", "e2"}) == "e3"
    assert next_event_id(app, ANNA, after="e3", passed={"e1", "e2", "e3"}) == "e1"


def test_the_next_event_skips_what_others_hold_but_not_ones_own(app: AppContext) -> None:
    put(app, numbered(1), numbered(2))
    open_event(app, "e1", BO)

    assert next_event_id(app, ANNA) == "e2"
    assert next_event_id(app, BO) == "e1"
    release_event(app, "e1", BO)
    assert next_event_id(app, ANNA) == "e1"


def test_the_next_event_is_found_behind_a_whole_page_of_others(
    app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_list, "_AT_ONCE", 2)
    put(app, *(numbered(number) for number in range(5)))
    for number in range(4):
        open_event(app, f"e{number}", BO)

    assert next_event_id(app, ANNA) == "e4"
    open_event(app, "e4", BO)
    assert next_event_id(app, ANNA) is None


def test_parked_signed_and_ongoing_events_are_not_next(app: AppContext) -> None:
    (first, *_rest) = put(
        app,
        numbered(1),
        event("signed", status=Status.SIGNED),
        event("ongoing", status=Status.OPEN, end=None),
    )
    park_event(app, first, "Oklar huvuddiagnos", ANNA, "p1")

    assert next_event_id(app, ANNA) is None


def test_a_person_of_some_units_is_fed_from_these_alone(app: AppContext) -> None:
    put(app, numbered(1, "Kirurgi"), numbered(2, "Medicin"))

    assert next_event_id(app, Person("m", "M", units=("Medicin",))) == "e2"
    assert next_event_id(app, Person("b", "B", units=("Barn",))) is None


def test_the_list_that_is_open_decides_and_its_order_but_only_what_waits_is_next(
    app: AppContext,
) -> None:
    put(app, numbered(1, "Kirurgi"), numbered(2, "Medicin"), numbered(3, "Medicin"))
    view = WorkListQuery(units=("Medicin",), statuses=(Status.SIGNED,))

    assert next_event_id(app, ANNA, query=view) == "e2"
    newest = replace(view, sort=SortKey.END, descending=True)
    assert next_event_id(app, ANNA, query=newest) == "e3"


def test_a_parked_event_is_next_from_the_day_it_was_parked_until(app: AppContext) -> None:
    (first,) = put(app, numbered(1))
    day = app.now().date() + timedelta(days=2)
    park_event(app, first, "Väntar på PAD-svar", ANNA, "p1", day)

    assert next_event_id(app, ANNA) is None
    later = replace(app, now=lambda: datetime.combine(day, time(7)))
    assert next_event_id(later, ANNA) == "e1"


def test_what_is_assigned_to_somebody_else_is_not_next(app: AppContext) -> None:
    put(app, replace(numbered(1), assigned=Assignee(BO.id, BO.name)), numbered(2))

    assert next_event_id(app, ANNA) == "e2"
    assert next_event_id(app, BO) == "e1"


def test_the_ids_of_a_list_come_in_its_order_and_no_more_than_asked_for(app: AppContext) -> None:
    put(app, *(numbered(number) for number in range(5)))

    assert work_ids(app, WorkListQuery(), 3) == ["e0", "e1", "e2"]
    assert work_ids(app, WorkListQuery(sort=SortKey.END, descending=True), 9)[0] == "e4"


def test_pages_together_are_the_whole_list(app: AppContext) -> None:
    put(app, *(numbered(number) for number in range(5)))
    query = WorkListQuery()

    pages = [work_page(app, query, offset, 2) for offset in range(0, 6, 2)]

    assert [row.id for page in pages for row in page] == ["e0", "e1", "e2", "e3", "e4"]
    assert work_count(app, query) == 5


def test_units_filter_the_list_and_come_in_swedish_order(app: AppContext) -> None:
    put(app, numbered(1, "Öron"), numbered(2, "Akuten"), numbered(3, "Ögon"))

    assert list_units(app) == ["Akuten", "Ögon", "Öron"]
    asked = WorkListQuery(units=("Ögon", "Akuten"))
    assert {row.id for row in work_page(app, asked, 0, 9)} == {"e2", "e3"}
    assert work_count(app, asked) == 2


def test_events_are_counted_by_status(app: AppContext) -> None:
    put(app, numbered(1), numbered(2), event("s", status=Status.SIGNED))

    assert status_counts(app) == {"ready": 2, "signed": 1}
