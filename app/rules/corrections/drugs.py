"""Corrections of ATC codes on diagnoses: poisoning takes T50.9, adverse effect Y57.9."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from app.domain.codes import CodeSet, has_icd_shape
from app.domain.correction import Correction
from app.domain.encounter import Diagnosis, Encounter, Procedure
from app.domain.finding import Finding
from app.domain.row_changes import exchange_icd, put_first, with_diagnosis
from app.rules.case import Case
from app.rules.corrections.offers import is_usable, known_among, named, offer

_POISONING, _EFFECT = "T50.9", "Y57.9"
_DRUG_CAUSES = CodeSet.parse("Y40-Y57")
_TREATMENT = CodeSet.parse("Y40-Y59")
_SIMPLER = (
    (CodeSet.parse("X40-X43"), "X44"),
    (CodeSet.parse("X60-X63"), "X64"),
    (CodeSet.parse("Y10-Y13"), "Y14"),
)
_CATEGORY = 3
Row = TypeVar("Row", Diagnosis, Procedure)
#: Unspecified place and activity: accident, self-harm, unclear intent.
_INTENTS = ("X44.99", "X64.99", "Y14.99")


def specify_by_atc(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write T50.9 for the poisoning and let the ATC code say the drug; or leave the ATC out."""
    code, drugs = finding.code, finding.codes[1:]
    row = _row_of(case, code)
    if row is None:
        return
    if is_usable(case, _POISONING):
        line = replace(case.diagnoses[row], code=_POISONING)
        moved = _gathered(with_diagnosis(case.encounter, row, line), row, drugs)
        listed = ", ".join(drugs)
        yield offer(f"Byt {code} mot {named(case, _POISONING)} och låt {listed} stå under.", moved)
    yield offer(f"Ta bort ATC-koden {', '.join(drugs)}.", _without_drugs(case.encounter, drugs))


def move_to_poisoning(case: Case, finding: Finding) -> Iterator[Correction]:
    """Move the ATC codes to the T50.9 that lacks them."""
    code, drugs = finding.code, finding.codes[1:]
    bare = [n for n, line in enumerate(case.diagnoses) if line.code == code and not line.drugs]
    if bare:
        moved = _gathered(case.encounter, bare[0], drugs)
        yield offer(f"Flytta {', '.join(drugs)} till {named(case, code)}.", moved)


def tie_to_adverse_effect(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put Y57.9 under the effect, in the place of another cause of the series Y40–Y57."""
    if not is_usable(case, _EFFECT):
        return
    code, drugs = finding.code, set(finding.codes[1:])
    for row, line in enumerate(case.diagnoses):
        if line.code != code or not drugs & set(line.drugs):
            continue
        others = [cause for cause in line.external_causes if _is_drug_cause(cause)]
        kept = tuple(cause for cause in line.external_causes if cause not in others)
        mended = replace(line, external_causes=(*kept, _EFFECT))
        text = f"Byt {', '.join(others)} mot" if others else "Lägg till"
        sentence = f"{text} {named(case, _EFFECT)} under {code}."
        yield offer(sentence, with_diagnosis(case.encounter, row, mended))
        return


def tell_intent(case: Case, finding: Finding) -> Iterator[Correction]:
    """Give the poisoning a cause of poisoning, whose intent the coder picks."""
    code, wrong = finding.codes[:2]
    row = _row_of(case, code)
    if row is None:
        return
    line = case.diagnoses[row]
    for cause in known_among(case, _INTENTS):
        kept = tuple(
            known for known in line.external_causes if known != wrong and not _is_treatment(known)
        )
        mended = replace(line, external_causes=(*kept, cause))
        sentence = f"Byt {wrong} mot {named(case, cause)}."
        yield offer(sentence, with_diagnosis(case.encounter, row, mended))


def give_adverse_effect(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put Y57.9 under the effect; the drug is told beside it."""
    row = _row_of(case, finding.code)
    if row is not None and is_usable(case, _EFFECT):
        line = case.diagnoses[row]
        mended = replace(line, external_causes=(*line.external_causes, _EFFECT))
        sentence = f"Lägg till {named(case, _EFFECT)} under {finding.code}."
        yield offer(sentence, with_diagnosis(case.encounter, row, mended))


def place_poisoning(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the poisoning first, or give it a cause that tells the intent."""
    row = _row_of(case, finding.code)
    if row is None:
        return
    if len(finding.codes) > 1:
        yield from tell_intent(case, finding)
    else:
        sentence = f"Sätt {named(case, finding.code)} som huvuddiagnos."
        yield offer(sentence, put_first(case.encounter, row))


def simplify_intent(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write the cause that leaves the substance to the code of the poisoning."""
    cause = finding.code
    simpler = next((to for span, to in _SIMPLER if has_icd_shape(cause) and cause in span), "")
    code = f"{simpler}{cause[_CATEGORY:]}"
    if simpler and is_usable(case, code):
        after = exchange_icd(case.encounter, cause, code)
        yield offer(f"Byt {cause} mot {named(case, code)}.", after)


def move_drug(case: Case, finding: Finding) -> Iterator[Correction]:
    """Move the ATC codes to the row that lacks them."""
    holder, lacking = finding.codes[:2]
    event = case.encounter
    diagnoses = _with_moved_drugs(event.diagnoses, holder, lacking)
    procedures = _with_moved_drugs(event.procedures, holder, lacking)
    after = replace(event, diagnoses=diagnoses, procedures=procedures)
    if after != event:
        yield offer(f"Flytta läkemedlet från {holder} till {named(case, lacking)}.", after)


def _with_moved_drugs(rows: tuple[Row, ...], holder: str, lacking: str) -> tuple[Row, ...]:
    """Move the drugs of one row to the first one of a code that has none."""
    giver = next((n for n, row in enumerate(rows) if row.code == holder and row.drugs), None)
    taker = next((n for n, row in enumerate(rows) if row.code == lacking and not row.drugs), None)
    if giver is None or taker is None:
        return rows
    drugs = rows[giver].drugs
    return tuple(
        replace(row, drugs=drugs if n == taker else ()) if n in (giver, taker) else row
        for n, row in enumerate(rows)
    )


def _row_of(case: Case, code: str) -> int | None:
    return next((n for n, line in enumerate(case.diagnoses) if line.code == code), None)


def _gathered(encounter: Encounter, row: int, drugs: tuple[str, ...]) -> Encounter:
    """Move ATC codes from wherever they stand on diagnoses to one row, after its own."""
    bare = _without_drugs(encounter, drugs)
    line = bare.diagnoses[row]
    return with_diagnosis(bare, row, replace(line, drugs=(*line.drugs, *dict.fromkeys(drugs))))


def _without_drugs(encounter: Encounter, drugs: tuple[str, ...]) -> Encounter:
    rows = tuple(_bare(line, drugs) for line in encounter.diagnoses)
    return replace(encounter, diagnoses=rows)


def _bare(line: Diagnosis, drugs: tuple[str, ...]) -> Diagnosis:
    return replace(line, drugs=tuple(code for code in line.drugs if code not in drugs))


def _is_drug_cause(code: str) -> bool:
    return has_icd_shape(code) and code in _DRUG_CAUSES


def _is_treatment(code: str) -> bool:
    return has_icd_shape(code) and code in _TREATMENT
