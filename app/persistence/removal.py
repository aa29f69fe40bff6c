"""Taking events away: what a split or merge replaced, and the demonstration data."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.domain.encounter import Status
from app.domain.errors import NotAllowedError, StaleSaveError
from app.persistence.base import Base
from app.persistence.orm_encounters import EncounterRow, SaveRow
from app.persistence.orm_queries import ClinicianQueryRow
from app.persistence.orm_versions import SignedVersionRow
from app.persistence.storage_errors import STALE

_SIGNED = (
    "En händelse som är eller har varit signerad kan inte delas, slås ihop eller tas bort. "
    "Öppna den åter med ett skäl och ändra dess koder i stället."
)
#: The source of demonstration events; the trigger on signed versions knows it too.
_DEMO = "demo"


def remove(session: Session, encounter_id: str) -> None:
    """Take one event away, with its record and claim; a signed one is refused."""
    row = session.get(EncounterRow, encounter_id, populate_existing=True)
    if row is None:
        return
    signed = exists().where(SignedVersionRow.encounter_id == encounter_id)
    if row.status is Status.SIGNED or session.scalar(select(signed)):
        raise NotAllowedError(_SIGNED)
    _delete(session, [row])


def remove_demo(session: Session) -> int:
    """Take every demonstration event away, with its versions; return how many they were."""
    is_demo = EncounterRow.source == _DEMO
    events = session.scalars(
        select(EncounterRow).where(is_demo).execution_options(populate_existing=True)
    ).all()
    ids = select(EncounterRow.id).where(is_demo)
    versions = select(SignedVersionRow).where(SignedVersionRow.encounter_id.in_(ids))
    saves = select(SaveRow).where(SaveRow.encounter_id.in_(ids))
    asked = select(ClinicianQueryRow).where(ClinicianQueryRow.encounter_id.in_(ids))
    about = [*session.scalars(versions), *session.scalars(saves), *session.scalars(asked)]
    _delete(session, about)
    _delete(session, events)
    return len(events)


def _delete(session: Session, rows: Sequence[Base]) -> None:
    try:
        with session.begin_nested():
            for row in rows:
                session.delete(row)
    except StaleDataError:
        raise StaleSaveError(STALE) from None
