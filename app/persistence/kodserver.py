"""The imported Kodserver tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.file_import import FileImport
from app.domain.kodserver import (
    COMBINATIONS,
    Combination,
    KodserverCode,
    KodserverTable,
    code_key,
)
from app.domain.period import Period
from app.persistence.imported_tables import read_imports, remember_import, replace_rows
from app.persistence.orm_kodserver import KodserverCodeRow, KodserverCombinationRow
from app.persistence.storage_errors import storage_errors


class SqlKodserver:
    """Implements `list_ports.Kodserver`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def imports(self) -> Mapping[str, FileImport]:
        """Return the latest import of every table, by its name."""
        return read_imports(self._session, (*KodserverTable, COMBINATIONS))

    @storage_errors()
    def codes(self, table: KodserverTable) -> list[KodserverCode]:
        """Every row of a table, in the order of the file."""
        return self._codes(KodserverCodeRow.table_name == table.value)

    @storage_errors()
    def find(self, table: KodserverTable, code: str) -> list[KodserverCode]:
        """Return the rows of one code, whatever their validity, in the order of the file."""
        return self._codes(
            KodserverCodeRow.table_name == table.value,
            KodserverCodeRow.code_key == code_key(table, code),
        )

    @storage_errors()
    def combinations(self) -> list[Combination]:
        """Every combination, in the order of the file."""
        row = KodserverCombinationRow
        statement = select(
            row.rate, row.visit_type, row.profession, row.valid_from, row.valid_to
        ).order_by(row.position)
        return [
            Combination(rate, visit_type, profession, Period(start, end))
            for rate, visit_type, profession, start, end in self._session.execute(statement)
        ]

    @storage_errors()
    def replace_codes(
        self, table: KodserverTable, latest: FileImport, codes: Iterable[KodserverCode]
    ) -> None:
        """Let the rows be all that the table holds."""

        def values(position: int, row: KodserverCode) -> dict[str, Any]:
            return {
                "table_name": table.value,
                "position": position,
                "code": row.code,
                "code_key": code_key(table, row.code),
                "text": row.text,
                "valid_from": row.valid.start,
                "valid_to": row.valid.end,
            }

        only = KodserverCodeRow.table_name == table.value
        replace_rows(self._session, KodserverCodeRow, codes, values, only)
        remember_import(self._session, latest)

    @storage_errors()
    def replace_combinations(self, latest: FileImport, combinations: Iterable[Combination]) -> None:
        """Let the combinations be all that there are."""
        replace_rows(self._session, KodserverCombinationRow, combinations, _combination_values)
        remember_import(self._session, latest)

    def _codes(self, *conditions: Any) -> list[KodserverCode]:
        row = KodserverCodeRow
        statement = (
            select(row.code, row.text, row.valid_from, row.valid_to)
            .where(*conditions)
            .order_by(row.position)
        )
        return [
            KodserverCode(code, text, Period(start, end))
            for code, text, start, end in self._session.execute(statement)
        ]


def _combination_values(position: int, row: Combination) -> dict[str, Any]:
    return {
        "position": position,
        "rate": row.rate,
        "visit_type": row.visit_type,
        "profession": row.profession,
        "valid_from": row.valid.start,
        "valid_to": row.valid.end,
    }
