"""The imported local lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from app.domain.concept import SourceFile
from app.domain.local_list import ColumnMapping, LocalCode, LocalList, local_key
from app.persistence.imported_tables import insert_rows
from app.persistence.orm_kodserver import LocalCodeRow, LocalListRow
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key


class SqlLocalLists:
    """Implements `list_ports.LocalLists`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[LocalList]:
        """Every list, in Swedish order of names, newest version first."""
        rows = self._session.scalars(
            select(LocalListRow).order_by(
                LocalListRow.name_key, LocalListRow.valid_from.desc(), LocalListRow.id
            )
        )
        return [_to_list(row) for row in rows]

    @storage_errors()
    def add(self, local_list: LocalList, codes: Iterable[LocalCode]) -> None:
        """Insert the list and its codes, which may come from a generator."""

        def values(position: int, code: LocalCode) -> dict[str, Any]:
            return {
                "list_id": local_list.id,
                "position": position,
                "code": code.code,
                "code_key": local_key(code.code),
                "text": code.text,
                "text_key": code.text.casefold(),
                "valid_from": code.valid_from,
            }

        self._session.add(_to_row(local_list))
        self._session.flush()
        insert_rows(self._session, LocalCodeRow, codes, values)

    @storage_errors()
    def find(self, list_id: str, code: str) -> list[LocalCode]:
        """Return the rows of one code, newest first."""
        statement = _codes_of(list_id).where(LocalCodeRow.code_key == local_key(code))
        found = [LocalCode(*row) for row in self._session.execute(statement)]
        return sorted(found, key=_first_day, reverse=True)

    @storage_errors()
    def page(self, list_id: str, text: str, offset: int, limit: int) -> list[LocalCode]:
        """Return rows whose code begins with the text, or whose text contains it."""
        statement = _codes_of(list_id)
        if text.strip():
            of_code = LocalCodeRow.code_key.startswith(local_key(text), autoescape=True)
            of_text = LocalCodeRow.text_key.contains(text.strip().casefold(), autoescape=True)
            statement = statement.where(or_(of_code, of_text) if local_key(text) else of_text)
        rows = self._session.execute(statement.offset(offset).limit(limit))
        return [LocalCode(*row) for row in rows]

    @storage_errors()
    def remove(self, list_id: str) -> None:
        """Delete a list with its codes; an unknown one is no error."""
        connection = self._session.connection()
        connection.execute(delete(LocalCodeRow).where(LocalCodeRow.list_id == list_id))
        connection.execute(delete(LocalListRow).where(LocalListRow.id == list_id))


def _codes_of(list_id: str) -> Select[str, str, date | None]:
    return (
        select(LocalCodeRow.code, LocalCodeRow.text, LocalCodeRow.valid_from)
        .where(LocalCodeRow.list_id == list_id)
        .order_by(LocalCodeRow.position)
    )


def _first_day(code: LocalCode) -> str:
    return code.valid_from.isoformat() if code.valid_from else ""


def _to_list(row: LocalListRow) -> LocalList:
    return LocalList(
        id=row.id,
        name=row.name,
        system_label=row.system_label,
        version=row.version,
        valid_from=row.valid_from,
        source=SourceFile(row.file_name, row.sha256),
        mapping=from_plain(ColumnMapping, row.mapping),
        rows=row.rows,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
    )


def _to_row(local_list: LocalList) -> LocalListRow:
    return LocalListRow(
        id=local_list.id,
        name=local_list.name,
        name_key=swedish_key(local_list.name),
        system_label=local_list.system_label,
        version=local_list.version,
        valid_from=local_list.valid_from,
        file_name=local_list.source.name,
        sha256=local_list.source.sha256,
        mapping=to_plain(local_list.mapping),
        rows=local_list.rows,
        imported_at=local_list.imported_at,
        imported_by=local_list.imported_by,
    )
