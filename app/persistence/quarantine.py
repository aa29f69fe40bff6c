"""Rows that could not be imported, kept for another try."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.intake import QuarantineItem, Rejected
from app.persistence.orm_intake import QuarantineRow
from app.persistence.storage_errors import storage_errors


class SqlQuarantine:
    """Implements `ports.Quarantine`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def add(self, kind: str, rejected: Iterable[Rejected], at: datetime) -> None:
        """Set rows of a kind of file aside."""
        self._session.add_all(
            QuarantineRow(
                kind=kind,
                file_name=item.file_name,
                place=item.place,
                reason=item.reason,
                content=item.content,
                at=at,
            )
            for item in rejected
        )
        self._session.flush()

    @storage_errors()
    def all(self) -> list[QuarantineItem]:
        """Every row set aside, oldest first."""
        rows = self._session.scalars(select(QuarantineRow).order_by(QuarantineRow.id))
        return [
            QuarantineItem(
                id=row.id,
                kind=row.kind,
                rejected=Rejected(row.file_name, row.place, row.reason, row.content),
                at=row.at,
            )
            for row in rows
        ]

    @storage_errors()
    def remove(self, item_id: int) -> None:
        """Take a row away; one that is gone stays gone."""
        row = self._session.get(QuarantineRow, item_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
