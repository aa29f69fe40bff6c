"""Small facts of the database itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.persistence.orm_intake import FactRow
from app.persistence.storage_errors import storage_errors


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
        """Write a fact, over an earlier value if there is one."""
        self._session.merge(FactRow(key=key, value=value))
        self._session.flush()
