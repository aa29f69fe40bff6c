"""What the use cases of local terms need of storage and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.domain.local_term import LocalTerm, TermState


class LocalTerms(Protocol):
    """The terms that the workplace added, whatever became of them."""

    def all(self) -> list[LocalTerm]:
        """Every term, in Swedish order, equal ones oldest first."""
        ...

    def in_state(self, state: TermState) -> list[LocalTerm]:
        """Return the terms of one state, oldest first."""
        ...

    def get(self, term_id: str) -> LocalTerm | None:
        """Return a term, or None."""
        ...

    def save(self, terms: Iterable[LocalTerm]) -> None:
        """Add terms, or replace those of the same ids."""
        ...


@dataclass(frozen=True, slots=True)
class TermLine:
    """A row of a file of terms as it is written; nothing of it is checked but its columns."""

    line: int
    term: str
    target: str
    system: str
    kind: str
    state: str
    note: str = ""
