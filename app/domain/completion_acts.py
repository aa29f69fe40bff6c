"""Where the answer to a step of a completion goes on the event."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from app.domain import coding_acts as acts
from app.domain.coding_acts import Part, Place
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter


class Role(StrEnum):
    """What the answer to a step is, beside the code that is completed."""

    CAUSE = "cause"
    DRUG = "drug"
    DAGGER = "dagger"
    ASTERISK = "asterisk"
    #: How a child was born, O80–O84: the principal diagnosis.
    DELIVERY = "delivery"
    #: What came of it, Z37.
    OUTCOME = "outcome"
    PROCEDURE = "procedure"
    SIDE = "side"


def put_answer(
    encounter: Encounter, place: Place, role: Role, code: str, mended: Place | None = None
) -> tuple[Encounter, Place]:
    """Put a code beside the one at a place; return the event, and where that one stands now."""
    if mended is not None:
        return replace_code(encounter, mended, code), place
    if role is Role.DAGGER:
        return join_dagger(encounter, place.row, code)
    if role is Role.DELIVERY:
        after = acts.set_principal(encounter, code)
        return after, _lead(after, encounter.diagnoses[place.row].code)
    after = _put_beside(encounter, place.row, role, code)
    if role is Role.ASTERISK:
        return after, _lead(after, encounter.diagnoses[place.row].code)
    return after, place


def replace_code(encounter: Encounter, place: Place, code: str) -> Encounter:
    """Put a code in the stead of an external cause, on a row of its own or below another."""
    diagnosis = encounter.diagnoses[place.row]
    if place.part is Part.CAUSE:
        causes = list(diagnosis.external_causes)
        causes[place.index] = code
        changed = replace(diagnosis, external_causes=tuple(causes))
    else:
        changed = replace(diagnosis, code=code)
    rows = encounter.diagnoses
    return replace(encounter, diagnoses=(*rows[: place.row], changed, *rows[place.row + 1 :]))


def join_dagger(encounter: Encounter, row: int, dagger: str) -> tuple[Encounter, Place]:
    """Let a dagger lead the asterisk of a row.

    A dagger that is on the event already takes the asterisk as its partner, or, where it has
    another, is named by it; one that is not comes in the asterisk's stead and takes its role.
    """
    asterisk = encounter.diagnoses[row]
    found = next((at for at, each in enumerate(encounter.diagnoses) if each.code == dagger), None)
    if found is None:
        joined = replace(asterisk, code=dagger, partner=asterisk.code)
        return _with_row(encounter, row, joined), Place(Part.DIAGNOSIS, row)
    lead = encounter.diagnoses[found]
    if lead.partner is None or lead.partner == asterisk.code:
        after = _taken_in(encounter, row, found, asterisk)
    else:
        after = _with_row(encounter, row, replace(asterisk, partner=dagger))
    if asterisk.is_principal:
        after = acts.set_principal(after, dagger)
    return after, _lead(after, dagger)


def _taken_in(encounter: Encounter, row: int, lead: int, asterisk: Diagnosis) -> Encounter:
    dagger = encounter.diagnoses[lead]
    joined = replace(
        dagger,
        partner=asterisk.code,
        external_causes=(*dagger.external_causes, *asterisk.external_causes),
        drugs=(*dagger.drugs, *asterisk.drugs),
        text=dagger.text or asterisk.text,
    )
    rows = list(_with_row(encounter, lead, joined).diagnoses)
    del rows[row]
    return replace(encounter, diagnoses=tuple(rows))


def _put_beside(encounter: Encounter, row: int, role: Role, code: str) -> Encounter:
    if role is Role.CAUSE:
        return acts.add_cause(encounter, row, code)
    if role is Role.DRUG:
        return acts.add_diagnosis_drug(encounter, row, code)
    if role is Role.ASTERISK:
        return _with_asterisk(encounter, row, code)
    if role is Role.OUTCOME:
        return acts.add_secondary(encounter, code)
    if role is Role.PROCEDURE:
        return acts.add_procedure(encounter, code, encounter.admission_day)
    return acts.add_additional(encounter, row, code)


def _with_asterisk(encounter: Encounter, row: int, code: str) -> Encounter:
    """Pair a dagger with an asterisk; a further asterisk gets a row that names the dagger.

    An asterisk that waits on a row of its own is taken in.
    """
    dagger = encounter.diagnoses[row]
    waiting = (at for at, each in enumerate(encounter.diagnoses) if each.code == code)
    alone = next((at for at in waiting if encounter.diagnoses[at].partner is None), None)
    if alone is not None:
        return join_dagger(encounter, alone, dagger.code)[0]
    if dagger.partner is None:
        return acts.set_partner(encounter, row, code)
    further = Diagnosis(code, DiagnosisRole.SECONDARY, partner=dagger.code)
    rows = encounter.diagnoses
    return replace(encounter, diagnoses=(*rows[: row + 1], further, *rows[row + 1 :]))


def _with_row(encounter: Encounter, row: int, diagnosis: Diagnosis) -> Encounter:
    rows = encounter.diagnoses
    return replace(encounter, diagnoses=(*rows[:row], diagnosis, *rows[row + 1 :]))


def _lead(encounter: Encounter, code: str) -> Place:
    row = next(at for at, each in enumerate(encounter.diagnoses) if each.code == code)
    return Place(Part.DIAGNOSIS, row)
