"""Which unsigned events carry which codes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from app.domain.code_use import CodeUse
from app.domain.codes import CodeSystem
from app.domain.encounter import Status
from app.persistence.orm_encounters import AssignedCodeRow, EncounterRow

#: Codes in one question; SQLite takes so many parameters in every version that is in use.
_BATCH = 500


def find_uses(session: Session, system: CodeSystem, codes: Collection[str]) -> list[CodeUse]:
    """Return where unsigned events carry any of the codes, oldest event first."""
    asked = sorted(set(codes))
    found = [
        row
        for at in range(0, len(asked), _BATCH)
        for row in session.execute(_question(system, asked[at : at + _BATCH]))
    ]
    found.sort(key=lambda row: (row.begun is None, row.begun or 0, row.encounter_id, row.code))
    return [_use(row) for row in found]


def _question(system: CodeSystem, codes: Collection[str]) -> Any:
    code, event = AssignedCodeRow, EncounterRow
    begun = func.coalesce(event.ended_at, event.started_at).label("begun")
    principal = func.max(cast(code.is_principal, Integer)).label("principal")
    return (
        select(code.code, code.encounter_id, event.status, event.ended_at, begun, principal)
        .join(event, event.id == code.encounter_id)
        .where(code.system == system, code.code.in_(codes), event.status != Status.SIGNED)
        .group_by(code.code, code.encounter_id, event.status, event.ended_at, begun)
    )


def _use(row: Any) -> CodeUse:
    day: date | None = row.ended_at.date() if row.ended_at else None
    return CodeUse(row.code, row.encounter_id, row.status, day, bool(row.principal))
