"""Use cases that change what an event is: one becomes two, or several become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from app.domain.access import Person
from app.domain.care_types import AUTOMATIC_END, TYPE_FACTS, EncounterClass, Ending
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Status
from app.domain.errors import ClaimedByOtherError, NotAllowedError, NotFoundError
from app.domain.period import Period
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord, ProposalState, RecordDocument
from app.services.access import refuse_left
from app.services.context import AppContext
from app.services.incoming import ARRANGED, covers, merge_records
from app.services.shown_values import is_during

T = TypeVar("T")

_SPLIT_MARK = "-d"


def split_event(
    app: AppContext, encounter_id: str, document_ids: Sequence[str], person: Person
) -> tuple[Encounter, Encounter]:
    """Move notes into an event of their own; answers the old event and the new one.

    Proposals follow their notes, and so do the codes that were accepted from them; every other
    code stays. Drugs stay, and are shown on the new event too where they cover it. Each part
    begins with its first note and ends with its last, but the outer ends of the event are
    kept. Reading the same file again leaves the notes where they were moved.

    Raises:
        NotFoundError: no event has that id.
        NotAllowedError: the event is signed, or not some but all or none of its notes are named;
            or the person has left.
        ClaimedByOtherError: somebody else works on the event.

    """
    with app.unit_of_work() as uow:
        stored, record = _editable(uow, encounter_id, person), uow.encounters.record(encounter_id)
        moved = tuple(doc for doc in record.documents if doc.id in set(document_ids))
        stays = tuple(doc for doc in record.documents if doc not in moved)
        if not moved or not stays or len(moved) < len(set(document_ids)):
            raise NotAllowedError(
                "Händelsen kan inte delas så: minst en anteckning ska flyttas och minst en ska "
                "vara kvar. Markera några av anteckningarna och försök igen."
            )
        new, new_record = _new_part(uow, stored, record, moved)
        rest, rest_record = _rest(stored, record, stays, new)
        for arranged in (rest.id, new.id):
            uow.facts.set(ARRANGED + arranged, arranged)
        saved = _save(app, uow, rest, rest_record), _save(app, uow, new, new_record)
        uow.commit()
    return saved


def merge_events(app: AppContext, ids: Sequence[str], person: Person) -> Encounter:
    """Make one event of several of the same patient; answers it.

    It keeps the id, class and unit of the earliest one, of a stay before visits. Notes, drugs,
    proposals and codes of all are kept; the principal diagnoses of the others become
    secondary. The others are gone, and reading their file again does not bring them back.

    Raises:
        NotFoundError: an event is gone.
        NotAllowedError: fewer than two events, several patients, or one is or has been signed;
            or the person has left.
        ClaimedByOtherError: somebody else works on one of them.

    """
    with app.unit_of_work() as uow:
        events = [_editable(uow, encounter_id, person) for encounter_id in dict.fromkeys(ids)]
        if len(events) < 2:  # noqa: PLR2004 - one event is nothing to merge
            raise NotAllowedError("Välj minst två händelser att slå ihop.")
        if len({event.patient.identity.text for event in events}) > 1:
            raise NotAllowedError(
                "Händelserna hör till olika patienter och kan inte slås ihop. Välj händelser "
                "för en och samma patient."
            )
        first, *others = sorted(events, key=lambda event: _precedence(uow, event))
        record = uow.encounters.record(first.id)
        for other in others:
            record = merge_records(record, uow.encounters.record(other.id))
            uow.encounters.remove(other.id)
            uow.clinician_queries.move(other.id, first.id)
            uow.facts.set(ARRANGED + other.id, first.id)
        uow.facts.set(ARRANGED + first.id, first.id)
        saved = _save(app, uow, _merged(first, others), record)
        uow.commit()
    return saved


def _editable(uow: UnitOfWork, encounter_id: str, person: Person) -> Encounter:
    refuse_left(uow, person, "kan inte dela eller slå ihop händelser")
    encounter = uow.encounters.get(encounter_id)
    if encounter is None:
        raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
    if encounter.status is Status.SIGNED:
        raise NotAllowedError(
            "En signerad händelse kan inte delas eller slås ihop. Öppna den åter med ett skäl "
            "först."
        )
    holder = uow.claims.holder(encounter_id)
    if holder and holder.person_id != person.id:
        raise ClaimedByOtherError(
            f"{holder.person_name} arbetar med händelsen just nu. Vänta tills den är ledig."
        )
    return encounter


def _save(app: AppContext, uow: UnitOfWork, encounter: Encounter, record: CareRecord) -> Encounter:
    saved = uow.encounters.save(encounter, app.new_id())
    uow.encounters.put_record(saved.id, record)
    return saved


def _new_part(
    uow: UnitOfWork, stored: Encounter, record: CareRecord, moved: tuple[RecordDocument, ...]
) -> tuple[Encounter, CareRecord]:
    start, end = _span(stored, moved, record.documents)
    ids = {doc.id for doc in moved}
    proposals = tuple(p for p in record.proposals if p.document_id in ids)
    elsewhere = {p.code for p in record.proposals if p not in proposals}
    accepted = {p.code for p in proposals if p.state is ProposalState.ACCEPTED} - elsewhere
    part = replace(
        stored,
        id=_free_id(uow, stored.id),
        start=start,
        end=end,
        diagnoses=tuple(d for d in stored.diagnoses if d.code in accepted),
        procedures=tuple(p for p in stored.procedures if p.code in accepted),
        overrides=(),
        discharge_mode=stored.discharge_mode if end == stored.end else "",
        version=0,
    )
    drugs = tuple(d for d in record.medications if covers(part, Period(d.start, d.end)))
    values = tuple(v for v in record.measurements if v.time and is_during(part, v.time.date()))
    return _with_status(part), CareRecord(moved, drugs, proposals, values)


def _rest(
    stored: Encounter, record: CareRecord, stays: tuple[RecordDocument, ...], new: Encounter
) -> tuple[Encounter, CareRecord]:
    start, end = _span(stored, stays, record.documents)
    ids = {doc.id for doc in stays} | {""}
    known = {doc.id for doc in record.documents}
    proposals = tuple(
        p for p in record.proposals if p.document_id in ids or p.document_id not in known
    )
    rest = replace(
        stored,
        start=start,
        end=end,
        diagnoses=tuple(d for d in stored.diagnoses if d not in new.diagnoses),
        procedures=tuple(p for p in stored.procedures if p not in new.procedures),
        discharge_mode=stored.discharge_mode if end == stored.end else "",
    )
    return _with_status(rest), replace(record, documents=stays, proposals=proposals)


def _span(
    stored: Encounter, part: Sequence[RecordDocument], whole: Sequence[RecordDocument]
) -> tuple[datetime | None, datetime | None]:
    """Find the ends of a part; whoever has the first or the last note keeps the event's end."""
    times = sorted(doc.time for doc in part if doc.time)
    every = sorted(doc.time for doc in whole if doc.time)
    if not times:
        return stored.start, stored.end
    start = stored.start if times[0] == every[0] else times[0]
    if times[-1] == every[-1]:
        return start, stored.end
    if TYPE_FACTS[stored.encounter_type].ending is Ending.AUTOMATIC:
        return start, datetime.combine(times[-1].date(), AUTOMATIC_END)
    return start, times[-1]


def _free_id(uow: UnitOfWork, encounter_id: str) -> str:
    stem, number = encounter_id, 2
    while uow.encounters.get(f"{stem}{_SPLIT_MARK}{number}") is not None:
        number += 1
    return f"{stem}{_SPLIT_MARK}{number}"


def _with_status(encounter: Encounter) -> Encounter:
    """Tell open, ready or begun by end and codes; what somebody parked or reopened stays so."""
    if encounter.status in (Status.PARKED, Status.REOPENED):
        return encounter
    is_coded = bool(encounter.diagnoses or encounter.procedures)
    closed = Status.DRAFT if is_coded else Status.READY
    return replace(encounter, status=closed if encounter.is_closed else Status.OPEN)


def _precedence(uow: UnitOfWork, event: Encounter) -> tuple[bool, bool, str, str]:
    """Order so that what must be kept comes first: versions, then stays, then the earliest."""
    return (
        not uow.versions.of_encounter(event.id),
        event.encounter_class is not EncounterClass.INPATIENT,
        str(event.start),
        event.id,
    )


def _merged(first: Encounter, others: Sequence[Encounter]) -> Encounter:
    events = (first, *others)
    starts = [event.start for event in events if event.start]
    ends = [event.end for event in events]
    diagnoses = _merged_diagnoses(row for event in events for row in event.diagnoses)
    return _with_status(
        replace(
            first,
            start=min(starts, default=None),
            end=max(filter(None, ends)) if all(ends) else None,
            contact_form=_first(events, lambda event: event.contact_form),
            legal_form=_first(events, lambda event: event.legal_form),
            discharge_mode=_first(events, lambda event: event.discharge_mode),
            referral=_first(events, lambda event: event.referral),
            professions=_union(event.professions for event in events),
            mother_id=next((event.mother_id for event in events if event.mother_id), None),
            diagnoses=diagnoses,
            procedures=_union(event.procedures for event in events),
            overrides=_union(event.overrides for event in events),
        )
    )


def _merged_diagnoses(rows: Iterable[Diagnosis]) -> tuple[Diagnosis, ...]:
    """Keep one principal, first; rows of the same code and partner become one."""
    merged: dict[tuple[str, str | None], Diagnosis] = {}
    principal: tuple[str, str | None] | None = None
    for row in rows:
        key = row.code, row.partner
        if row.is_principal and principal is None:
            principal = key
        known = merged.get(key, row)
        merged[key] = replace(
            known,
            role=DiagnosisRole.SECONDARY,
            external_causes=_union((known.external_causes, row.external_causes)),
            drugs=_union((known.drugs, row.drugs)),
            text=known.text or row.text,
        )
    if principal is None:
        return tuple(merged.values())
    first = replace(merged.pop(principal), role=DiagnosisRole.PRINCIPAL)
    return (first, *merged.values())


def _union(groups: Iterable[Sequence[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


def _first(events: Iterable[Encounter], value: Callable[[Encounter], str]) -> str:
    return next((told for told in map(value, events) if told), "")
