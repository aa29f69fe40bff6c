"""What a work-list query lets through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.encounter import Status
from app.domain.work_list import WorkListQuery
from app.persistence.database_clock import now_ms
from app.persistence.encounter_rows import TURN_CHANGED, TURN_PARKED, turns_of, unit_key
from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.orm_people import ClaimRow
from app.persistence.passed_by import passed_by
from app.persistence.text_position import has_text

#: How a column is asked for: as it is, or with its indexes passed by.
Key = Callable[[InstrumentedAttribute[Any]], ColumnElement[Any]]
#: Digits of an identity number without and with its century.
_WHOLE_NUMBER = (10, 12)


def as_it_is(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return a column whose indexes may be chosen."""
    return column.expression


def restrictions(query: WorkListQuery, key: Key = as_it_is) -> list[ColumnElement[bool]]:
    """Say what an event must fulfil; nothing for an empty query.

    An index may be chosen for the state, the unit, the end and the person alone, and with
    `passed_by` as the key for none of them: then the order is left to choose it.
    """
    found = [*_states(query, key), *_ended(query, key)]
    if query.ids:
        found.append(E.id.in_(query.ids))
    if query.units:
        found.append(key(E.unit_key).in_([unit_key(label) for label in query.units]))
    if query.classes:
        found.append(passed_by(E.encounter_class).in_(query.classes))
    if query.types:
        found.append(passed_by(E.encounter_type).in_(query.types))
    if query.complexities:
        found.append(passed_by(E.complexity).in_([int(size) for size in query.complexities]))
    if query.assigned_to is not None:
        few = key if query.assigned_to else passed_by
        found.append(few(E.assigned_to) == query.assigned_to)
    if query.claimed_by:
        found.append(E.id.in_(_claimed_by(query.claimed_by)))
    return found + [_has_word(word) for word in query.text.split()]


def _states(query: WorkListQuery, key: Key) -> Iterator[ColumnElement[bool]]:
    """Pick statuses by the turns they can have, which an index begins with."""
    if query.statuses:
        turns = {turn for status in query.statuses for turn in turns_of(status)}
        is_asked: ColumnElement[bool] = E.status.in_(query.statuses)
        if query.include_changed:
            turns.add(TURN_CHANGED)
            is_asked = or_(is_asked, E.turn == TURN_CHANGED)
        yield key(E.turn).in_(sorted(turns))
        if not _tell_all(turns, query):
            yield is_asked
    if query.due_by is not None:
        yield or_(passed_by(E.turn) != TURN_PARKED, passed_by(E.park_until) <= query.due_by)


def _tell_all(turns: Collection[int], query: WorkListQuery) -> bool:
    """Whether the turns let no other status through than those that are asked for."""
    others = set(Status) - set(query.statuses)
    lets_through = {turn for status in others for turn in turns_of(status)} & set(turns)
    return lets_through <= ({TURN_CHANGED} if query.include_changed else set())


def _ended(query: WorkListQuery, key: Key) -> Iterator[ColumnElement[bool]]:
    """Bound the day of the end; what has not ended has none.

    `waiting_since` is the end where there is one: said of it too, an index gives the range.
    """
    if query.ended_from is not None:
        begins = datetime.combine(query.ended_from, time())
        yield and_(key(E.waiting_since) >= begins, passed_by(E.ended_at) >= begins)
    if query.ended_until is not None and query.ended_until < date.max:
        after = datetime.combine(query.ended_until + timedelta(days=1), time())
        yield and_(key(E.waiting_since) < after, passed_by(E.ended_at) < after)


def _claimed_by(person: str) -> ColumnElement[str]:
    """Find the events that somebody, named by id or by name, holds now."""
    is_theirs = or_(ClaimRow.person_id == person, ClaimRow.person_name == person)
    held = select(ClaimRow.encounter_id).where(ClaimRow.expires_ms > now_ms(), is_theirs)
    return held.scalar_subquery()


def names_a_person(query: WorkListQuery) -> bool:
    """Whether a whole identity number is asked for: an index finds its few events at once."""
    return any(_is_whole_number(_without_sign(word)) for word in query.text.split())


def _without_sign(word: str) -> str:
    return word.replace("-", "").replace("+", "")


def _is_whole_number(text: str) -> bool:
    return text.isdecimal() and len(text) in _WHOLE_NUMBER


def spellings(word: str) -> tuple[str, ...]:
    """Return how a word may stand in the text of an event; a whole identity number is elsewhere."""
    typed = word.lower()
    number = _without_sign(typed)
    if _is_whole_number(number):
        return ()
    return (typed, number) if number.isdecimal() and number != typed else (typed,)


def _has_word(word: str) -> ColumnElement[bool]:
    """Whether the event has the word, as it stands or as an identity number without its dash."""
    number = _without_sign(word.lower())
    if _is_whole_number(number):
        # Finds a protected person too, whose number is in no filter text.
        whole = E.patient_number.in_([number, f"19{number}", f"20{number}"])
        return or_(whole, E.id == word)
    return or_(*(has_text(E.filter_text.expression, text) for text in spellings(word)))
