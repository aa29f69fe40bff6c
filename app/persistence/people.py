"""The users of this database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Person
from app.persistence.engine import lock_where_rows_cannot
from app.persistence.orm_people import PersonRow
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key


class SqlPeople:
    """Implements `ports.People`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[Person]:
        """Everybody who works or has worked here, by name in Swedish order."""
        rows = self._session.scalars(
            select(PersonRow)
            .order_by(PersonRow.name_key, PersonRow.id)
            .execution_options(populate_existing=True)
        )
        return [_person(row) for row in rows]

    @storage_errors()
    def get(self, person_id: str) -> Person | None:
        """One person, or None."""
        row = self._session.get(PersonRow, person_id, populate_existing=True)
        return None if row is None else _person(row)

    @storage_errors()
    def hold(self, person_id: str) -> Person | None:
        """One person, or None, whom nobody else changes until this transaction ends.

        Many may hold the same person at once. Who changes a person waits for all of them.
        """
        lock_where_rows_cannot(self._session.connection())
        row = self._session.get(
            PersonRow, person_id, populate_existing=True, with_for_update={"read": True}
        )
        return None if row is None else _person(row)

    @storage_errors()
    def save(self, person: Person) -> None:
        """Add a person, or change the one with that id."""
        self._session.merge(
            PersonRow(
                id=person.id,
                name=person.name,
                name_key=swedish_key(person.name),
                role=person.role,
                units=list(person.units),
                left_on=person.left_on,
            )
        )
        self._session.flush()


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, row.role, tuple(row.units), row.left_on)
