"""Use cases of answers that are begun and not sent: found again by their writer after a restart.

They lie in the database, as the answers will: what is written may speak of the patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.access import Person
from app.domain.clinician_query import QueryState
from app.domain.ports import UnitOfWork
from app.services.context import AppContext

_DRAFTS = "answers"


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer as it stands in the form."""

    text: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    codes: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not (self.text.strip() or self.words.strip() or self.codes.strip())


NO_ANSWER = WrittenAnswer()


def read_answer_drafts(app: AppContext, person: Person) -> dict[str, WrittenAnswer]:
    """Return what a person has begun to answer, by question; only of questions that still wait."""
    with app.unit_of_work() as uow:
        return _waiting(uow, person)


def keep_answer_draft(
    app: AppContext, person: Person, query_id: str, written: WrittenAnswer
) -> None:
    """Keep what is written to a question, in place of what was; an empty answer is forgotten."""
    with app.unit_of_work() as uow:
        kept = _waiting(uow, person)
        kept.pop(query_id, None)
        if not written.is_empty:
            kept[query_id] = written
        uow.desk_memory.put(person.id, _DRAFTS, {each: _plain(kept[each]) for each in kept})
        uow.commit()


def _waiting(uow: UnitOfWork, person: Person) -> dict[str, WrittenAnswer]:
    stored = uow.desk_memory.get(person.id, _DRAFTS)
    if not stored:
        return {}
    waiting = {query.id for query in uow.clinician_queries.in_state(QueryState.WAITING)}
    return {str(each): _read(stored[each]) for each in stored if each in waiting}


def _plain(written: WrittenAnswer) -> dict[str, str]:
    return {"text": written.text, "words": written.words, "codes": written.codes}


def _read(stored: Mapping[str, str]) -> WrittenAnswer:
    return WrittenAnswer(*(str(stored.get(name, "")) for name in ("text", "words", "codes")))
