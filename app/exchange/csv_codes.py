"""Codes in a CSV cell: groups separated by blanks, what hangs on a lead code joined with `+`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.codes import (
    CodeSystem,
    format_code,
    format_icd,
    has_atc_shape,
    has_icd_shape,
    is_external_cause,
)
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure

_JOINER, _DATE_MARK = "+", "@"


def read_principal(cell: str) -> list[Diagnosis]:
    """Read one group and, after a blank, free wording; nothing from an empty cell."""
    group, _, wording = cell.strip().partition(" ")
    rows = _diagnosis_rows(group) if group else []
    first = [replace(row, role=DiagnosisRole.PRINCIPAL, text=wording.strip()) for row in rows[:1]]
    return first + rows[1:]


def read_secondaries(cell: str) -> list[Diagnosis]:
    """Read groups such as `T84.0+Y83.1 N39.0`, in order."""
    return [row for group in _groups(cell) for row in _diagnosis_rows(group)]


def read_procedures(cell: str) -> list[Procedure]:
    """Read groups such as `NFB49+ZXA05@2024-09-18`, in order.

    Raises:
        ValueError: a date is none.

    """
    return [_procedure(group) for group in _groups(cell)]


def _groups(cell: str) -> list[str]:
    return [group for group in cell.replace(",", " ").split() if group.strip(_JOINER)]


def _diagnosis_rows(group: str) -> list[Diagnosis]:
    """One lead with its dependants; whatever else hangs on it follows on rows of its own."""
    lead, *hanging = [part for part in group.split(_JOINER) if part]
    row, rest = Diagnosis(format_icd(lead)), []
    for code in map(format_icd, hanging):
        if is_external_cause(code):
            row = replace(row, external_causes=(*row.external_causes, code))
        elif has_icd_shape(code) and row.partner is None:
            row = replace(row, partner=code)
        elif has_icd_shape(code):
            rest.append(Diagnosis(code, partner=row.code))
        elif has_atc_shape(code):
            row = replace(row, drugs=(*row.drugs, code))
        else:
            rest.append(Diagnosis(code))
    return [row, *rest]


def _procedure(group: str) -> Procedure:
    codes, _, day = group.partition(_DATE_MARK)
    lead, *hanging = [format_code(CodeSystem.KVA, part) for part in codes.split(_JOINER) if part]
    return Procedure(
        lead,
        date.fromisoformat(day) if day else None,
        additional=tuple(code for code in hanging if not has_atc_shape(code)),
        drugs=tuple(code for code in hanging if has_atc_shape(code)),
    )
