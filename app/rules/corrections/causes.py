"""Corrections of external causes: a short one is filled up, and injuries share a cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.codes import is_external_cause
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import exchange_icd, with_diagnosis
from app.rules.case import Case
from app.rules.corrections.offers import known_among, named, offer
from app.rules.external_causes import cause_fault

#: Unspecified first; the order of the classification after it.
_ACTIVITIES = "9012348AB"
#: Characters of the code that place or role stands in, and of the one for activity: W01.0, W01.09.
_PLACE_LENGTH = len("W01.0")


def complete_cause(case: Case, finding: Finding) -> Iterator[Correction]:
    """Add the activity that is missing, or take the characters away that are too many."""
    code = finding.code
    whole = [code[:_PLACE_LENGTH] + activity for activity in _ACTIVITIES]
    candidates = [*whole, code[:_PLACE_LENGTH]]
    fit = [other for other in candidates if other != code and not cause_fault(other)]
    for other in known_among(case, fit):
        yield offer(
            f"Byt {code} mot {named(case, other)}.", exchange_icd(case.encounter, code, other)
        )


def share_cause(case: Case, finding: Finding) -> Iterator[Correction]:
    """Give the injury the cause that another injury on the event has."""
    bare = [n for n, row in enumerate(case.diagnoses) if finding.code in (row.code, row.partner)]
    told = dict.fromkeys(
        cause for row in case.diagnoses for cause in row.external_causes if is_external_cause(cause)
    )
    for cause in told:
        encounter = case.encounter
        for number in bare:
            row = encounter.diagnoses[number]
            if not any(is_external_cause(known) for known in row.external_causes):
                mended = replace(row, external_causes=(*row.external_causes, cause))
                encounter = with_diagnosis(encounter, number, mended)
        yield offer(
            f"Lägg samma yttre orsak, {named(case, cause)}, under {finding.code}.", encounter
        )
