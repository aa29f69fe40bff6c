"""Corrections of pairs of etiology (†) and manifestation (*)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.codes import has_icd_shape
from app.domain.correction import Correction
from app.domain.encounter import Diagnosis, Encounter
from app.domain.finding import Finding
from app.domain.row_changes import leave_out, put_first, with_diagnosis
from app.rules.case import Case
from app.rules.corrections.offers import named, offer
from app.rules.dagger_asterisk import asterisk_without_dagger
from app.rules.principal_diagnosis import is_reserved


def put_etiology_first(case: Case, finding: Finding) -> Iterator[Correction]:
    """Let etiology and manifestation change places; the etiology is the partner or another row."""
    asterisk = finding.code
    row = next(n for n, line in enumerate(case.diagnoses) if line.code == asterisk)
    line = case.diagnoses[row]
    if line.partner and not case.is_asterisk(line.partner):
        swapped = replace(line, code=line.partner, partner=asterisk)
        after = put_first(with_diagnosis(case.encounter, row, swapped), row)
        yield offer(_told(case, line.partner, asterisk), after)
        return
    for number, other in enumerate(case.diagnoses):
        if number != row and _may_be_etiology(case, other.code, asterisk):
            yield offer(_told(case, other.code, asterisk), _paired(case.encounter, row, number))


def _may_be_etiology(case: Case, code: str, asterisk: str) -> bool:
    """Whether the code can be the dagger of the asterisk: the rule about that is asked."""
    if not has_icd_shape(code) or case.is_asterisk(code) or is_reserved(case, code):
        return False
    alone = replace(case.encounter, diagnoses=(Diagnosis(code, partner=asterisk),), procedures=())
    return not list(asterisk_without_dagger.check(Case(alone, case.books)))


def _paired(encounter: Encounter, asterisk: int, dagger: int) -> Encounter:
    """Put the dagger first, with the asterisk as its partner where that place is free."""
    manifestation, etiology = encounter.diagnoses[asterisk], encounter.diagnoses[dagger]
    if etiology.partner and etiology.partner != manifestation.code:
        named_row = replace(manifestation, partner=etiology.code)
        return put_first(with_diagnosis(encounter, asterisk, named_row), dagger)
    whole = replace(
        etiology,
        partner=manifestation.code,
        external_causes=(*etiology.external_causes, *manifestation.external_causes),
        drugs=(*etiology.drugs, *manifestation.drugs),
        text=etiology.text or manifestation.text,
    )
    first = put_first(with_diagnosis(encounter, dagger, whole), dagger)
    return leave_out(first, asterisk + 1 if asterisk < dagger else asterisk)


def _told(case: Case, dagger: str, asterisk: str) -> str:
    return f"Sätt {named(case, dagger)} som huvuddiagnos och {asterisk}* som dess andra led."
