"""Which events have the words of a list, told without reading the events.

SQLite keeps an index of every three letters in a row (`event_words`, made and kept in step by
migration 0017). It holds what the filter text of an event holds, letter for letter, so that it
finds the same events. Shorter words are in no index. PostgreSQL has one of its own
(`event_letters`).
"""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from app.persistence.event_letters import EventLetters

#: Letters that the index knows in a row.
_LETTERS = 3
#: An expression of FTS5 grows no deeper than 256.
_MOST_WORDS = 50
#: Of the events stored first so many are asked, and more than these mean a common word.
_SAMPLE, _MANY_OF_SAMPLE = 10_000, 4_000
#: Longer than any filter text.
_LONGEST = 300
_INDEX = table("event_words", column("rowid", Integer))
_PLACE = literal_column("encounter.rowid", Integer)
_LAST = text("SELECT rowid, filter_text FROM encounter ORDER BY rowid DESC LIMIT 1")
_IS_KNOWN = text("SELECT 1 FROM event_words WHERE event_words MATCH :asked AND rowid = :place")
_LEARN_ANEW = text("INSERT INTO event_words (event_words) VALUES ('rebuild')")


def learn_what_moved(engine: Engine) -> None:
    """Make the index anew where events no longer lie where it says.

    So it is when a database has been written out as SQL and read in again: events that had been
    removed leave no gaps then, and the last of the others lies nearer the beginning.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        if _knows_the_last(connection):
            return
    with engine.begin() as connection:
        connection.execute(_LEARN_ANEW)


class ListWords(Protocol):
    """The words of a list as an index of this database is asked for them."""

    def are_in_few(self, limit: int) -> bool:
        """Whether the index says that no more events than that have the words."""

    def are_in(self) -> ColumnElement[bool]:
        """Restrict events to those that the index finds."""

    def counted(self) -> int | None:
        """Count the events with the words, where the index does it quicker than reading them."""


def words_of(session: Session, spellings: list[tuple[str, ...]]) -> ListWords:
    """Return the words of a list; `spellings` has those of each word.

    A word may stand in an event in any of its spellings; one without spellings is not asked for.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (EventWords if is_sqlite else EventLetters)(session, spellings)


class EventWords:
    """Implements `ListWords` on SQLite."""

    def __init__(self, session: Session, spellings: list[tuple[str, ...]]) -> None:
        self._session = session
        known = [each for each in spellings if each and all(map(_is_indexed, each))]
        asked = known[:_MOST_WORDS]
        #: Whether the index answers for every word.
        self._tell_all = bool(asked) and len(asked) == len(spellings)
        self._asked = " AND ".join(f"({' OR '.join(map(_quoted, each))})" for each in asked)

    def are_in_few(self, limit: int) -> bool:
        """Whether the index says that no more events than that have the words."""
        if not self._asked:
            return False
        some = self._found().limit(limit + 1).subquery()
        return (self._session.scalar(select(func.count()).select_from(some)) or 0) <= limit

    def _are_common(self) -> bool:
        """Whether so large a share of the events has the words that reading them is quicker."""
        some = self._found().where(_INDEX.c.rowid <= _SAMPLE).subquery()
        found = self._session.scalar(select(func.count()).select_from(some)) or 0
        return found > _MANY_OF_SAMPLE

    def are_in(self) -> ColumnElement[bool]:
        """Restrict events to those that the index finds."""
        return _PLACE.in_(self._found())

    def counted(self) -> int | None:
        """Count the events with the words, where the index does it quicker than reading them."""
        if not self._tell_all or self._are_common():
            return None
        found = select(func.count()).select_from(self._found().subquery())
        return self._session.scalar(found) or 0

    def _found(self) -> Select[Any]:
        return select(_INDEX.c.rowid).where(literal_column("event_words").op("MATCH")(self._asked))


def _is_indexed(word: str) -> bool:
    return _LETTERS <= len(word) <= _LONGEST and "\0" not in word


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _knows_the_last(connection: Connection) -> bool:
    last = connection.execute(_LAST).first()
    if last is None or not _is_indexed(last.filter_text):
        return True
    asked = {"asked": _quoted(last.filter_text), "place": last.rowid}
    return connection.execute(_IS_KNOWN, asked).first() is not None
