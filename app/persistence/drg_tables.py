"""The imported sets of NordDRG definition tables."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.drg_ports import DrgTableSet
from app.domain.drg_tables import (
    CategoryRow,
    DefinitionTables,
    DrgName,
    ExclusionRow,
    FeatureRow,
    LogicRow,
)
from app.domain.period import Period
from app.persistence.orm_drg import DrgTableSetRow
from app.persistence.storage_errors import storage_errors

#: The parts of a set that are rows, and what each row becomes.
_PARTS: dict[str, Any] = {
    "rules": LogicRow,
    "diagnoses": FeatureRow,
    "procedures": FeatureRow,
    "categories": CategoryRow,
    "exclusions": ExclusionRow,
    "names": DrgName,
}


class SqlDrgTables:
    """Implements `drg_ports.DrgTables`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[DrgTableSet]:
        """Every set, the latest year first."""
        row = DrgTableSetRow
        rows = self._session.scalars(select(row).order_by(row.version, row.id))
        sets = [_to_set(each) for each in rows]
        return sorted(sets, key=lambda each: -(each.valid.start.year if each.valid.start else 0))

    @storage_errors()
    def content(self, set_id: str) -> DefinitionTables | None:
        """Return the rows of a set, or None."""
        row = self._session.get(DrgTableSetRow, set_id)
        return None if row is None else _unpacked(row)

    @storage_errors()
    def add(self, described: DrgTableSet, tables: DefinitionTables) -> None:
        """Keep a set."""
        self._session.add(_to_row(described, tables))
        self._session.flush()

    @storage_errors()
    def remove(self, set_id: str) -> None:
        """Forget a set; nothing where there is none."""
        self._session.execute(delete(DrgTableSetRow).where(DrgTableSetRow.id == set_id))


def _to_set(row: DrgTableSetRow) -> DrgTableSet:
    return DrgTableSet(
        row.id,
        row.country,
        row.version,
        Period(row.valid_from, row.valid_to),
        row.layout,
        row.rules,
        row.checksum,
        row.source,
        row.imported_by,
        row.imported_at,
        tuple(row.remarks),
    )


def _to_row(described: DrgTableSet, tables: DefinitionTables) -> DrgTableSetRow:
    parts: dict[str, Any] = {part: list(getattr(tables, part)) for part in _PARTS}
    rest = {"texts": tables.texts, "plain": tables.plain}
    document = json.dumps({**parts, **rest}, ensure_ascii=False)
    return DrgTableSetRow(
        id=described.id,
        country=described.country,
        version=described.version,
        valid_from=described.valid.start,
        valid_to=described.valid.end,
        layout=described.layout,
        rules=described.rules,
        checksum=described.checksum,
        source=described.source,
        imported_by=described.imported_by,
        imported_at=described.imported_at,
        remarks=list(described.remarks),
        content=zlib.compress(document.encode()),
    )


def _unpacked(row: DrgTableSetRow) -> DefinitionTables:
    read = json.loads(zlib.decompress(row.content))
    parts: dict[str, Any] = {
        part: tuple(map(kind._make, read[part])) for part, kind in _PARTS.items()
    }
    return DefinitionTables(
        layout=row.layout,
        texts=read["texts"],
        plain=tuple(read.get("plain", ())),
        version=row.version,
        country=row.country,
        valid=Period(row.valid_from, row.valid_to),
        **parts,
    )
