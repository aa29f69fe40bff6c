"""Which events have the words of a list on PostgreSQL, told without reading the events.

The database keeps an index of every three letters in a row (`ix_encounter_letters`, migration
0018). Events that have all threes of a word need not have the word: the list still asks for it
itself. Shorter words are in no index.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.text_position import has_text

#: Letters that the index knows in a row.
_LETTERS = 3
#: Of so many events, more than these mean words too common for the index: it is slow for them.
_SAMPLE, _MANY_OF_SAMPLE = 2_000, 100


class EventLetters:
    """Implements `event_words.ListWords` on PostgreSQL."""

    def __init__(self, session: Session, spellings: list[tuple[str, ...]]) -> None:
        self._session = session
        known = [each for each in spellings if each and all(map(_is_indexed, each))]
        self._asked = and_(*(or_(*map(_has_letters, each)) for each in known)) if known else None
        self._known = known

    def are_in_few(self, limit: int) -> bool:
        """Whether the index says that no more events than that can have the words."""
        if self._asked is None or self._are_common():
            return False
        some = select(E.id).where(self._asked).limit(limit + 1).subquery()
        return self._count(some) <= limit

    def are_in(self) -> ColumnElement[bool]:
        """Restrict events to those that the index finds."""
        return literal(value=True) if self._asked is None else self._asked

    def counted(self) -> int | None:
        """Return nothing: the index finds more events than have the words."""
        return None

    def _are_common(self) -> bool:
        """Whether many of the events that are read first have the words."""
        read = select(E.filter_text).limit(_SAMPLE).subquery()
        has_all = (
            or_(*(has_text(read.c.filter_text, word) for word in each)) for each in self._known
        )
        return self._count(select(read).where(*has_all).subquery()) > _MANY_OF_SAMPLE

    def _count(self, events: Any) -> int:
        return self._session.scalar(select(func.count()).select_from(events)) or 0


def _is_indexed(word: str) -> bool:
    return len(word) >= _LETTERS and "\0" not in word


def _has_letters(word: str) -> ColumnElement[bool]:
    threes = sorted({word[at : at + _LETTERS] for at in range(len(word) - _LETTERS + 1)})
    holds_all = func.letters_of(E.filter_text).op("@>", is_comparison=True)
    return holds_all(literal(threes, ARRAY(Text)))
