"""Corrections of external causes: filled up, shared between injuries, moved, or picked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.codes import CodeSet, has_icd_shape, is_external_cause
from app.domain.correction import Correction
from app.domain.encounter import Diagnosis
from app.domain.finding import Finding
from app.domain.row_changes import exchange_icd, with_diagnosis
from app.rules.case import Case
from app.rules.corrections.offers import known_among, named, offer
from app.rules.external_causes import cause_fault

#: Unspecified first; the order of the classification after it.
_ACTIVITIES = "9012348AB"
#: Characters of the code that place or role stands in, and of the one for activity: W01.0, W01.09.
_PLACE_LENGTH = len("W01.0")
_TREATMENT = ("Y83.9", "Y83.1", "Y83.2", "Y84.9", "Y69.9")
#: What complications and late effects come of, the commonest first; an injury is told in full.
_BY_NATURE = (
    (CodeSet.parse("T80.5-T80.6, T88.6-T88.7"), ("Y57.9", "Y59.9", "Y84.9")),
    (CodeSet.parse("T88.0-T88.1"), ("Y59.9", "Y84.9")),
    (CodeSet.parse("T80-T88"), _TREATMENT),
    (CodeSet.parse("T90-T95, T97-T98.2"), ("Y86.9", "Y85.9", "Y87.0", "Y89.9")),
    (CodeSet.parse("T96"), ("Y88.0", "Y86.9", "Y87.0", "Y89.9")),
    (CodeSet.parse("T98.3"), ("Y88.3", "Y88.1", "Y88.2")),
)


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
    """Give the injury the cause that another one has; a complication or a late effect its own."""
    yield from _shared(case, finding)
    yield from give_medical_cause(case, finding)


def give_medical_cause(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick what a complication came of: the treatment, or the drug; a late effect, the event."""
    code = finding.code
    if not has_icd_shape(code):
        return
    for cause in known_among(case, next((c for span, c in _BY_NATURE if code in span), ())):
        rows = tuple(
            _with_cause(row, cause) if code in (row.code, row.partner) else row
            for row in case.diagnoses
        )
        after = replace(case.encounter, diagnoses=rows)
        yield offer(f"Lägg till {named(case, cause)} under {code}.", after)


def _with_cause(row: Diagnosis, cause: str) -> Diagnosis:
    """Add a cause after those of a row, unless it is there."""
    return replace(row, external_causes=tuple(dict.fromkeys((*row.external_causes, cause))))


def move_cause(case: Case, finding: Finding) -> Iterator[Correction]:
    """Move the cause to the injury that lacks it, or below the diagnosis that it stands before."""
    cause = finding.code
    if len(finding.codes) == 1:
        yield from _put_below_next(case, cause)
        return
    _cause, holder, bare = finding.codes[:3]
    rows = tuple(_with_moved(row, cause, holder, bare) for row in case.diagnoses)
    sentence = f"Flytta {named(case, cause)} från {holder} till {named(case, bare)}."
    yield offer(sentence, replace(case.encounter, diagnoses=rows))


def _put_below_next(case: Case, cause: str) -> Iterator[Correction]:
    rows = case.diagnoses
    heir = next((n for n, row in enumerate(rows) if not is_external_cause(row.code)), None)
    if heir is None:
        return
    lost = rows[:heir]
    codes = tuple(code for row in lost for code in row.codes)
    line = replace(rows[heir], external_causes=(*codes, *rows[heir].external_causes))
    line = replace(line, drugs=(*line.drugs, *(code for row in lost for code in row.drugs)))
    after = replace(case.encounter, diagnoses=(line, *rows[heir + 1 :]))
    yield offer(f"Flytta {named(case, cause)} till {named(case, line.code)}.", after)


def _with_moved(row: Diagnosis, cause: str, holder: str, bare: str) -> Diagnosis:
    if row.code == bare and not row.external_causes:
        return replace(row, external_causes=(cause,))
    if row.code == holder:
        return replace(row, external_causes=tuple(c for c in row.external_causes if c != cause))
    return row


def _shared(case: Case, finding: Finding) -> Iterator[Correction]:
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
