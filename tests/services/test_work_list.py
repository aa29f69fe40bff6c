"""The list that feeds the next event."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.access import Person
from app.domain.encounter import Encounter, Status, Unit
from app.domain.work_list import SavedView, SortKey, WorkListQuery
from app.services import work_list
from app.services.coding import open_event, release_event
from app.services.context import AppContext
from app.services.signing import park_event
from app.services.work_list import (
    list_units,
    list_views,
    next_event_id,
    remove_view,
    save_view,
    status_counts,
    work_count,
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


def test_the_view_that_is_open_decides_but_not_its_statuses_or_order(app: AppContext) -> None:
    put(app, numbered(1, "Kirurgi"), numbered(2, "Medicin"), numbered(3, "Medicin"))
    view = WorkListQuery(
        units=("Medicin",), statuses=(Status.SIGNED,), sort=SortKey.END, descending=True
    )

    assert next_event_id(app, ANNA, query=view) == "e2"


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


def test_a_saved_view_comes_back_whole_and_belongs_to_one_person(app: AppContext) -> None:
    query = WorkListQuery(
        text="höft",
        statuses=(Status.PARKED,),
        units=("Ortopedi",),
        sort=SortKey.END,
        descending=True,
    )
    save_view(app, ANNA, SavedView("Mina höfter", query))

    assert list_views(app, ANNA) == [SavedView("Mina höfter", query)]
    assert list_views(app, BO) == []


def test_the_same_name_replaces_a_view_and_a_removed_one_is_gone(app: AppContext) -> None:
    save_view(app, ANNA, SavedView("A", WorkListQuery(text="1")))
    save_view(app, ANNA, SavedView("A", WorkListQuery(text="2")))
    save_view(app, BO, SavedView("A", WorkListQuery(text="3")))

    assert [view.query.text for view in list_views(app, ANNA)] == ["2"]
    remove_view(app, ANNA, "A")
    remove_view(app, ANNA, "finns inte")

    assert list_views(app, ANNA) == []
    assert len(list_views(app, BO)) == 1
