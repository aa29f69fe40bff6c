"""Use cases on many events at once: assign, park, print and export what was marked.

Each event is an act of its own: what cannot be done is told with its reason and the rest goes
on. Somebody else's claim and a signature are respected, whatever the list showed when the
events were marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from app.domain.access import Person
from app.domain.encounter import Assignee, Encounter, Status
from app.domain.errors import (
    AppError,
    Cancelled,
    NotAllowedError,
    NotFoundError,
    StaleSaveError,
    StorageError,
)
from app.domain.ports import UnitOfWork
from app.domain.work_list_report import BulkReport, Refused
from app.services.access import refuse_giving_to_left
from app.services.coding import hold_event
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.signing import park_event, unpark_event

#: More than this is not marked at once: a list is worked through, not emptied.
MOST_MARKED = 5_000
_GONE = "Händelsen finns inte längre i arbetslistan."
_SIGNED = "Händelsen är signerad. Öppna den åter först."


def assign_events(
    app: AppContext,
    encounter_ids: Sequence[str],
    to: Person | None,
    person: Person,
    control: JobControl = NO_CONTROL,
) -> BulkReport:
    """Give events to somebody until they are given to somebody else; None takes them back.

    Refused are events that are signed or gone, that somebody else works on, or that somebody
    else assigned in the same moment.

    Raises:
        NotAllowedError: that somebody has left; nothing was assigned.

    """
    if to is not None:
        with app.unit_of_work() as uow:
            _refuse_gone(uow, to.id)
    wanted = Assignee(to.id, to.name) if to is not None else None
    deed = f"tilldelade {to.name}" if to is not None else "tilldelas inte längre någon"

    def assign(encounter_id: str) -> str:
        return _assign(app, encounter_id, wanted, person)

    return _each(encounter_ids, assign, deed, "Tilldelar", control)


def park_events(
    app: AppContext,
    encounter_ids: Sequence[str],
    reason: str,
    person: Person,
    until: date | None = None,
    control: JobControl = NO_CONTROL,
) -> BulkReport:
    """Put events aside with one reason, until a day where one is given.

    Raises:
        AppError: no reason was given, or the day is not after today; nothing was parked.

    """
    if not reason.strip():
        raise AppError("Ange varför händelserna parkeras.")
    if until is not None and until <= app.now().date():
        raise AppError("Dagen då händelser ska tas upp måste vara efter i dag. Välj en senare dag.")

    def park(encounter_id: str) -> str:
        with app.unit_of_work() as uow:
            stored = _unsigned(uow, encounter_id)
        park_event(app, stored, reason, person, app.new_id(), until)
        return ""

    deed = f"parkerade till {until}" if until is not None else "parkerade"
    return _each(encounter_ids, park, deed, "Parkerar", control)


def unpark_events(
    app: AppContext,
    encounter_ids: Sequence[str],
    person: Person,
    control: JobControl = NO_CONTROL,
) -> BulkReport:
    """Take parked events up again; refused are those that are not parked."""
    return _each(encounter_ids, partial(_unpark, app, person), "tas upp igen", "Tar upp", control)


def _unpark(app: AppContext, person: Person, encounter_id: str) -> str:
    with app.unit_of_work() as uow:
        stored = _unsigned(uow, encounter_id)
        holder = uow.claims.holder(encounter_id)
    if stored.status is not Status.PARKED:
        raise NotAllowedError("Händelsen är inte parkerad.")
    unpark_event(app, stored, person, app.new_id())
    if holder is None:  # it waits for whoever comes first
        with app.unit_of_work() as uow:
            uow.claims.release(encounter_id, person.id)
            uow.commit()
    return ""


def _assign(app: AppContext, encounter_id: str, wanted: Assignee | None, person: Person) -> str:
    with app.unit_of_work() as uow:
        seen = _unsigned(uow, encounter_id)
    try:
        _store_assigned(app, seen, wanted, person)
    except StaleSaveError:
        with app.unit_of_work() as uow:
            stored = _unsigned(uow, encounter_id)
        if stored.assigned != seen.assigned:
            name = stored.assigned.name if stored.assigned else "ingen"
            raise NotAllowedError(
                f"Någon annan tilldelade händelsen {name} i samma stund. Läs listan på nytt."
            ) from None
        seen = stored
        _store_assigned(app, stored, wanted, person)
    if seen.assigned is not None and wanted is not None and seen.assigned != wanted:
        return f"{encounter_id} var tilldelad {seen.assigned.name}."
    return ""


def _store_assigned(
    app: AppContext, seen: Encounter, wanted: Assignee | None, person: Person
) -> None:
    if seen.assigned == wanted:
        return
    with app.unit_of_work() as uow:
        holder = uow.claims.holder(seen.id)
        hold_event(uow, seen.id, person)
        if wanted is not None:
            _refuse_gone(uow, wanted.person_id)  # they may leave while many are assigned
        uow.encounters.save(replace(seen, assigned=wanted), app.new_id())
        if holder is None:
            uow.claims.release(seen.id, person.id)
        uow.commit()


def _refuse_gone(uow: UnitOfWork, person_id: str) -> None:
    refuse_giving_to_left(uow, person_id, "kan inte tilldelas händelser")


def _unsigned(uow: UnitOfWork, encounter_id: str) -> Encounter:
    stored = uow.encounters.get(encounter_id)
    if stored is None:
        raise NotFoundError(_GONE)
    if stored.status is Status.SIGNED:
        raise NotAllowedError(_SIGNED)
    return stored


def _each(
    encounter_ids: Sequence[str],
    act: Callable[[str], str],
    deed: str,
    doing: str,
    control: JobControl,
) -> BulkReport:
    """Do an act on each event; it answers a remark or nothing, or raises why it refuses.

    Cancelling ends it between two events, and so does a database that is lost.
    """
    ids = list(dict.fromkeys(encounter_ids))
    done: list[str] = []
    refused: list[Refused] = []
    remarks: list[str] = []
    was_cancelled = False
    for position, encounter_id in enumerate(ids):
        try:
            control.step(position, len(ids), f"{doing} händelse {position + 1} av {len(ids)} …")
            remark = act(encounter_id)
        except Cancelled:
            was_cancelled = True
            break
        except AppError as error:
            refused.append(Refused(encounter_id, str(error)))
            if isinstance(error, StorageError):
                break
        else:
            done.append(encounter_id)
            remarks += [remark] if remark else []
    return BulkReport(
        deed,
        len(ids),
        tuple(done),
        tuple(refused),
        tuple(remarks),
        was_cancelled=was_cancelled,
    )
