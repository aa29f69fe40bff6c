"""The work list: filters, orders and pages over all events, quick at 100,000.

Every order is the order of an index (`orm_encounters`), and the ids of a page are found in the
index before any whole row is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.work_list import SortKey, WorkListQuery, WorkListRow
from app.persistence.database_clock import now_ms
from app.persistence.encounter_rows import read_patient, turns_of
from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.orm_people import ClaimRow
from app.persistence.swedish_order import swedish_key

_TURN = (E.turn, E.waiting_since, E.id)
_ORDER: dict[SortKey, tuple[InstrumentedAttribute[Any], ...]] = {
    SortKey.TURN: _TURN,
    SortKey.STATUS: (E.status_order, E.waiting_since, E.id),
    SortKey.UNIT: (E.unit_key, *_TURN),
    SortKey.CLASS: (E.encounter_class, *_TURN),
    SortKey.TYPE: (E.encounter_type, *_TURN),
    SortKey.START: (E.started_at, E.id),
    SortKey.END: (E.ended_at, E.id),
    SortKey.PATIENT: (E.patient_key, E.patient_number, E.id),
    SortKey.CLAIMED: (ClaimRow.person_key, *_TURN),
}
#: Only these columns may be empty; PostgreSQL and SQLite disagree on where the empty go.
_MAY_BE_EMPTY = {SortKey.START, SortKey.END, SortKey.CLAIMED}
_IS_CLAIMED = and_(ClaimRow.encounter_id == E.id, ClaimRow.expires_ms > now_ms())


def find_page(session: Session, query: WorkListQuery, offset: int, limit: int) -> list[WorkListRow]:
    """Find a page of the list. Empty times and names come last, or first when descending."""
    ids = _filtered(select(E.id), query)
    if query.sort is SortKey.CLAIMED:
        ids = ids.outerjoin(ClaimRow, _IS_CLAIMED)
    page = ids.order_by(*_order(query)).offset(offset).limit(limit).subquery()
    rows = session.execute(
        select(E, ClaimRow.person_name)
        .join(page, page.c.id == E.id)
        .outerjoin(ClaimRow, _IS_CLAIMED)
        .order_by(*_order(query))
        .execution_options(populate_existing=True)
    )
    return [_row(row, claimed_by or "") for row, claimed_by in rows]


def count(session: Session, query: WorkListQuery) -> int:
    """Count the events that a query finds."""
    return session.scalar(_filtered(select(func.count(E.id)), query)) or 0


def count_by_status(session: Session) -> dict[str, int]:
    """Count the events of each status."""
    counted = session.execute(select(E.status, func.count()).group_by(E.status))
    return {status.value: number for status, number in counted}


def units(session: Session) -> list[str]:
    """Find the labels of all units with events, in Swedish order."""
    labels = select(E.unit_key, E.unit_label).distinct().order_by(E.unit_key, E.unit_label)
    return [label for _, label in session.execute(labels) if label]


def _row(row: E, claimed_by: str) -> WorkListRow:
    patient = read_patient(row)
    return WorkListRow(
        id=row.id,
        status=row.status,
        unit=row.unit_label,
        encounter_class=row.encounter_class,
        encounter_type=row.encounter_type,
        start=row.started_at,
        end=row.ended_at,
        patient_number=patient.shown_number,
        patient_name=patient.shown_name,
        principal=row.principal,
        claimed_by=claimed_by,
        status_reason=row.status_reason,
        record_changed=row.record_changed,
    )


def _order(query: WorkListQuery) -> list[ColumnElement[Any]]:
    first, *rest = _ORDER[query.sort]
    if query.descending:
        start = first.desc().nulls_first() if query.sort in _MAY_BE_EMPTY else first.desc()
        return [start, *(column.desc() for column in rest)]
    start = first.asc().nulls_last() if query.sort in _MAY_BE_EMPTY else first.asc()
    return [start, *(column.asc() for column in rest)]


def _filtered(statement: Select[Any], query: WorkListQuery) -> Select[Any]:
    return statement.where(*_restrictions(query), *(_has_word(w) for w in query.text.split()))


def _restrictions(query: WorkListQuery) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.statuses:
        turns = sorted({turn for status in query.statuses for turn in turns_of(status)})
        found += [E.turn.in_(turns), E.status.in_(query.statuses)]
    if query.units:
        keys = sorted({swedish_key(unit) for unit in query.units})
        found += [E.unit_key.in_(keys), E.unit_label.in_(query.units)]
    if query.classes:
        found.append(E.encounter_class.in_(query.classes))
    if query.claimed_by:
        is_theirs = or_(
            ClaimRow.person_id == query.claimed_by, ClaimRow.person_name == query.claimed_by
        )
        claimed = select(ClaimRow.encounter_id).where(ClaimRow.expires_ms > now_ms(), is_theirs)
        found.append(E.id.in_(claimed))
    return found


def _has_word(word: str) -> ColumnElement[bool]:
    """Whether the event has the word, as it stands or as an identity number without its dash."""
    typed = word.lower()
    number = typed.replace("-", "").replace("+", "")
    ways = [E.filter_text.contains(typed, autoescape=True)]
    if number.isdecimal():
        if number != typed:
            ways.append(E.filter_text.contains(number, autoescape=True))
        ways.append(E.patient_number.in_([number, f"19{number}", f"20{number}"]))
    return or_(*ways)
