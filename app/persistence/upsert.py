"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share and SQLAlchemy keeps apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.persistence.base import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_for(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Begin an insert into a table that may say what to do on a conflict."""
    # Each dialect is imported where it is used: a start pays for one of them only.
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite  # noqa: PLC0415

        return insert_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql  # noqa: PLC0415

    return insert_postgresql(table)
