"""What the use cases of favourites, own codes and code sets need of storage."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.domain.code_set import CodeSet, Favourite
from app.domain.codes import CodeSystem
from app.domain.own_codes import UsedCode


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


class UsedCodes(Protocol):
    """Which codes were used where, and by whom."""

    def of_patient(
        self, patient_number: str, *, without: str, until: datetime | None
    ) -> list[UsedCode]:
        """Return the codes of a patient's events, each as it was used last, newest event first.

        All events that had ended by a moment (None: whenever), signed or not, but one.
        """
        ...

    def of_unit(self, label: str, *, since: datetime, least: int, most: int) -> list[UsedCode]:
        """Return the codes of a unit's signed events, by the number of events, most first.

        Events that were signed since a moment, and are signed now; codes on at least `least`
        of them, `most` codes at most.
        """
        ...

    def of_signer(self, person_id: str, *, versions: int) -> list[UsedCode]:
        """Return the codes of the last so many versions that a person signed, newest first."""
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
