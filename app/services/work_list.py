"""Use cases of the work list: pages, counts, and the next event in turn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from app.domain.access import Person
from app.domain.encounter import Status
from app.domain.work_list import WorkListQuery, WorkListRow
from app.domain.work_list_rule import WAITING
from app.services.context import AppContext

_AT_ONCE = 200


def work_page(app: AppContext, query: WorkListQuery, offset: int, limit: int) -> list[WorkListRow]:
    """One page of the list, in the order the query asks for."""
    with app.unit_of_work() as uow:
        return uow.encounters.page(query, offset, limit)


def work_count(app: AppContext, query: WorkListQuery) -> int:
    """How many events the query holds."""
    with app.unit_of_work() as uow:
        return uow.encounters.count(query)


def status_counts(app: AppContext) -> dict[str, int]:
    """How many events stand in each status, by the status's value."""
    with app.unit_of_work() as uow:
        return uow.encounters.count_by_status()


def list_units(app: AppContext) -> list[str]:
    """Return the units that have events, in Swedish order."""
    with app.unit_of_work() as uow:
        return uow.encounters.units()


def work_ids(app: AppContext, query: WorkListQuery, limit: int) -> list[str]:
    """Return the ids that the query holds, in its order, so many at most."""
    with app.unit_of_work() as uow:
        return uow.encounters.ids(query, limit)


def next_event_id(
    app: AppContext,
    person: Person,
    after: str | None = None,
    query: WorkListQuery | None = None,
    passed: Collection[str] = (),
) -> str | None:
    """Return the next waiting event that nobody else works on, or None when the list is done.

    It is taken from the list that the query describes, in the order of the list. Of the list
    only what waits is offered: a parked event once its day has come. Neither the event just
    left is offered again, nor one that is assigned to somebody else. What was passed over comes
    again when all else has been offered.
    """
    again = None
    asked = waiting_in(query or WorkListQuery(units=person.units), app.now().date())
    with app.unit_of_work() as uow:
        for offset in range(0, uow.encounters.count(asked), _AT_ONCE):
            for row in uow.encounters.page(asked, offset, _AT_ONCE):
                holder = uow.claims.holder(row.id) if row.claimed_by else None
                is_free = holder is None or holder.person_id == person.id
                is_mine = row.assigned is None or row.assigned.person_id == person.id
                if row.id == after or not is_free or not is_mine:
                    continue
                if row.id not in passed:
                    return row.id
                again = again or row.id
    return again


def next_in_view(
    app: AppContext,
    person: Person,
    after: str | None,
    query: WorkListQuery,
    passed: Collection[str] = (),
) -> str | None:
    """Return the next event of a view as it is filtered, or else without its typed words."""
    found = next_event_id(app, person, after, query, passed)
    if found is None and query.text:
        return next_event_id(app, person, after, replace(query, text=""), passed)
    return found


def waiting_in(query: WorkListQuery, today: date) -> WorkListQuery:
    """Return the part of a list that waits for a coder on a day, parked events by their day."""
    statuses = query.statuses if query.statuses == (Status.PARKED,) else WAITING
    return replace(query, statuses=statuses, include_changed=False, due_by=today)
