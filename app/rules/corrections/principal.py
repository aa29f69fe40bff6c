"""Corrections of the choice of principal diagnosis: another row is put first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from app.domain.codes import CodeSet, has_icd_shape, is_external_cause
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import put_first
from app.rules.case import Case
from app.rules.corrections.offers import MOST, named, offer
from app.rules.principal_diagnosis import is_reserved

_CONDITIONS = CodeSet.parse("A00-T98")
_DIAGNOSES = CodeSet.parse("A00-Q99, S00-T98")
_SYMPTOMS = CodeSet.parse("R00-R99")
_DELIVERY = CodeSet.parse("O80-O84")
_ALL = CodeSet.parse("A00-Z99")


def choose_principal(case: Case, _finding: Finding) -> Iterator[Correction]:
    """Put one of the secondary diagnoses that may lead first: diseases, then symptoms, then Z."""
    yield from _first(case, _ranked(case, _candidates(case, _ALL)))


def put_condition_first(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the condition that the finding names first, or another one on the event."""
    yield from _first(case, _named_first(case, finding, _candidates(case, _CONDITIONS)))


def put_diagnosis_first(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the diagnosis that the finding names first, or another one that is no symptom."""
    yield from _first(case, _named_first(case, finding, _candidates(case, _DIAGNOSES)))


def put_named_first(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the other code of the finding first."""
    rows = [n for n in _candidates(case, _ALL) if case.diagnoses[n].code in finding.codes[1:]]
    yield from _first(case, rows)


def put_delivery_first(case: Case, _finding: Finding) -> Iterator[Correction]:
    """Put the delivery first."""
    yield from _first(case, _candidates(case, _DELIVERY))


def keep_one_principal(case: Case, _finding: Finding) -> Iterator[Correction]:
    """Keep one of several principal diagnoses; the others become secondary."""
    rows = [n for n, row in enumerate(case.diagnoses) if row.is_principal]
    able = [n for n in rows if _may_lead(case, case.diagnoses[n].code)]
    for row in islice(able or rows, MOST):
        sentence = (
            f"Behåll {named(case, case.diagnoses[row].code)} som huvuddiagnos och gör övriga "
            "till bidiagnoser."
        )
        yield offer(sentence, put_first(case.encounter, row))


def _first(case: Case, rows: Sequence[int]) -> Iterator[Correction]:
    for row in islice(rows, MOST):
        code = case.diagnoses[row].code
        yield offer(f"Sätt {named(case, code)} som huvuddiagnos.", put_first(case.encounter, row))


def _candidates(case: Case, span: CodeSet) -> list[int]:
    """Rows of secondary diagnoses in the span that may be principal, in order."""
    return [
        number
        for number, row in enumerate(case.diagnoses)
        if not row.is_principal and _may_lead(case, row.code) and row.code in span
    ]


def _may_lead(case: Case, code: str) -> bool:
    if not has_icd_shape(code) or is_external_cause(code):
        return False
    return not is_reserved(case, code)


def _ranked(case: Case, rows: list[int]) -> list[int]:
    return sorted(rows, key=lambda row: _rank(case.diagnoses[row].code))


def _rank(code: str) -> int:
    if code in _DIAGNOSES:
        return 0
    return 1 if code in _SYMPTOMS else 2


def _named_first(case: Case, finding: Finding, rows: list[int]) -> list[int]:
    return sorted(rows, key=lambda row: case.diagnoses[row].code not in finding.codes[1:])
