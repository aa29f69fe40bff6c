"""Between an encounter and its row, both ways."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.clinician_query import ANSWERED_REASON
from app.domain.coding_acts import AssignedCode, assigned_codes
from app.domain.complexity import complexity_of, stay_points
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import (
    Assignee,
    Diagnosis,
    Encounter,
    Override,
    Procedure,
    Status,
    Unit,
)
from app.domain.identity import IdentityNumber
from app.domain.norwegian import NO_STAY, NorwegianStay
from app.domain.patient import Patient
from app.persistence.orm_encounters import AssignedCodeRow, EncounterRow
from app.persistence.plain_data import from_plain, to_plain, tuple_from_plain
from app.persistence.swedish_order import swedish_key

#: The order of work. An event that has not ended waits with the open ones whatever its status.
_TURN_NOT_ENDED = 4
#: A signed event whose record has changed since; a turn of its own, so that an index finds it.
TURN_CHANGED = 1
TURN_PARKED = 3
#: An event whose answer from a clinician has come: before all others.
TURN_ANSWERED = -1
_TURN = {
    Status.READY: 0,
    Status.DRAFT: 2,
    Status.REOPENED: 2,
    Status.PARKED: TURN_PARKED,
    Status.OPEN: _TURN_NOT_ENDED,
    Status.SIGNED: 5,
}
_WAITING = (Status.READY, Status.DRAFT, Status.REOPENED)
STATUS_ORDER = tuple(Status)
#: Where an event without start and end stands: last among its like.
_NO_TIME = datetime(9999, 12, 31)  # noqa: DTZ001 - local wall clock, as all moments of care
#: An index row has a limited size in PostgreSQL; nobody filters on what comes after this.
_FILTER_LENGTH = 300
_LABEL_LENGTH = 200


def turns_of(status: Status) -> tuple[int, ...]:
    """Return the places in the order of work that events of a status can have."""
    also = {
        Status.READY: (_TURN_NOT_ENDED, TURN_ANSWERED),
        Status.DRAFT: (TURN_ANSWERED,),
        Status.REOPENED: (TURN_ANSWERED,),
        Status.SIGNED: (TURN_CHANGED,),
    }
    return (_TURN[status], *also.get(status, ()))


def unit_key(label: str) -> str:
    """Return what the units are sorted and picked by: Swedish order first, then the label."""
    return f"{swedish_key(label)}\n{label[:_LABEL_LENGTH]}"


def fill_row(row: EncounterRow, encounter: Encounter) -> None:
    """Write the encounter into its row, version and save id excepted."""
    row.id = encounter.id
    row.status, row.status_reason = encounter.status, encounter.status_reason
    row.record_changed = encounter.record_changed
    row.park_until = encounter.park_until
    _fill_assigned(row, encounter.assigned)
    row.unit_id, row.unit_name = encounter.unit.id, encounter.unit.name
    row.encounter_class = encounter.encounter_class
    row.encounter_type = encounter.encounter_type
    row.started_at, row.ended_at = encounter.start, encounter.end
    row.contact_form, row.legal_form = encounter.contact_form, encounter.legal_form
    row.discharge_mode, row.referral = encounter.discharge_mode, encounter.referral
    row.professions = list(encounter.professions)
    row.mother_id, row.source = encounter.mother_id, encounter.source
    row.diagnoses = to_plain(encounter.diagnoses)
    row.procedures = to_plain(encounter.procedures)
    row.overrides = to_plain(encounter.overrides)
    row.contact = to_plain(encounter.contact)
    row.country = encounter.country
    row.norwegian = to_plain(encounter.norwegian) if encounter.norwegian != NO_STAY else None
    _fill_patient(row, encounter.patient)
    _fill_derived(row, encounter)
    _fill_codes(row, encounter)


def read_row(row: EncounterRow) -> Encounter:
    """Build the encounter from its row."""
    return Encounter(
        id=row.id,
        patient=read_patient(row),
        encounter_class=row.encounter_class,
        encounter_type=row.encounter_type,
        unit=Unit(row.unit_id, row.unit_name),
        start=row.started_at,
        end=row.ended_at,
        contact_form=row.contact_form,
        legal_form=row.legal_form,
        discharge_mode=row.discharge_mode,
        referral=row.referral,
        professions=tuple(row.professions),
        mother_id=row.mother_id,
        source=row.source,
        diagnoses=tuple_from_plain(Diagnosis, row.diagnoses),
        procedures=tuple_from_plain(Procedure, row.procedures),
        overrides=tuple_from_plain(Override, row.overrides),
        status=row.status,
        status_reason=row.status_reason,
        record_changed=row.record_changed,
        park_until=row.park_until,
        assigned=read_assignee(row),
        version=row.version,
        contact=from_plain(ContactFacts, row.contact or {}),
        country=row.country,
        norwegian=from_plain(NorwegianStay, row.norwegian or {}),
    )


def read_patient(row: EncounterRow) -> Patient:
    """Build the patient of an event from its row."""
    identity = IdentityNumber(
        text=row.patient_number,
        kind=row.number_kind,
        is_valid=row.number_is_valid,
        birth_date=row.number_birth_date,
        sex=row.number_sex,
    )
    return Patient(identity, row.patient_name, row.sex, row.birth_date, row.protection)


def filter_text(event_id: str, principal: str, unit: str, patient: Patient) -> str:
    """Join what the list is filtered on; of a protected person neither name nor number.

    A protected person is found by the whole number alone, which has a column of its own.
    """
    person = () if patient.is_protected else (patient.identity.text, patient.name)
    parts = (event_id, principal, principal.replace(".", ""), *person, unit)
    return "\n".join(part for part in parts if part).lower()[:_FILTER_LENGTH]


def read_assignee(row: Any) -> Assignee | None:
    """Build who an event is assigned to from its row, or from part of one."""
    return Assignee(row.assigned_to, row.assigned_name) if row.assigned_to else None


def _fill_assigned(row: EncounterRow, assigned: Assignee | None) -> None:
    row.assigned_to = assigned.person_id if assigned else ""
    row.assigned_name = assigned.name if assigned else ""
    row.assigned_key = swedish_key(row.assigned_name)


def _fill_patient(row: EncounterRow, patient: Patient) -> None:
    identity = patient.identity
    row.patient_number, row.number_kind = identity.text, identity.kind
    row.number_is_valid, row.number_birth_date = identity.is_valid, identity.birth_date
    row.number_sex = identity.sex
    row.patient_name, row.sex = patient.name, patient.sex
    row.birth_date, row.protection = patient.birth_date, patient.protection


def _fill_derived(row: EncounterRow, encounter: Encounter) -> None:
    row.turn = _turn(encounter)
    row.status_order = STATUS_ORDER.index(encounter.status)
    row.waiting_since = encounter.end or encounter.start or _NO_TIME
    row.principal = encounter.principal.code if encounter.principal else ""
    row.unit_key = unit_key(encounter.unit.label)
    row.unit_label = encounter.unit.label
    row.patient_key = swedish_key(encounter.patient.shown_name)
    row.filter_text = filter_text(encounter.id, row.principal, row.unit_label, encounter.patient)
    stay = stay_points(encounter.encounter_class, encounter.start, encounter.end)
    row.complexity = complexity_of(stay + (row.record_points or 0))


def _turn(encounter: Encounter) -> int:
    if encounter.status in _WAITING and encounter.status_reason == ANSWERED_REASON:
        return TURN_ANSWERED
    if encounter.status is Status.READY and not encounter.is_closed:
        return _TURN_NOT_ENDED
    if encounter.status is Status.SIGNED and encounter.record_changed:
        return TURN_CHANGED
    return _TURN[encounter.status]


def _fill_codes(row: EncounterRow, encounter: Encounter) -> None:
    codes = list(assigned_codes(encounter))
    del row.codes[len(codes) :]
    for position in range(len(row.codes), len(codes)):
        row.codes.append(AssignedCodeRow(position=position))
    for code_row, assigned in zip(row.codes, codes, strict=True):
        _fill_code(code_row, assigned, encounter)


def _fill_code(row: AssignedCodeRow, assigned: AssignedCode, encounter: Encounter) -> None:
    place = assigned.place
    row.system, row.code = assigned.system, assigned.code
    row.part, row.row, row.index = place.part, place.row, place.index
    row.is_principal = place.in_diagnosis and encounter.diagnoses[place.row].is_principal
