"""What the clinician's desk needs of storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.domain.access import Person
from app.domain.encounter import Encounter, Status
from app.domain.own_codes import UsedCode


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit that waits for classification; the patient is masked where protected."""

    id: str
    status: Status
    unit: str
    start: datetime | None
    end: datetime | None
    #: The visit type, or the type of event where none is told.
    kind: str
    professions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = field(default=(), repr=False)
    patient_number: str = field(default="", repr=False)
    patient_name: str = field(default="", repr=False)
    principal: str = ""
    #: Who else works on it now; empty for nobody.
    claimed_by: str = ""
    #: Several professions met the patient, and each registers its own part.
    is_team: bool = False

    @property
    def is_stay(self) -> bool:
        """Whether it ended on another day than it began."""
        return bool(self.start and self.end and self.start.date() != self.end.date())

    @property
    def shown_at(self) -> datetime | None:
        """The time under which it is listed: when a visit began, when a stay ended."""
        return self.end if self.is_stay else self.start or self.end


class Visits(Protocol):
    """Visits of a person's own units, and what is usual at them."""

    def waiting(
        self, person: Person, first: datetime, last: datetime, limit: int
    ) -> list[VisitRow]:
        """Return ended events that wait for a person's classification, the latest first.

        Those that ended from `first` to `last`, both included: at the person's units (none means
        all) unless handed to somebody else, and wherever one was handed to the person.
        """
        ...

    def procedures_used(
        self, like: Encounter, *, since: datetime, least: int, most: int
    ) -> list[UsedCode]:
        """Return the procedures of signed visits of the same sort at the same unit, most first.

        The same visit type, or the same type of event where none is told. Procedures on at
        least `least` visits that ended since a moment; `most` at most.
        """
        ...
