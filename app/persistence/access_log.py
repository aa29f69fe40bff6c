"""The log of opened patients: added to, read, never changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import AccessEvent
from app.persistence.orm_people import AccessRow
from app.persistence.storage_errors import storage_errors


class SqlAccessLog:
    """Implements `ports.AccessLog`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def add(self, event: AccessEvent) -> None:
        """Write a line."""
        self._session.add(
            AccessRow(
                at=event.at,
                person_id=event.person_id,
                person_name=event.person_name,
                kind=event.kind,
                encounter_id=event.encounter_id,
                patient_number=event.patient_number,
            )
        )
        self._session.flush()

    @storage_errors()
    def latest(self, limit: int, encounter_id: str | None = None) -> list[AccessEvent]:
        """Return the lines written last, newest first; of one event if its id is given."""
        statement = select(AccessRow).order_by(AccessRow.id.desc()).limit(limit)
        if encounter_id is not None:
            statement = statement.where(AccessRow.encounter_id == encounter_id)
        return [
            AccessEvent(
                at=row.at,
                person_id=row.person_id,
                person_name=row.person_name,
                kind=row.kind,
                encounter_id=row.encounter_id,
                patient_number=row.patient_number,
            )
            for row in self._session.scalars(statement)
        ]
