"""What a person's desk remembers: small things by name, and the steps that can be undone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.domain.desk_memory import NO_STEPS, UndoSteps
from app.persistence.orm_desk import DeskMemoryRow, UndoRow
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors

#: Quick rather than small: a save waits for it.
_LEVEL = 1


class SqlDeskMemory:
    """Implements `desk_memory.DeskMemory`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def get(self, person_id: str, name: str) -> Mapping[str, Any]:
        """Return what is remembered, or nothing."""
        row = self._session.get(DeskMemoryRow, (person_id, name), populate_existing=True)
        return {} if row is None else row.value

    @storage_errors()
    def put(self, person_id: str, name: str, value: Mapping[str, Any]) -> None:
        """Remember in place of what was; nothing forgets it."""
        row = self._session.get(DeskMemoryRow, (person_id, name), populate_existing=True)
        if row is None and value:
            self._session.add(DeskMemoryRow(person_id=person_id, name=name, value=dict(value)))
        elif row is not None and value:
            row.value = dict(value)
        elif row is not None:
            self._session.delete(row)
        self._session.flush()


class SqlUndoMemory:
    """Implements `desk_memory.UndoMemory`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def get(self, encounter_id: str, person_id: str, version: int) -> UndoSteps:
        """Return a person's steps to a stored version; none if anything was stored since."""
        row = self._session.get(UndoRow, encounter_id, populate_existing=True)
        if row is None or (row.person_id, row.version) != (person_id, version):
            return NO_STEPS
        return from_plain(UndoSteps, json.loads(zlib.decompress(row.steps)))

    @storage_errors()
    def put(self, encounter_id: str, person_id: str, version: int, steps: UndoSteps) -> None:
        """Keep the steps that lead to a stored version, in place of what was kept before."""
        text = json.dumps(to_plain(steps), ensure_ascii=False, separators=(",", ":"))
        self._session.merge(
            UndoRow(
                encounter_id=encounter_id,
                person_id=person_id,
                version=version,
                steps=zlib.compress(text.encode(), _LEVEL),
            )
        )
        self._session.flush()
