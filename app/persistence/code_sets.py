"""The templates: codes that are put on an event together."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.code_set import CodeSet, CodeSetItem
from app.persistence.orm_people import CodeSetRow
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key


class SqlCodeSets:
    """Implements `personal_ports.CodeSets`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[CodeSet]:
        """Return every set, by name in Swedish order."""
        rows = self._session.scalars(
            select(CodeSetRow)
            .order_by(CodeSetRow.name_key, CodeSetRow.name, CodeSetRow.id)
            .execution_options(populate_existing=True)
        )
        return [_to_set(row) for row in rows]

    @storage_errors()
    def get(self, set_id: str) -> CodeSet | None:
        """Return a set, or None."""
        row = self._session.get(CodeSetRow, set_id, populate_existing=True)
        return None if row is None else _to_set(row)

    @storage_errors()
    def save(self, code_set: CodeSet) -> None:
        """Add a set, or replace the one of that id."""
        self._session.merge(
            CodeSetRow(
                id=code_set.id,
                name=code_set.name,
                name_key=swedish_key(code_set.name),
                owner_id=code_set.owner_id,
                items=[to_plain(item) for item in code_set.items],
                changed_at=code_set.changed_at,
                review_on=code_set.review_on,
            )
        )
        self._session.flush()

    @storage_errors()
    def remove(self, set_id: str) -> None:
        """Delete a set; one that is gone stays gone."""
        row = self._session.get(CodeSetRow, set_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()


def _to_set(row: CodeSetRow) -> CodeSet:
    items = tuple(from_plain(CodeSetItem, item) for item in row.items)
    return CodeSet(row.id, row.name, row.owner_id, items, row.changed_at, row.review_on)
