"""Templates as acts: the codes of an event as items, and items put on an event.

An item hangs on the code that its `under` names. What it is there follows from the two codes:
an external cause, the other half of a dagger–asterisk pair, an additional code or a drug.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain import coding_acts as acts
from app.domain.code_set import CodeSetItem
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.encounter import Diagnosis, Encounter


def items_of(encounter: Encounter) -> tuple[CodeSetItem, ...]:
    """Return the codes of an event, each once below the code it hangs on."""
    items: list[CodeSetItem] = []
    for assigned in acts.assigned_codes(encounter):
        place = assigned.place
        lead = encounter.diagnoses[place.row] if place.in_diagnosis else None
        items.append(
            CodeSetItem(
                assigned.system,
                assigned.code,
                is_principal=place.is_lead and lead is not None and lead.is_principal,
                under="" if place.is_lead else _lead_code(encounter, place),
            )
        )
    return _each_once(items)


def put_items(encounter: Encounter, items: Sequence[CodeSetItem]) -> Encounter:
    """Put codes on an event; what is there already is left as it is.

    A principal diagnosis is set only where the event has none. An item whose lead does not
    lead a row of the event is left out. Doing it again changes nothing.
    """
    in_order = sorted(items, key=lambda item: bool(item.under))  # leads first
    before = None
    while before != encounter:  # what hangs on a code that was placed last finds it now
        before = encounter
        for item in in_order:
            put = _with_dependant if item.under else _with_lead
            encounter = put(encounter, item)
    return encounter


def usable_items(
    items: Iterable[CodeSetItem], unusable: frozenset[tuple[CodeSystem, str]]
) -> tuple[CodeSetItem, ...]:
    """Return the items without those of some codes, and without what hangs on them."""
    gone = {code for _system, code in unusable}
    return tuple(i for i in items if (i.system, i.code) not in unusable and i.under not in gone)


def _lead_code(encounter: Encounter, place: acts.Place) -> str:
    rows = encounter.diagnoses if place.in_diagnosis else encounter.procedures
    return rows[place.row].code


def _each_once(items: Iterable[CodeSetItem]) -> tuple[CodeSetItem, ...]:
    """Let each code stand once below its lead; the principal stays the principal."""
    kept: dict[tuple[CodeSystem, str, str], CodeSetItem] = {}
    for item in items:
        kept.setdefault((item.system, item.code, item.under), item)
    return tuple(kept.values())


def _with_lead(encounter: Encounter, item: CodeSetItem) -> Encounter:
    if item.system is CodeSystem.ATC:
        return encounter
    if item.system is CodeSystem.KVA:
        if any(item.code in procedure.codes for procedure in encounter.procedures):
            return encounter
        return acts.add_procedure(encounter, item.code, encounter.admission_day)
    is_there = item.code in encounter.icd_codes()
    leads = _diagnosis_row(encounter, item.code) is not None
    if item.is_principal and encounter.principal is None and (leads or not is_there):
        return acts.set_principal(encounter, item.code)
    return encounter if is_there else acts.add_secondary(encounter, item.code)


def _with_dependant(encounter: Encounter, item: CodeSetItem) -> Encounter:
    diagnosis = _diagnosis_row(encounter, item.under)
    procedure = _procedure_row(encounter, item.under)
    if item.system is CodeSystem.KVA and procedure is not None:
        return _with_additional(encounter, procedure, item.code)
    if item.system is CodeSystem.ICD10SE and diagnosis is not None:
        if is_external_cause(item.code):
            return _with_cause(encounter, diagnosis, item.code)
        return _with_partner(encounter, diagnosis, item.code)
    if item.system is CodeSystem.ATC:
        return _with_drug(encounter, diagnosis, procedure, item.code)
    return encounter


def _with_additional(encounter: Encounter, row: int, code: str) -> Encounter:
    is_there = code in encounter.procedures[row].additional
    return encounter if is_there else acts.add_additional(encounter, row, code)


def _with_cause(encounter: Encounter, row: int, code: str) -> Encounter:
    is_there = code in encounter.diagnoses[row].codes
    return encounter if is_there else acts.add_cause(encounter, row, code)


def _with_partner(encounter: Encounter, row: int, code: str) -> Encounter:
    """Pair two codes; a further asterisk of a dagger is a row of its own that names the dagger."""
    lead = encounter.diagnoses[row]
    if code in lead.codes or any(_pairs(d, lead.code, code) for d in encounter.diagnoses):
        return encounter
    if lead.partner is None:
        return acts.set_partner(encounter, row, code)
    added = acts.add_secondary(encounter, code)
    return acts.set_partner(added, len(added.diagnoses) - 1, lead.code)


def _pairs(diagnosis: Diagnosis, lead: str, code: str) -> bool:
    return diagnosis.code == code and diagnosis.partner in (None, lead)


def _with_drug(
    encounter: Encounter, diagnosis: int | None, procedure: int | None, code: str
) -> Encounter:
    if diagnosis is not None:
        is_there = code in encounter.diagnoses[diagnosis].drugs
        return encounter if is_there else acts.add_diagnosis_drug(encounter, diagnosis, code)
    if procedure is not None:
        is_there = code in encounter.procedures[procedure].drugs
        return encounter if is_there else acts.add_procedure_drug(encounter, procedure, code)
    return encounter


def _diagnosis_row(encounter: Encounter, code: str) -> int | None:
    """Find the row that a code leads."""
    rows = enumerate(encounter.diagnoses)
    return next((row for row, diagnosis in rows if diagnosis.code == code), None)


def _procedure_row(encounter: Encounter, code: str) -> int | None:
    rows = enumerate(encounter.procedures)
    return next((row for row, procedure in rows if procedure.code == code), None)
