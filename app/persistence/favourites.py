"""The codes that people keep at hand."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.domain.code_set import Favourite
from app.domain.codes import CodeSystem
from app.persistence.orm_people import FavouriteRow
from app.persistence.storage_errors import storage_errors


class SqlFavourites:
    """Implements `personal_ports.Favourites`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[Favourite]:
        """Return everybody's, oldest first."""
        return self._read()

    @storage_errors()
    def of_person(self, person_id: str) -> list[Favourite]:
        """Return one person's, oldest first."""
        return self._read(FavouriteRow.person_id == person_id)

    @storage_errors()
    def add(self, favourite: Favourite) -> None:
        """Keep a code; one that is kept already stays as it is."""
        key = (favourite.person_id, favourite.system, favourite.code)
        if self._session.get(FavouriteRow, key) is None:
            self._session.add(
                FavouriteRow(
                    person_id=favourite.person_id,
                    system=favourite.system,
                    code=favourite.code,
                    added_at=favourite.added_at,
                )
            )
            self._session.flush()

    @storage_errors()
    def remove(self, person_id: str, system: CodeSystem, code: str) -> None:
        """Keep a code no longer; one that is gone stays gone."""
        row = self._session.get(FavouriteRow, (person_id, system, code))
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def _read(self, *only: ColumnElement[bool]) -> list[Favourite]:
        row = FavouriteRow
        rows = self._session.scalars(
            select(row)
            .where(*only)
            .order_by(row.added_at, row.person_id, row.system, row.code)
            .execution_options(populate_existing=True)
        )
        return [Favourite(r.person_id, r.system, r.code, r.added_at) for r in rows]
