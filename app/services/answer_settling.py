"""Telling an answer on its event: the parked one comes back, the signed one gets a mark."""

from __future__ import annotations

from dataclasses import replace

from app.domain.access import Person
from app.domain.clinician_query import (
    ASKED_REASON,
    ClinicianQuery,
    QueryState,
    reason_on_answer,
    status_on_answer,
)
from app.domain.encounter import Encounter, Status
from app.domain.errors import StaleSaveError
from app.domain.ports import UnitOfWork
from app.services.context import AppContext
from app.services.incoming import arranged_as


def settle_answers(app: AppContext, person: Person, encounter_id: str | None = None) -> list[str]:
    """Tell answers on their events, on one or on all; return the ids of those that changed.

    An event that somebody else works on, or that still waits for another answer, is left for
    the next time: the answers themselves are stored.
    """
    with app.unit_of_work() as uow:
        waiting = uow.clinician_queries.unsettled()
    ids = dict.fromkeys(query.encounter_id for query in waiting)
    chosen = [each for each in ids if encounter_id in (None, each)]
    return [done for each in chosen if (done := _settle(app, person, each))]


def find_event(uow: UnitOfWork, encounter_id: str) -> Encounter | None:
    """Return the event of a question, or the one that it is part of since a merge, or None."""
    found = uow.encounters.get(encounter_id)
    if found is not None:
        return found
    target = arranged_as(uow, encounter_id)
    return uow.encounters.get(target) if target else None


def _settle(app: AppContext, person: Person, encounter_id: str) -> str:
    """Tell the answers about one event; return its id, or nothing where it was left alone."""
    try:
        with app.unit_of_work() as uow:
            queries = uow.clinician_queries.of_encounter(encounter_id)
            told = [q for q in queries if q.state is QueryState.ANSWERED and not q.is_settled]
            if any(query.state is QueryState.WAITING for query in queries) or not told:
                return ""
            encounter = find_event(uow, encounter_id)
            if encounter is not None:
                holder = uow.claims.holder(encounter.id)
                if holder is not None and holder.person_id != person.id:
                    return ""
                uow.encounters.save(_marked(encounter, told[-1]), app.new_id())
            _note(uow, told, encounter)
            uow.commit()
    except StaleSaveError:  # somebody saved the event this moment; it is told the next time
        return ""
    return encounter.id if encounter is not None else ""


def _note(uow: UnitOfWork, told: list[ClinicianQuery], encounter: Encounter | None) -> None:
    """Remember that the answers are told, on the event that theirs has become part of."""
    is_late = encounter is not None and encounter.status is Status.SIGNED
    for query in told:
        now = encounter.id if encounter is not None else query.encounter_id
        after = replace(query, encounter_id=now, is_settled=True, is_late=is_late)
        if not uow.clinician_queries.change(after):
            raise StaleSaveError("Svaret ändrades just nu. Försök igen.")


def _marked(encounter: Encounter, query: ClinicianQuery) -> Encounter:
    reason = reason_on_answer(encounter)
    if encounter.status is Status.SIGNED:
        return replace(encounter, status_reason=reason, record_changed=True)
    if encounter.status is Status.PARKED and encounter.status_reason == ASKED_REASON:
        status = status_on_answer(encounter, query.asked_state.status)
        return replace(encounter, status=status, status_reason=reason, park_until=None)
    return replace(encounter, status_reason=reason)
