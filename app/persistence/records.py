"""The record that is read beside the codes of an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import NotFoundError
from app.domain.record import (
    CareRecord,
    Measurement,
    Medication,
    Proposal,
    ProposalState,
    RecordDocument,
)
from app.persistence.orm_encounters import EncounterRow
from app.persistence.orm_records import DocumentRow, MeasurementRow, MedicationRow, ProposalRow
from app.persistence.record_points import note_record_points

Row = TypeVar("Row", DocumentRow, MedicationRow, MeasurementRow, ProposalRow)
Part = RecordDocument | Medication | Measurement | Proposal


_MEASUREMENT_FIELDS = tuple(field.name for field in fields(Measurement))


def read_records(session: Session, encounter_ids: Collection[str]) -> dict[str, CareRecord]:
    """Read whole records by the ids of their events; empty where an event has none."""
    if not encounter_ids:
        return {}
    documents = _by_event(session, DocumentRow, encounter_ids)
    medications = _by_event(session, MedicationRow, encounter_ids)
    proposals = _by_event(session, ProposalRow, encounter_ids)
    measurements = _by_event(session, MeasurementRow, encounter_ids)
    return {
        each: _record(documents[each], medications[each], proposals[each], measurements[each])
        for each in encounter_ids
    }


def _record(
    documents: Iterable[DocumentRow],
    medications: Iterable[MedicationRow],
    proposals: Iterable[ProposalRow],
    measurements: Iterable[MeasurementRow],
) -> CareRecord:
    return CareRecord(
        documents=tuple(
            RecordDocument(row.id, row.title, row.time, row.author_role, row.text)
            for row in documents
        ),
        medications=tuple(
            Medication(
                id=row.id,
                atc=row.atc,
                name=row.name,
                substance=row.substance,
                start=row.start,
                end=row.end,
                reason=row.reason,
                dosage=row.dosage,
            )
            for row in medications
        ),
        proposals=tuple(
            Proposal(row.id, row.system, row.code, row.text, row.document_id, row.state)
            for row in proposals
        ),
        measurements=tuple(
            Measurement(**{name: getattr(row, name) for name in _MEASUREMENT_FIELDS})
            for row in measurements
        ),
    )


def add_record(session: Session, encounter_id: str, record: CareRecord) -> None:
    """Insert the record of an event that has none yet."""
    _put(session, encounter_id, (), DocumentRow, record.documents)
    _put(session, encounter_id, (), MedicationRow, record.medications)
    _put(session, encounter_id, (), ProposalRow, record.proposals)
    _put(session, encounter_id, (), MeasurementRow, record.measurements)
    session.flush()


def put_record(session: Session, encounter_id: str, record: CareRecord) -> None:
    """Insert or replace the record; a proposal already stored keeps its state."""
    encounter = session.get(EncounterRow, encounter_id)
    if encounter is None:
        raise NotFoundError("Vårdkontakten som journalen hör till finns inte i databasen.")
    stored = _rows(session, ProposalRow, encounter_id)
    states = {row.id: row.state for row in stored}
    proposals = [replace(p, state=states.get(p.id, p.state)) for p in record.proposals]
    _put(session, encounter_id, stored, ProposalRow, proposals)
    documents = _rows(session, DocumentRow, encounter_id)
    _put(session, encounter_id, documents, DocumentRow, record.documents)
    medications = _rows(session, MedicationRow, encounter_id)
    _put(session, encounter_id, medications, MedicationRow, record.medications)
    measurements = _rows(session, MeasurementRow, encounter_id)
    _put(session, encounter_id, measurements, MeasurementRow, record.measurements)
    session.flush()
    note_record_points(session, encounter, record)


def set_proposal_state(
    session: Session, encounter_id: str, proposal_id: str, state: ProposalState
) -> None:
    """Remember what the coder did with a proposed code."""
    found = [row for row in _rows(session, ProposalRow, encounter_id) if row.id == proposal_id]
    if not found:
        raise NotFoundError("Kodförslaget finns inte längre i journalen. Läs in den på nytt.")
    for row in found:
        row.state = state
    session.flush()


def _rows(session: Session, kind: type[Row], encounter_id: str) -> Sequence[Row]:
    return _by_event(session, kind, (encounter_id,))[encounter_id]


def _by_event(
    session: Session, kind: type[Row], encounter_ids: Collection[str]
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {each: [] for each in encounter_ids}
    rows = session.scalars(
        select(kind)
        .where(kind.encounter_id.in_(encounter_ids))
        .order_by(kind.encounter_id, kind.position)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        found[row.encounter_id].append(row)
    return found


def _put(
    session: Session,
    encounter_id: str,
    rows: Sequence[Row],
    kind: type[Row],
    parts: Iterable[Part],
) -> None:
    wanted = list(parts)
    for row in rows[len(wanted) :]:
        session.delete(row)
    for row, part in zip(rows, wanted, strict=False):
        for name, value in _values(part).items():
            setattr(row, name, value)
    for position, part in enumerate(wanted[len(rows) :], start=len(rows)):
        session.add(kind(encounter_id=encounter_id, position=position, **_values(part)))


def _values(part: Part) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}
