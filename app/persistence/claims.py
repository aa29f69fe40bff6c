"""Who works on which event. Leases run on the database's clock, one statement a claim."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.access import Claim, Person
from app.domain.errors import ClaimedByOtherError, NotFoundError
from app.persistence.database_clock import now_ms
from app.persistence.orm_people import ClaimRow
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key
from app.persistence.upsert import insert_for

_MINUTE_MS = 60_000


class SqlClaims:
    """Implements `ports.Claims`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def take(self, encounter_id: str, person: Person, minutes: int) -> Claim:
        """Take the claim, or renew one's own.

        Raises:
            ClaimedByOtherError: somebody else holds an unexpired claim.
            NotFoundError: no event has that id.

        """
        try:
            with self._session.begin_nested():
                expires = self._take(encounter_id, person, minutes)
        except IntegrityError:
            raise NotFoundError("Vårdkontakten finns inte längre i arbetslistan.") from None
        if expires is None:
            raise ClaimedByOtherError(self._taken_by(encounter_id))
        return Claim(encounter_id, person.id, person.name, _moment(expires))

    @storage_errors()
    def release(self, encounter_id: str, person_id: str) -> None:
        """Let go of one's own claim; somebody else's stays."""
        row = self._session.get(ClaimRow, encounter_id, populate_existing=True)
        if row is not None and row.person_id == person_id:
            self._session.delete(row)
            self._session.flush()

    @storage_errors()
    def holder(self, encounter_id: str) -> Claim | None:
        """Return the unexpired claim, or None."""
        found = self._session.execute(
            select(ClaimRow.person_id, ClaimRow.person_name, ClaimRow.expires_ms).where(
                ClaimRow.encounter_id == encounter_id, ClaimRow.expires_ms > now_ms()
            )
        ).first()
        return None if found is None else Claim(encounter_id, found[0], found[1], _moment(found[2]))

    @storage_errors()
    def is_holding(self, person_id: str) -> bool:
        """Whether a person holds any unexpired claim."""
        held = select(ClaimRow.encounter_id).where(
            ClaimRow.person_id == person_id, ClaimRow.expires_ms > now_ms()
        )
        return self._session.execute(held.limit(1)).first() is not None

    def _take(self, encounter_id: str, person: Person, minutes: int) -> int | None:
        insert = insert_for(self._session, ClaimRow).values(
            encounter_id=encounter_id,
            person_id=person.id,
            person_name=person.name,
            person_key=swedish_key(person.name),
            expires_ms=now_ms() + minutes * _MINUTE_MS,
        )
        wanted = insert.excluded
        is_free = or_(ClaimRow.expires_ms <= now_ms(), ClaimRow.person_id == wanted.person_id)
        taken = insert.on_conflict_do_update(
            index_elements=[ClaimRow.encounter_id],
            set_={
                "person_id": wanted.person_id,
                "person_name": wanted.person_name,
                "person_key": wanted.person_key,
                "expires_ms": wanted.expires_ms,
            },
            where=is_free,
        ).returning(ClaimRow.expires_ms)
        return self._session.scalars(taken).one_or_none()

    def _taken_by(self, encounter_id: str) -> str:
        holder = self.holder(encounter_id)
        if holder is None:
            return "Någon annan släppte just händelsen. Försök igen."
        until = holder.until.astimezone()
        return (
            f"{holder.person_name} arbetar med händelsen till {until:%H:%M}. "
            "Välj en annan så länge, eller försök igen då."
        )


def _moment(expires_ms: int) -> datetime:
    return datetime.fromtimestamp(expires_ms / 1000, UTC)
