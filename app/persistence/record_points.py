"""What the record tells of how much an event takes to code, beside the event itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.domain.complexity import complexity_of, record_points, stay_points
from app.domain.record import CareRecord
from app.persistence.orm_encounters import EncounterRow, RecordPoints


def note_record_points(session: Session, encounter: EncounterRow, record: CareRecord) -> None:
    """Guess anew how complex an event is, now that its record is another.

    The guess is no part of the event: it makes no new version, so a coder with the event on
    the desk is not disturbed.
    """
    stay = stay_points(encounter.encounter_class, encounter.started_at, encounter.ended_at)
    derived = session.get_one(RecordPoints, encounter.id, populate_existing=True)
    derived.record_points = record_points(record)
    derived.complexity = complexity_of(stay + derived.record_points)
    session.flush()
    session.expire(encounter, ["record_points", "complexity"])
