"""Small facts of the database itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.persistence.orm_intake import FactRow
from app.persistence.storage_errors import storage_errors
from app.persistence.upsert import insert_for


class SqlFacts:
    """Implements `ports.Facts`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def get(self, key: str) -> str | None:
        """Return the value of a fact, or None."""
        row = self._session.get(FactRow, key, populate_existing=True)
        return None if row is None else row.value

    @storage_errors()
    def set(self, key: str, value: str) -> None:
        """Write a fact, over an earlier value if there is one; until commit nobody else can."""
        written = insert_for(self._session, FactRow).values(key=key, value=value)
        self._session.execute(
            written.on_conflict_do_update(
                index_elements=[FactRow.key], set_={"value": written.excluded.value}
            )
        )
