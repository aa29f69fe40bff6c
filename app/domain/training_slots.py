"""The codes of a trainee's coding as slots, each of which answers to one code of a key at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis, Procedure

#: Characters of a code that say its category: S72, NFB, N02BE.
_CATEGORY_LENGTH = {CodeSystem.ICD10SE: 3, CodeSystem.KVA: 3, CodeSystem.ATC: 5}


class Place(StrEnum):
    """Where on a row a code stands."""

    LEAD = "lead"
    PARTNER = "partner"
    CAUSE = "cause"
    ADDON = "addon"
    DRUG = "drug"


@dataclass(slots=True, eq=False)
class Slot:
    """One code of a coding. It is used once something of the key has been found in it."""

    system: CodeSystem
    code: str
    place: Place
    is_used: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class GivenRow:
    """A row of a coding with its slots."""

    position: int
    lead: Slot
    hanging: tuple[Slot, ...]
    is_principal: bool = False

    @property
    def partner(self) -> Slot | None:
        """The other half of a pair."""
        return next((slot for slot in self.hanging if slot.place is Place.PARTNER), None)

    @property
    def order(self) -> tuple[str, ...]:
        """What rows are told apart by, whatever order they stand in."""
        return (self.lead.code, *(slot.code for slot in self.hanging))


@dataclass(frozen=True, slots=True)
class Pool:
    """Every code of a coding."""

    rows: tuple[GivenRow, ...]
    #: Codes that the key calls wrong; they never count as nearly right.
    wrong: frozenset[tuple[CodeSystem, str]] = field(default=frozenset())

    def free(self, system: CodeSystem) -> Iterator[Slot]:
        """Every code of a system that has not been used, leads first in each row."""
        for row in self.rows:
            for slot in (row.lead, *row.hanging):
                if slot.system is system and not slot.is_used:
                    yield slot

    def is_near(self, slot: Slot, accepted: Sequence[str]) -> bool:
        """Whether a code is in the category of one that is accepted, and is not called wrong.

        Additional codes of KVÅ have none: the other side is not nearly the right one.
        """
        if slot.place is Place.ADDON or (slot.system, slot.code) in self.wrong:
            return False
        length = _CATEGORY_LENGTH[slot.system]
        return any(slot.code[:length] == code[:length] for code in accepted)


def diagnosis_rows(diagnoses: Sequence[Diagnosis]) -> tuple[GivenRow, ...]:
    """Lay diagnoses out as slots."""
    icd, atc = CodeSystem.ICD10SE, CodeSystem.ATC
    return tuple(
        GivenRow(
            position,
            Slot(icd, row.code, Place.LEAD),
            (
                *([Slot(icd, row.partner, Place.PARTNER)] if row.partner else ()),
                *(Slot(icd, code, Place.CAUSE) for code in row.external_causes),
                *(Slot(atc, code, Place.DRUG) for code in row.drugs),
            ),
            row.is_principal,
        )
        for position, row in enumerate(diagnoses)
    )


def procedure_rows(procedures: Sequence[Procedure]) -> tuple[GivenRow, ...]:
    """Lay procedures out as slots."""
    kva, atc = CodeSystem.KVA, CodeSystem.ATC
    return tuple(
        GivenRow(
            position,
            Slot(kva, row.code, Place.LEAD),
            (
                *(Slot(kva, code, Place.ADDON) for code in row.additional),
                *(Slot(atc, code, Place.DRUG) for code in row.drugs),
            ),
        )
        for position, row in enumerate(procedures)
    )
