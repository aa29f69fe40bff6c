"""What the use cases of favourites and code sets need of storage."""

from __future__ import annotations

from typing import Protocol

from app.domain.code_set import CodeSet, Favourite
from app.domain.codes import CodeSystem


class Favourites(Protocol):
    """The codes that people keep at hand."""

    def all(self) -> list[Favourite]:
        """Return everybody's, oldest first."""
        ...

    def of_person(self, person_id: str) -> list[Favourite]:
        """Return one person's, oldest first."""
        ...

    def add(self, favourite: Favourite) -> None:
        """Keep a code; one that is kept already stays as it is."""
        ...

    def remove(self, person_id: str, system: CodeSystem, code: str) -> None:
        """Keep a code no longer; one that is gone stays gone."""
        ...


class CodeSets(Protocol):
    """The templates of all persons."""

    def all(self) -> list[CodeSet]:
        """Return every set, by name in Swedish order."""
        ...

    def get(self, set_id: str) -> CodeSet | None:
        """Return a set, or None."""
        ...

    def save(self, code_set: CodeSet) -> None:
        """Add a set, or replace the one of that id."""
        ...

    def remove(self, set_id: str) -> None:
        """Delete a set; one that is gone stays gone."""
        ...
