"""Which codes made a finding, and where on the event each stands: why it is said now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.codes import CodeSystem
from app.domain.coding_acts import AssignedCode, Part, assigned_codes
from app.domain.encounter import Encounter
from app.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class CodeBehind:
    """A code that a finding is about, with its places in Swedish: "huvuddiagnos"."""

    system: CodeSystem
    code: str
    where: str


def codes_behind(encounter: Encounter, finding: Finding) -> Iterator[CodeBehind]:
    """Yield the codes of a finding in its own order; one that has gone since is left out."""
    assigned = list(assigned_codes(encounter))
    for code in dict.fromkeys(finding.codes):
        found = [each for each in assigned if each.code == code]
        if found:
            places = dict.fromkeys(_place(encounter, each) for each in found)
            yield CodeBehind(found[0].system, code, ", ".join(places))


def _place(encounter: Encounter, assigned: AssignedCode) -> str:
    place = assigned.place
    if place.part is Part.DIAGNOSIS:
        return "huvuddiagnos" if encounter.diagnoses[place.row].is_principal else "bidiagnos"
    if place.part is Part.PROCEDURE:
        day = encounter.procedures[place.row].date
        return f"åtgärd {day}" if day else "åtgärd utan datum"
    rows = encounter.diagnoses if place.in_diagnosis else encounter.procedures
    return f"{_UNDER[place.part]} {rows[place.row].code}"


_UNDER = {
    Part.PARTNER: "i par med",
    Part.CAUSE: "yttre orsak till",
    Part.DIAGNOSIS_DRUG: "läkemedel till",
    Part.ADDITIONAL: "tillägg på",
    Part.PROCEDURE_DRUG: "läkemedel till",
}
