"""The latest signed version of each event, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.encounter import Status
from app.domain.version import SignedVersion
from app.persistence.orm_encounters import EncounterRow
from app.persistence.orm_versions import SignedVersionRow
from app.persistence.plain_data import from_plain
from app.persistence.storage_errors import storage_errors

_PAGE = 200


class SqlSignedEvents:
    """Implements `drg_regroup.SignedEvents`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def count(self, since: datetime | None = None) -> int:
        """Tell how many events have a version signed at that time or later."""
        chosen = _latest(since).subquery()
        return self._session.scalar(select(func.count()).select_from(chosen)) or 0

    def latest(self, since: datetime | None = None) -> Iterator[SignedVersion]:
        """Yield the latest version of each signed event in order of their ids, a page at a time."""
        after = ""
        while page := self._page(since, after):
            for encounter_id, snapshot in page:
                yield from_plain(SignedVersion, snapshot)
                after = encounter_id

    @storage_errors()
    def _page(self, since: datetime | None, after: str) -> list[tuple[str, Any]]:
        latest = _latest(since).where(SignedVersionRow.encounter_id > after).subquery()
        rows = self._session.execute(
            select(SignedVersionRow.encounter_id, SignedVersionRow.snapshot)
            .join(
                latest,
                (SignedVersionRow.encounter_id == latest.c.encounter_id)
                & (SignedVersionRow.number == latest.c.number),
            )
            .order_by(SignedVersionRow.encounter_id)
            .limit(_PAGE)
        )
        return [(row.encounter_id, row.snapshot) for row in rows]


def _latest(since: datetime | None) -> Select[str, int]:
    """Return id and highest number of each event that is signed now."""
    chosen = (
        select(SignedVersionRow.encounter_id, func.max(SignedVersionRow.number).label("number"))
        .join(EncounterRow, EncounterRow.id == SignedVersionRow.encounter_id)
        .where(EncounterRow.status == Status.SIGNED.value)
        .group_by(SignedVersionRow.encounter_id)
    )
    if since is not None:
        chosen = chosen.having(func.max(SignedVersionRow.signed_at) >= since)
    return chosen
