"""Use cases of the work list: pages, counts, saved views and the next event in turn."""

from __future__ import annotations

from dataclasses import replace

from app.domain.access import Person
from app.domain.encounter import Status
from app.domain.work_list import SavedView, SortKey, WorkListQuery, WorkListRow
from app.services.context import AppContext

#: The states in which an event waits for a coder, in the order of work.
WAITING = (Status.READY, Status.REOPENED, Status.DRAFT)
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


def next_event_id(
    app: AppContext, person: Person, after: str | None = None, query: WorkListQuery | None = None
) -> str | None:
    """Return the next waiting event that nobody else works on, or None when the list is done.

    The order is the order of work within the view that the person has open; the event just
    left is not offered again.
    """
    base = query or WorkListQuery(units=person.units)
    asked = replace(base, statuses=WAITING, sort=SortKey.TURN, descending=False)
    with app.unit_of_work() as uow:
        for offset in range(0, uow.encounters.count(asked), _AT_ONCE):
            for row in uow.encounters.page(asked, offset, _AT_ONCE):
                holder = uow.claims.holder(row.id) if row.claimed_by else None
                if row.id != after and (holder is None or holder.person_id == person.id):
                    return row.id
    return None


def list_views(app: AppContext, person: Person) -> list[SavedView]:
    """Return the person's saved views, in Swedish order of names."""
    with app.unit_of_work() as uow:
        return uow.saved_views.of_person(person.id)


def save_view(app: AppContext, person: Person, view: SavedView) -> None:
    """Keep a view under its name; the same name again replaces it."""
    with app.unit_of_work() as uow:
        uow.saved_views.save(person.id, view)
        uow.commit()


def remove_view(app: AppContext, person: Person, name: str) -> None:
    """Forget a saved view."""
    with app.unit_of_work() as uow:
        uow.saved_views.remove(person.id, name)
        uow.commit()
