"""Laying what was read from a file over what is stored, without undoing anybody's work.

The coder's codes, splits and merges win over the file; the file wins over earlier records and
over the administrative description of an event that nobody has signed or arranged by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.contact_facts import NO_CONTACT_FACTS
from app.domain.encounter import Encounter, Status
from app.domain.intake import IncomingEvent, PatientMeasurements, PatientMedications
from app.domain.period import Period
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord, Medication, Proposal, ProposalState
from app.exchange.takecare_medications import ID_PREFIX
from app.exchange.takecare_visits import SOURCE as TAKECARE
from app.services.context import AppContext
from app.services.intake_tally import Tally
from app.services.shown_values import (
    event_of_values,
    inherited_values,
    is_during,
    renewed_values,
)

#: A fact under this prefix and an event's id: the event that it is part of since a split or
#: merge by hand. Intake neither renames, moves nor ends such an event.
ARRANGED = "arranged:"


def store_event(app: AppContext, uow: UnitOfWork, event: IncomingEvent, tally: Tally) -> None:
    """Store a new event, or lay it over the one that it is."""
    known = _known(uow, event.encounter)
    records = uow.encounters.records_of(known)
    holders = {doc.id: owner for owner, record in records.items() for doc in record.documents}
    target = _target(uow, event, known, holders, tally)
    absorbed = _absorbed(uow, event, target, known, holders)
    held = {doc: owner for doc, owner in holders.items() if owner not in absorbed}
    own, moved = _parted(event.record, target, held)
    for owner in absorbed:
        uow.encounters.remove(owner)
        uow.clinician_queries.move(owner, target)
        own = merge_records(records.pop(owner), own)
    for owner, record in moved.items():
        _lay_record(app, uow, known[owner], records[owner], record, tally)
    if target in known:
        laid = replace(event, record=own)
        _lay_event(app, uow, known[target], records[target], laid, tally)
    elif own.documents or not moved:
        own = replace(
            own,
            medications=_with_inherited(event.encounter, own, records.values()),
            measurements=inherited_values(event.encounter, own, records.values()),
        )
        uow.encounters.add(event.encounter, own, app.new_id())
        tally.note(event.encounter.id, tally.added)


def lay_medications(
    app: AppContext, uow: UnitOfWork, incoming: PatientMedications, tally: Tally
) -> bool:
    """Show each drug on the events whose days it covers, or on the nearest one.

    A drug once shown on an event stays there. Answers False, and does nothing, while the
    patient has no event.
    """
    events = uow.encounters.of_patient(incoming.patient_number)
    if not events:
        return False
    laid: dict[str, list[Medication]] = {event.id: [] for event in events}
    records = uow.encounters.records_of([event.id for event in events])
    shown = {each: {drug.id for drug in record.medications} for each, record in records.items()}
    for drug in incoming.medications:
        period = Period(drug.start, drug.end)
        covered = [event.id for event in events if covers(event, period)]
        already = [event.id for event in events if drug.id in shown[event.id]]
        nearest = [] if already else [min(events, key=lambda e: _distance(e, period)).id]
        for encounter_id in dict.fromkeys((covered or nearest) + already):
            laid[encounter_id].append(drug)
    for event in events:
        if laid[event.id]:
            drugs = CareRecord(medications=tuple(laid[event.id]))
            _lay_record(app, uow, event, records[event.id], drugs, tally)
    return True


def lay_measurements(
    app: AppContext, uow: UnitOfWork, incoming: PatientMeasurements, tally: Tally
) -> bool:
    """Show a reply or occasion on the event that was under way, or on the nearest one.

    Where it is shown already it is renewed. Answers False, and does nothing, while the patient
    has no event.
    """
    events = uow.encounters.of_patient(incoming.patient_number)
    if not events:
        return False
    records = uow.encounters.records_of([event.id for event in events])
    targets = [event for event in events if _shows(records[event.id], incoming.document_id)]
    best, day = event_of_values(events, incoming), incoming.time.date()
    if not targets or (is_during(best, day) and not any(is_during(e, day) for e in targets)):
        targets.append(best)
    for event in targets:
        stored = records[event.id]
        values = renewed_values(stored.measurements, incoming.measurements, {incoming.document_id})
        _keep_record(app, uow, event, stored, replace(stored, measurements=values), tally)
    return True


def _shows(record: CareRecord, document_id: str) -> bool:
    return any(value.document_id == document_id for value in record.measurements)


def arranged_as(uow: UnitOfWork, encounter_id: str) -> str | None:
    """Find the event that an event is part of since somebody split or merged it, or None."""
    found, seen = uow.facts.get(ARRANGED + encounter_id), {encounter_id}
    while found and found not in seen:
        seen.add(found)
        found = uow.facts.get(ARRANGED + found) or found
    return found


def merge_records(stored: CareRecord, incoming: CareRecord) -> CareRecord:
    """Lay a record over another: nothing is taken away but open proposals of renewed notes."""
    documents = {doc.id: doc for doc in (*stored.documents, *incoming.documents)}
    medications = {drug.id: drug for drug in (*stored.medications, *incoming.medications)}
    return CareRecord(
        tuple(sorted(documents.values(), key=lambda doc: str(doc.time or "~"))),
        tuple(medications.values()),
        _merged_proposals(stored, incoming),
        renewed_values(stored.measurements, incoming.measurements),
    )


def covers(event: Encounter, period: Period) -> bool:
    """Whether a drug was on the list on any day of the event."""
    return _distance(event, period) == 0


def _merged_proposals(stored: CareRecord, incoming: CareRecord) -> tuple[Proposal, ...]:
    states = {proposal.id: proposal.state for proposal in stored.proposals}
    offered = {p.id: replace(p, state=states.get(p.id, p.state)) for p in incoming.proposals}
    renewed = {doc.id for doc in incoming.documents}
    kept = {
        p.id: offered.pop(p.id, p)
        for p in stored.proposals
        if p.id in offered or p.document_id not in renewed or p.state is not ProposalState.OPEN
    }
    return (*kept.values(), *offered.values())


def _known(uow: UnitOfWork, encounter: Encounter) -> dict[str, Encounter]:
    """Read the stored events of the patient, and the event itself under another number."""
    events = uow.encounters.known_as(encounter.patient.identity.text, encounter.id)
    return {stored.id: stored for stored in events}


def _target(
    uow: UnitOfWork,
    event: IncomingEvent,
    known: dict[str, Encounter],
    holders: dict[str, str],
    tally: Tally,
) -> str:
    """Find the stored event that an incoming one is; its own id where it is a new one.

    An event under another id that holds the notes is the same, unless somebody arranged it or
    this file has already told of it.
    """
    own = event.encounter.id
    arranged = arranged_as(uow, own)
    if arranged in known:
        return arranged
    if own in known:
        return own
    held_by = [holders[doc.id] for doc in event.record.documents if doc.id in holders]
    free = [o for o in held_by if o not in tally.ids and arranged_as(uow, o) is None]
    return max(free, key=free.count) if free else own


def _absorbed(
    uow: UnitOfWork,
    event: IncomingEvent,
    target: str,
    known: dict[str, Encounter],
    holders: dict[str, str],
) -> set[str]:
    """Find untouched events whose notes, by what the file now says, are part of this one.

    So do the visits of a stay become the stay, once its discharge note has come.
    """
    incoming = {doc.id for doc in event.record.documents}
    others = {owner for doc, owner in holders.items() if doc in incoming and owner != target}
    return {
        owner
        for owner in others
        if _is_untouched(uow, known[owner])
        and all(doc in incoming for doc, holder in holders.items() if holder == owner)
    }


def _is_untouched(uow: UnitOfWork, encounter: Encounter) -> bool:
    return (
        encounter.status in (Status.OPEN, Status.READY)
        and not (encounter.diagnoses or encounter.procedures)
        and arranged_as(uow, encounter.id) is None
        and uow.claims.holder(encounter.id) is None
        and not uow.versions.of_encounter(encounter.id)
    )


def _parted(
    record: CareRecord, target: str, holders: dict[str, str]
) -> tuple[CareRecord, dict[str, CareRecord]]:
    """Part a record after the events that already hold its notes: there they stay."""
    owners = {doc.id: holders.get(doc.id, target) for doc in record.documents}
    parts = {
        owner: CareRecord(
            tuple(doc for doc in record.documents if owners[doc.id] == owner),
            record.medications if owner == target else (),
            tuple(p for p in record.proposals if owners.get(p.document_id, target) == owner),
            record.measurements if owner == target else (),
        )
        for owner in {target, *owners.values()}
    }
    return parts.pop(target), parts


def _with_inherited(
    encounter: Encounter, own: CareRecord, records: Iterable[CareRecord]
) -> tuple[Medication, ...]:
    """Add the drugs of the patient's TakeCare list that cover a new event."""
    drugs = {drug.id: drug for record in records for drug in record.medications}
    covering = {
        drug.id: drug
        for drug in drugs.values()
        if drug.id.startswith(ID_PREFIX) and covers(encounter, Period(drug.start, drug.end))
    }
    return tuple({**covering, **{drug.id: drug for drug in own.medications}}.values())


def _lay_event(
    app: AppContext,
    uow: UnitOfWork,
    stored: Encounter,
    record: CareRecord,
    event: IncomingEvent,
    tally: Tally,
) -> None:
    is_arranged = arranged_as(uow, stored.id) is not None
    is_fixed = stored.status is Status.SIGNED or is_arranged
    renewed = stored if is_fixed else _renewed(stored, event.encounter)
    is_signed_otherwise = stored.status is Status.SIGNED and _differs(stored, event.encounter)
    if is_signed_otherwise and not is_arranged:
        renewed = replace(stored, record_changed=True)
    if renewed != stored:
        renewed = uow.encounters.save(renewed, app.new_id())
        tally.note(stored.id, tally.updated)
        if renewed.status is Status.SIGNED:
            tally.changed_after_signing.add(stored.id)
    _lay_record(app, uow, renewed, record, event.record, tally)


def _lay_record(
    app: AppContext,
    uow: UnitOfWork,
    encounter: Encounter,
    stored: CareRecord,
    incoming: CareRecord,
    tally: Tally,
) -> None:
    _keep_record(app, uow, encounter, stored, merge_records(stored, incoming), tally)


def _keep_record(
    app: AppContext,
    uow: UnitOfWork,
    encounter: Encounter,
    stored: CareRecord,
    merged: CareRecord,
    tally: Tally,
) -> None:
    if merged == stored:
        tally.note(encounter.id, tally.unchanged)
        return
    uow.encounters.put_record(encounter.id, merged)
    tally.note(encounter.id, tally.updated)
    if encounter.status is Status.SIGNED:
        tally.changed_after_signing.add(encounter.id)
        if not encounter.record_changed:
            uow.encounters.save(replace(encounter, record_changed=True), app.new_id())


def _differs(stored: Encounter, incoming: Encounter) -> bool:
    return _described(stored, incoming) != stored


def _described(stored: Encounter, incoming: Encounter) -> Encounter:
    """Take over the administrative description. TakeCare tells of the person but the number."""
    is_nameless = incoming.source == TAKECARE
    return replace(
        stored,
        patient=stored.patient if is_nameless else incoming.patient,
        encounter_class=incoming.encounter_class,
        encounter_type=incoming.encounter_type,
        unit=incoming.unit,
        start=incoming.start,
        end=incoming.end,
        contact_form=incoming.contact_form,
        legal_form=incoming.legal_form,
        discharge_mode=incoming.discharge_mode,
        country=incoming.country,
        norwegian=incoming.norwegian,
        referral=incoming.referral,
        professions=incoming.professions,
        mother_id=incoming.mother_id,
        contact=stored.contact if incoming.contact == NO_CONTACT_FACTS else incoming.contact,
    )


def _renewed(stored: Encounter, incoming: Encounter) -> Encounter:
    """Take over description, and codes where nobody has begun; the end decides open or ready."""
    renewed = _described(stored, incoming)
    if stored.status not in (Status.OPEN, Status.READY):
        return renewed
    if stored.diagnoses or stored.procedures:
        return replace(renewed, status=Status.OPEN if renewed.end is None else stored.status)
    return replace(
        renewed,
        diagnoses=incoming.diagnoses,
        procedures=incoming.procedures,
        status=incoming.status,
    )


def _distance(event: Encounter, period: Period) -> int:
    first, last = event.admission_day, event.day
    if first is None or last is None:
        return 0
    if period.start is not None and period.start > last:
        return (period.start - last).days
    if period.end is not None and period.end < first:
        return (first - period.end).days
    return 0
