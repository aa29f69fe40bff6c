"""What a coder does to an encounter: each act returns a new one.

A `Place` addresses one code: the row of its diagnosis or procedure, the part of it, and the
position within that part. Undo is the stack of earlier encounters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure

T = TypeVar("T")


class Part(StrEnum):
    """Which part of a row a code stands in."""

    DIAGNOSIS = "diagnosis"
    PARTNER = "partner"
    CAUSE = "cause"
    DIAGNOSIS_DRUG = "diagnosis_drug"
    PROCEDURE = "procedure"
    ADDITIONAL = "additional"
    PROCEDURE_DRUG = "procedure_drug"


_DIAGNOSIS_PARTS = {Part.DIAGNOSIS, Part.PARTNER, Part.CAUSE, Part.DIAGNOSIS_DRUG}
_SYSTEM = {
    Part.DIAGNOSIS: CodeSystem.ICD10SE,
    Part.PARTNER: CodeSystem.ICD10SE,
    Part.CAUSE: CodeSystem.ICD10SE,
    Part.DIAGNOSIS_DRUG: CodeSystem.ATC,
    Part.PROCEDURE: CodeSystem.KVA,
    Part.ADDITIONAL: CodeSystem.KVA,
    Part.PROCEDURE_DRUG: CodeSystem.ATC,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an encounter a code stands."""

    part: Part
    row: int
    index: int = 0

    @property
    def is_lead(self) -> bool:
        """Whether the code leads its row."""
        return self.part in (Part.DIAGNOSIS, Part.PROCEDURE)

    @property
    def in_diagnosis(self) -> bool:
        """Whether the row is a diagnosis (otherwise a procedure)."""
        return self.part in _DIAGNOSIS_PARTS


@dataclass(frozen=True, slots=True)
class AssignedCode:
    """One code of an encounter with its place, in the order of screen and print."""

    place: Place
    code: str

    @property
    def system(self) -> CodeSystem:
        """The code system that the place asks for."""
        return _SYSTEM[self.place.part]


def assigned_codes(encounter: Encounter) -> Iterator[AssignedCode]:
    """Every code on the encounter: leads with their dependants right below them."""
    for row, diagnosis in enumerate(encounter.diagnoses):
        yield AssignedCode(Place(Part.DIAGNOSIS, row), diagnosis.code)
        if diagnosis.partner:
            yield AssignedCode(Place(Part.PARTNER, row), diagnosis.partner)
        yield from _numbered(Part.CAUSE, row, diagnosis.external_causes)
        yield from _numbered(Part.DIAGNOSIS_DRUG, row, diagnosis.drugs)
    for row, procedure in enumerate(encounter.procedures):
        yield AssignedCode(Place(Part.PROCEDURE, row), procedure.code)
        yield from _numbered(Part.ADDITIONAL, row, procedure.additional)
        yield from _numbered(Part.PROCEDURE_DRUG, row, procedure.drugs)


def add_secondary(encounter: Encounter, code: str, text: str = "") -> Encounter:
    """Append a secondary diagnosis."""
    return replace(encounter, diagnoses=(*encounter.diagnoses, Diagnosis(code, text=text)))


def set_principal(encounter: Encounter, code: str, text: str = "") -> Encounter:
    """Make the code the principal diagnosis, first; the earlier principal becomes secondary.

    A code that already leads a row is moved with everything that hangs on it.
    """
    rows = [replace(d, role=DiagnosisRole.SECONDARY) for d in encounter.diagnoses]
    found = next((i for i, d in enumerate(rows) if d.code == code), None)
    chosen = Diagnosis(code, text=text) if found is None else rows.pop(found)
    principal = replace(chosen, role=DiagnosisRole.PRINCIPAL)
    return replace(encounter, diagnoses=(principal, *rows))


def set_partner(encounter: Encounter, row: int, code: str | None) -> Encounter:
    """Set or clear the dagger–asterisk partner of a diagnosis."""
    return _with_diagnosis(encounter, row, replace(encounter.diagnoses[row], partner=code))


def add_cause(encounter: Encounter, row: int, code: str) -> Encounter:
    """Link an external cause to a diagnosis."""
    diagnosis = encounter.diagnoses[row]
    causes = (*diagnosis.external_causes, code)
    return _with_diagnosis(encounter, row, replace(diagnosis, external_causes=causes))


def add_diagnosis_drug(encounter: Encounter, row: int, code: str) -> Encounter:
    """Link an ATC code to a diagnosis."""
    diagnosis = encounter.diagnoses[row]
    return _with_diagnosis(encounter, row, replace(diagnosis, drugs=(*diagnosis.drugs, code)))


def set_text(encounter: Encounter, row: int, text: str) -> Encounter:
    """Set the free wording of a diagnosis."""
    return _with_diagnosis(encounter, row, replace(encounter.diagnoses[row], text=text))


def add_procedure(encounter: Encounter, code: str, day: date | None) -> Encounter:
    """Append a procedure."""
    return replace(encounter, procedures=(*encounter.procedures, Procedure(code, day)))


def add_additional(encounter: Encounter, row: int, code: str) -> Encounter:
    """Add an additional code (side, method …) to a procedure."""
    procedure = encounter.procedures[row]
    added = replace(procedure, additional=(*procedure.additional, code))
    return _with_procedure(encounter, row, added)


def add_procedure_drug(encounter: Encounter, row: int, code: str) -> Encounter:
    """Link an ATC code to a procedure."""
    procedure = encounter.procedures[row]
    return _with_procedure(encounter, row, replace(procedure, drugs=(*procedure.drugs, code)))


def set_procedure_date(encounter: Encounter, row: int, day: date | None) -> Encounter:
    """Set the day of a procedure."""
    return _with_procedure(encounter, row, replace(encounter.procedures[row], date=day))


def remove(encounter: Encounter, place: Place) -> Encounter:
    """Take a code away; a lead goes with everything that hangs on it."""
    if place.part is Part.DIAGNOSIS:
        return replace(encounter, diagnoses=_without(encounter.diagnoses, place.row))
    if place.part is Part.PROCEDURE:
        return replace(encounter, procedures=_without(encounter.procedures, place.row))
    if place.in_diagnosis:
        diagnosis = _diagnosis_without(encounter.diagnoses[place.row], place)
        return _with_diagnosis(encounter, place.row, diagnosis)
    procedure = _procedure_without(encounter.procedures[place.row], place)
    return _with_procedure(encounter, place.row, procedure)


def move(encounter: Encounter, place: Place, steps: int) -> tuple[Encounter, Place]:
    """Move a whole row up (negative) or down; the principal diagnosis stays first."""
    moved = replace(place, row=place.row + steps)
    if place.in_diagnosis:
        first = 1 if encounter.diagnoses and encounter.diagnoses[0].is_principal else 0
        diagnoses = _moved(encounter.diagnoses, place.row, moved.row, first)
        return (
            (encounter, place)
            if diagnoses is None
            else (
                replace(encounter, diagnoses=diagnoses),
                moved,
            )
        )
    procedures = _moved(encounter.procedures, place.row, moved.row, 0)
    if procedures is None:
        return encounter, place
    return replace(encounter, procedures=procedures), moved


def _numbered(part: Part, row: int, codes: tuple[str, ...]) -> Iterator[AssignedCode]:
    for index, code in enumerate(codes):
        yield AssignedCode(Place(part, row, index), code)


def _without(items: tuple[T, ...], index: int) -> tuple[T, ...]:
    return items[:index] + items[index + 1 :]


def _moved(items: tuple[T, ...], row: int, target: int, first: int) -> tuple[T, ...] | None:
    if row < first or not first <= target < len(items):
        return None
    rest = list(_without(items, row))
    rest.insert(target, items[row])
    return tuple(rest)


def _with_diagnosis(encounter: Encounter, row: int, diagnosis: Diagnosis) -> Encounter:
    rows = encounter.diagnoses
    return replace(encounter, diagnoses=(*rows[:row], diagnosis, *rows[row + 1 :]))


def _with_procedure(encounter: Encounter, row: int, procedure: Procedure) -> Encounter:
    rows = encounter.procedures
    return replace(encounter, procedures=(*rows[:row], procedure, *rows[row + 1 :]))


def _diagnosis_without(diagnosis: Diagnosis, place: Place) -> Diagnosis:
    if place.part is Part.PARTNER:
        return replace(diagnosis, partner=None)
    if place.part is Part.CAUSE:
        causes = _without(diagnosis.external_causes, place.index)
        return replace(diagnosis, external_causes=causes)
    return replace(diagnosis, drugs=_without(diagnosis.drugs, place.index))


def _procedure_without(procedure: Procedure, place: Place) -> Procedure:
    if place.part is Part.ADDITIONAL:
        return replace(procedure, additional=_without(procedure.additional, place.index))
    return replace(procedure, drugs=_without(procedure.drugs, place.index))
