"""What the repositories of whole tables share: replacing all rows, and the file they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from app.domain.concept import SourceFile
from app.domain.file_import import FileImport
from app.persistence.base import Base
from app.persistence.orm_kodserver import ImportedTableRow

T = TypeVar("T")

#: Rows in one statement: enough for speed, few enough for a report of progress in between.
_BATCH = 2_000


def read_imports(session: Session, names: Iterable[str]) -> Mapping[str, FileImport]:
    """Return the latest import of each of the tables that has one."""
    statement = select(ImportedTableRow).where(ImportedTableRow.name.in_(list(names)))
    rows = session.scalars(statement.execution_options(populate_existing=True))
    return {row.name: _to_import(row) for row in rows}


def remember_import(session: Session, latest: FileImport) -> None:
    """Note what a table was read from, over what was noted before."""
    session.merge(
        ImportedTableRow(
            name=latest.name,
            file_name=latest.source.name,
            sha256=latest.source.sha256,
            rows=latest.rows,
            imported_at=latest.imported_at,
            imported_by=latest.imported_by,
        )
    )
    session.flush()


def replace_rows(
    session: Session,
    table: type[Base],
    items: Iterable[T],
    values: Callable[[int, T], dict[str, Any]],
    only: ColumnElement[bool] | None = None,
) -> None:
    """Let the items be all rows of a table, or all of those that `only` picks out."""
    connection = session.connection()
    connection.execute(delete(table) if only is None else delete(table).where(only))
    insert_rows(session, table, items, values)


def insert_rows(
    session: Session,
    table: type[Base],
    items: Iterable[T],
    values: Callable[[int, T], dict[str, Any]],
) -> None:
    """Insert items that may come from a generator, numbered from 0."""
    connection = session.connection()
    numbered = enumerate(items)
    while batch := list(islice(numbered, _BATCH)):
        connection.execute(insert(table), [values(position, item) for position, item in batch])


def _to_import(row: ImportedTableRow) -> FileImport:
    return FileImport(
        name=row.name,
        source=SourceFile(row.file_name, row.sha256),
        rows=row.rows,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
    )
