"""Named work-list queries of a person."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.work_list import SavedView, WorkListQuery
from app.persistence.orm_people import SavedViewRow
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key


class SqlSavedViews:
    """Implements `ports.SavedViews`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def of_person(self, person_id: str) -> list[SavedView]:
        """Return the views of a person, by name in Swedish order."""
        rows = self._session.scalars(
            select(SavedViewRow)
            .where(SavedViewRow.person_id == person_id)
            .order_by(SavedViewRow.name_key, SavedViewRow.name)
            .execution_options(populate_existing=True)
        )
        return [SavedView(row.name, from_plain(WorkListQuery, row.query)) for row in rows]

    @storage_errors()
    def save(self, person_id: str, view: SavedView) -> None:
        """Add a view, or replace the one of that name."""
        self._session.merge(
            SavedViewRow(
                person_id=person_id,
                name=view.name,
                name_key=swedish_key(view.name),
                query=to_plain(view.query),
            )
        )
        self._session.flush()

    @storage_errors()
    def remove(self, person_id: str, name: str) -> None:
        """Take a view away; one that is gone stays gone."""
        row = self._session.get(SavedViewRow, (person_id, name))
        if row is not None:
            self._session.delete(row)
            self._session.flush()
