"""The work list: filters, orders and pages over all events, quick at a million.

Every order is the order of an index (`orm_encounters`), and the ids of a page are found in the
index before any row is read. The filters are in `work_list_filter`, words in `event_words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.complexity import Complexity
from app.domain.encounter import Status
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.work_list import SortKey, WorkListQuery, WorkListRow
from app.persistence.database_clock import now_ms
from app.persistence.encounter_rows import STATUS_ORDER, read_assignee
from app.persistence.event_words import ListWords, words_of
from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.orm_people import ClaimRow
from app.persistence.passed_by import passed_by
from app.persistence.work_list_filter import (
    Key,
    as_it_is,
    names_a_person,
    restrictions,
    spellings,
)

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
    SortKey.COMPLEXITY: (E.complexity, *_TURN),
    SortKey.ASSIGNED: (E.assigned_key, *_TURN),
}
#: So many events are put in order as they are found.
_FEW = 5_000
#: So many that an index finds by their words are looked at one by one.
_FEW_BY_WORDS = 10_000
#: Orders that an index would begin with many signed events; the index of the filters has them.
_HELD = frozenset({SortKey.STATUS, SortKey.CLASS, SortKey.TYPE, SortKey.COMPLEXITY})
_BY_HOLDER = (ClaimRow.person_key, *_TURN)
#: Only these may be empty; PostgreSQL and SQLite disagree on where the empty go.
_MAY_BE_EMPTY = {E.started_at.key, E.ended_at.key}
_IS_CLAIMED = and_(ClaimRow.encounter_id == E.id, ClaimRow.expires_ms > now_ms())
_SHOWN = (
    E.id,
    E.status,
    E.unit_label,
    E.encounter_class,
    E.encounter_type,
    E.started_at,
    E.ended_at,
    E.patient_number,
    E.patient_name,
    E.protection,
    E.principal,
    ClaimRow.person_name,
    E.status_reason,
    E.record_changed,
    E.park_until,
    E.assigned_to,
    E.assigned_name,
    E.complexity,
)


def find_page(session: Session, query: WorkListQuery, offset: int, limit: int) -> list[WorkListRow]:
    """Find a page of the list. Empty times and names come last, or first when descending."""
    if query.sort is SortKey.CLAIMED:
        rows = _page_by_holder(session, query, offset, limit)
    else:
        ids = _ordered(session, query).offset(offset).limit(limit)
        rows = _rows(session, ids, _directed(_ORDER[query.sort], query)) if limit > 0 else []
    return [_row(row) for row in rows]


def find_ids(session: Session, query: WorkListQuery, limit: int) -> list[str]:
    """Find the ids of the list in its order, so many at most; claims do not order them."""
    sort = SortKey.TURN if query.sort is SortKey.CLAIMED else query.sort
    return list(session.scalars(_ordered(session, replace(query, sort=sort)).limit(limit)))


def count(session: Session, query: WorkListQuery) -> int:
    """Count the events that a query finds."""
    words = _words(session, query)
    asks_words_alone = query == replace(_everything(query), text=query.text)
    counted = words.counted() if asks_words_alone else None
    if counted is not None:
        return counted
    found = _found(words, query).with_only_columns(func.count()).select_from(E)
    return session.scalar(found) or 0


def _words(session: Session, query: WorkListQuery) -> ListWords:
    return words_of(session, [spellings(word) for word in query.text.split()])


def _found(words: ListWords, query: WorkListQuery) -> Select[Any]:
    """Find the ids of a list; few that have its words are found first, and looked at then."""
    if words.are_in_few(_FEW_BY_WORDS):
        return select(E.id).where(words.are_in(), *restrictions(query, passed_by))
    return select(E.id).where(*restrictions(query))


def _ordered(session: Session, query: WorkListQuery) -> Select[Any]:
    """Find the events of a list in its order, quickly whatever share of all it holds.

    Few are found first and ordered then; in the order of work only those of one person and those
    with rare words, as the index of that order is quick for all else. Of many, a list without
    signed events is ordered as it is read from the index that holds all that is asked, where
    that holds the order too; else an index in the order of the list is followed, which passes
    what is not in it.
    """
    order = _ORDER[query.sort]
    words = _words(session, query)
    if words.are_in_few(_FEW_BY_WORDS):
        return _found(words, query).order_by(*_directed(order, query, passed_by))
    found = select(E.id).where(*restrictions(query))
    is_in_turn = query.sort is SortKey.TURN and not names_a_person(query)
    if is_in_turn or query == _everything(query):
        return found.order_by(*_directed(order, query))
    few = session.scalars(found.limit(_FEW + 1)).all()
    if len(few) <= _FEW:
        return select(E.id).where(E.id.in_(few)).order_by(*_directed(order, query))
    if query.sort in _HELD and query.statuses and Status.SIGNED not in query.statuses:
        return _held_in_order(session, query)
    found = select(E.id).where(*restrictions(query, passed_by))
    return found.order_by(*_directed(order, query))


def _held_in_order(session: Session, query: WorkListQuery) -> Select[Any]:
    """Order a list as it is read from the index of the filters.

    SQLite keeps the first of those read: quickly where the first come first, so that an order
    that descends is read from the far end of the index.
    """
    order = _ORDER[query.sort]
    if not query.descending or session.get_bind().dialect.name != "sqlite":
        found = select(E.id).where(*restrictions(query))
        return found.order_by(*_directed(order, query, _held))
    keys = [_held(column).label(f"key_{place}") for place, column in enumerate(order)]
    read = select(E.id, *keys).where(*restrictions(query)).order_by(*(c.desc() for c in _TURN))
    whole = read.offset(0).subquery()
    return select(whole.c.id).order_by(*(whole.c[key.name].desc() for key in keys))


def _held(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return a column of an order so that it is read from the index of the filters."""
    if column.key == E.status_order.key:
        return case({each: place for place, each in enumerate(STATUS_ORDER)}, value=E.status)
    return passed_by(column)


def _everything(query: WorkListQuery) -> WorkListQuery:
    return WorkListQuery(sort=query.sort, descending=query.descending)


def count_by_status(session: Session) -> dict[str, int]:
    """Count the events of each status."""
    counted = session.execute(select(E.status_order, func.count()).group_by(E.status_order))
    return {STATUS_ORDER[place].value: number for place, number in counted}


def units(session: Session) -> list[str]:
    """Find the labels of all units with events, in Swedish order."""
    # Each step jumps to the next key in the index, instead of passing every event.
    keys = select(func.min(E.unit_key).label("key")).cte("unit_keys", recursive=True)
    following = select(func.min(E.unit_key)).where(E.unit_key > keys.c.key).scalar_subquery()
    keys = keys.union_all(select(following).where(keys.c.key.is_not(None)))
    label = select(E.unit_label).where(E.unit_key == keys.c.key).limit(1).scalar_subquery()
    labels = session.scalars(select(label).where(keys.c.key.is_not(None)).order_by(keys.c.key))
    return [found for found in labels if found]


def _page(
    session: Session,
    ids: Select[Any],
    order: Sequence[ColumnElement[Any]],
    offset: int,
    limit: int,
) -> Sequence[Any]:
    if limit <= 0:
        return []
    return _rows(session, ids.order_by(*order).offset(offset).limit(limit), order)


def _rows(session: Session, ids: Select[Any], order: Sequence[ColumnElement[Any]]) -> Sequence[Any]:
    page = ids.subquery()
    shown = select(*_SHOWN).join(page, page.c.id == E.id).outerjoin(ClaimRow, _IS_CLAIMED)
    return session.execute(shown.order_by(*order)).all()


def _page_by_holder(
    session: Session, query: WorkListQuery, offset: int, limit: int
) -> Sequence[Any]:
    """Lay the few claimed events, by name, end to end with the many free ones, by turn."""
    found = _found(_words(session, query), query)
    claimed = found.join(ClaimRow, _IS_CLAIMED)
    free = found.where(~select(ClaimRow.encounter_id).where(_IS_CLAIMED).exists())
    parts = [(claimed, _BY_HOLDER), (free, _TURN)]
    first, last = reversed(parts) if query.descending else parts
    length = session.scalar(select(func.count()).select_from(claimed.subquery())) or 0
    if query.descending:
        length = count(session, query) - length
    rows = _page(session, first[0], _directed(first[1], query), offset, min(limit, length - offset))
    rest = max(0, offset - length)
    order = _directed(last[1], query)
    return [*rows, *_page(session, last[0], order, rest, limit - len(rows))]


def _directed(
    order: Sequence[InstrumentedAttribute[Any]], query: WorkListQuery, key: Key = as_it_is
) -> list[ColumnElement[Any]]:
    """Turn the columns of an order the way that is asked for; the empty come last, or first."""
    if query.descending:
        turned = ((c, key(c).desc()) for c in order)
        return [end.nulls_first() if c.key in _MAY_BE_EMPTY else end for c, end in turned]
    turned = ((c, key(c).asc()) for c in order)
    return [end.nulls_last() if c.key in _MAY_BE_EMPTY else end for c, end in turned]


def _row(row: Any) -> WorkListRow:
    identity = IdentityNumber(row.patient_number)
    patient = Patient(identity, row.patient_name, protection=row.protection)
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
        claimed_by=row.person_name or "",
        status_reason=row.status_reason,
        record_changed=row.record_changed,
        park_until=row.park_until,
        assigned=read_assignee(row),
        complexity=Complexity(row.complexity),
    )
