"""A person whose data are protected is so in every event: one that says so masks the others.

Protection stands in each event, since each file tells it anew, and an older event was perhaps
read in before it. It is spread when what was stored is about to be made permanent, so that
whatever reads events, lists and paper included, finds it there.

On a server two may store events of one person at once, and neither sees the other's. So the
persons are held from the spreading to the end of the transaction: the second waits for the
first, and sees what it stored. A file of thousands is as quick as before, and holds nobody up
while it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from zlib import crc32

from sqlalchemy import Select, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.domain.encounter import Encounter
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient, Protection, strictest
from app.persistence.encounter_rows import filter_text
from app.persistence.orm_encounters import PatientMask
from app.persistence.storage_errors import is_held_by_another
from app.persistence.swedish_order import swedish_key

#: Where a session keeps the events that were stored since its last commit: the number of the
#: person, and the protection that the row was written under.
_STORED = "stored persons"
Stored = Mapping[str, tuple[str, Protection]]
#: Locks are no more than this, however many persons a file has: a server has room for some
#: thousands in all. Any number that no other program uses tells them from other locks.
_PLACES, _KIND = 256, 5_063_742
_HOLD = text("SELECT pg_advisory_xact_lock(:kind, place) FROM unnest(CAST(:places AS int[])) place")
_AT_ONCE = 500
T = TypeVar("T")


def protected_as_known(session: Session, encounter: Encounter) -> Encounter:
    """Give the patient of an event the strictest protection that any of their events has.

    The event is then spoken for: `spread_protection` looks at it once more.
    """
    patient = encounter.patient
    if number := patient.identity.text:
        known = session.scalars(_protections((number,)).where(PatientMask.id != encounter.id))
        patient = replace(patient, protection=strictest((patient.protection, *known)))
        session.info.setdefault(_STORED, {})[encounter.id] = (number, patient.protection)
    return replace(encounter, patient=patient)


def spread_protection(session: Session) -> None:
    """Mask the persons of all events stored in this transaction alike in all their events.

    It is no part of the coding: it makes no new version, so that nobody who has one of the
    events on the desk is told that it was saved meanwhile. To be followed by the commit.
    """
    stored: Stored = session.info.pop(_STORED, {})
    if not stored:
        return
    numbers = sorted({number for number, _ in stored.values()})
    while held := _spread_unless_held(session, numbers, stored):
        # Whoever has these events may wait for the persons, which are free again meanwhile.
        list(_locked(session, held, at_once=False))


def _spread_unless_held(
    session: Session, numbers: Sequence[str], stored: Stored
) -> Mapping[str, Protection]:
    """Spread and hold the persons; where another writes one of the events, do nothing of it.

    Returns the events to wait for.
    """
    attempt = session.begin_nested()
    _hold(session, numbers)
    behind = _behind(session, numbers, stored)
    try:
        for mask in _locked(session, behind, at_once=True):
            _mask(mask, behind[mask.id])
    except OperationalError as error:
        attempt.rollback()
        if not is_held_by_another(error):
            raise
        return behind
    attempt.commit()
    return {}


def _hold(session: Session, numbers: Sequence[str]) -> None:
    """Let nobody else spread the protection of these persons until the transaction ends.

    Always in the same order, so that nobody waits for one who waits for them. SQLite has one
    writer at a time.
    """
    if session.get_bind().dialect.name == "postgresql":
        places = sorted({crc32(number.encode()) % _PLACES for number in numbers})
        session.execute(_HOLD, {"kind": _KIND, "places": places})


def _behind(session: Session, numbers: Sequence[str], stored: Stored) -> dict[str, Protection]:
    """Find the events that hide less of their person than another does, and what they should.

    An event of this transaction may have been written under less than the row says by now.
    """
    behind = {}
    for few in _some_at_a_time(list(_known(session, numbers).items())):
        wanted = dict(few)
        events = select(PatientMask.id, PatientMask.patient_number, PatientMask.protection)
        for event_id, number, protection in session.execute(
            events.where(PatientMask.patient_number.in_(wanted))
        ):
            _, written = stored.get(event_id, (number, protection))
            if {protection, written} != {wanted[number]}:
                behind[event_id] = wanted[number]
    return behind


def _known(session: Session, numbers: Sequence[str]) -> dict[str, Protection]:
    """Find the strictest protection of those who have any."""
    found: dict[str, Protection] = {}
    for few in _some_at_a_time(numbers):
        asked = _protections(few).add_columns(PatientMask.patient_number).distinct()
        for protection, number in session.execute(asked):
            found[number] = strictest((found.get(number, Protection.NONE), protection))
    return found


def _protections(numbers: Sequence[str]) -> Select[Protection]:
    return select(PatientMask.protection).where(
        PatientMask.patient_number.in_(numbers), PatientMask.protection != Protection.NONE
    )


def _locked(session: Session, events: Collection[str], *, at_once: bool) -> Iterator[PatientMask]:
    """Lock events as they are now, in an order that is the same for everybody."""
    for few in _some_at_a_time(sorted(events)):
        chosen = select(PatientMask).where(PatientMask.id.in_(few)).order_by(PatientMask.id)
        locking = chosen.with_for_update(key_share=True, nowait=at_once)
        yield from session.scalars(locking.execution_options(populate_existing=True))


def _some_at_a_time(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """Part what one statement could not hold."""
    return (many[first : first + _AT_ONCE] for first in range(0, len(many), _AT_ONCE))


def _mask(mask: PatientMask, protection: Protection) -> None:
    hidden = Patient(IdentityNumber(""), protection=protection)
    mask.protection = protection
    mask.patient_key = swedish_key(hidden.shown_name)
    mask.filter_text = filter_text(mask.id, mask.principal, mask.unit_label, hidden)
