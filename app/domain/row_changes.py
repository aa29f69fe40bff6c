"""Changes of an encounter by row or by code, that corrections and what-if are made of.

Where a coder acts on a place on the screen, `coding_acts` does it.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure


def put_first(encounter: Encounter, row: int) -> Encounter:
    """Make a diagnosis the principal one, first; every other becomes secondary."""
    rows = [replace(line, role=DiagnosisRole.SECONDARY) for line in encounter.diagnoses]
    chosen = replace(rows.pop(row), role=DiagnosisRole.PRINCIPAL)
    return replace(encounter, diagnoses=(chosen, *rows))


def leave_out(encounter: Encounter, row: int) -> Encounter:
    """Take a diagnosis away with everything that hangs on it; nothing takes its role."""
    rows = encounter.diagnoses
    return replace(encounter, diagnoses=(*rows[:row], *rows[row + 1 :]))


def with_diagnosis(encounter: Encounter, row: int, line: Diagnosis) -> Encounter:
    """Put another diagnosis in the place of one."""
    rows = encounter.diagnoses
    return replace(encounter, diagnoses=(*rows[:row], line, *rows[row + 1 :]))


def with_procedure(encounter: Encounter, row: int, line: Procedure) -> Encounter:
    """Put another procedure in the place of one."""
    rows = encounter.procedures
    return replace(encounter, procedures=(*rows[:row], line, *rows[row + 1 :]))


def add_diagnosis(encounter: Encounter, code: str) -> Encounter:
    """Append a secondary diagnosis."""
    return replace(encounter, diagnoses=(*encounter.diagnoses, Diagnosis(code)))


def exchange_icd(encounter: Encounter, old: str, new: str) -> Encounter:
    """Write another ICD code wherever a code stands: as lead, partner or external cause."""
    rows = tuple(
        replace(
            line,
            code=new if line.code == old else line.code,
            partner=new if line.partner == old else line.partner,
            external_causes=_exchanged(line.external_causes, old, new),
        )
        for line in encounter.diagnoses
    )
    return replace(encounter, diagnoses=rows)


def exchange_kva(encounter: Encounter, old: str, new: str) -> Encounter:
    """Write another KVÅ code wherever a code stands: as lead or as additional code."""
    rows = tuple(
        replace(
            line,
            code=new if line.code == old else line.code,
            additional=_exchanged(line.additional, old, new),
        )
        for line in encounter.procedures
    )
    return replace(encounter, procedures=rows)


def exchange_atc(encounter: Encounter, old: str, new: str) -> Encounter:
    """Write another ATC code wherever a code stands."""
    return replace(
        encounter,
        diagnoses=tuple(
            replace(line, drugs=_exchanged(line.drugs, old, new)) for line in encounter.diagnoses
        ),
        procedures=tuple(
            replace(line, drugs=_exchanged(line.drugs, old, new)) for line in encounter.procedures
        ),
    )


def drop_icd(encounter: Encounter, code: str) -> Encounter:
    """Take an ICD code away everywhere; where it leads a row, the row goes with it."""
    rows = tuple(
        replace(
            line,
            partner=None if line.partner == code else line.partner,
            external_causes=tuple(c for c in line.external_causes if c != code),
        )
        for line in encounter.diagnoses
        if line.code != code
    )
    return replace(encounter, diagnoses=rows)


def drop_kva(encounter: Encounter, code: str) -> Encounter:
    """Take a KVÅ code away everywhere; where it leads a row, the row goes with it."""
    rows = tuple(
        replace(line, additional=tuple(c for c in line.additional if c != code))
        for line in encounter.procedures
        if line.code != code
    )
    return replace(encounter, procedures=rows)


def _exchanged(codes: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if code == old else code for code in codes)
