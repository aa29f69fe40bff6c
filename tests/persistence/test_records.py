from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.codes import CodeSystem
from app.domain.errors import NotFoundError
from app.domain.record import CareRecord, Medication, Proposal, ProposalState, RecordDocument
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import event, moment

Units = Callable[[], SqlUnitOfWork]

RECORD = CareRecord(
    documents=(
        RecordDocument(
            "d1", "Inskrivning", moment("2026-03-01T09:00"), "Läkare", "Fallit i hemmet."
        ),
        RecordDocument("d2", "Utskrivning", moment("2026-03-04T09:00"), "Läkare", "Mår bra."),
    ),
    medications=(Medication("m1", "N02BE01", "Alvedon", "paracetamol", date(2026, 3, 1)),),
    proposals=(
        Proposal("p1", CodeSystem.ICD10SE, "S52.5", "Handledsfraktur", "d1"),
        Proposal("p2", CodeSystem.KVA, "NCJ05", document_id="d1"),
    ),
)


def test_a_record_is_read_back_in_order(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(event(), "s1")
        uow.encounters.put_record("händelse-1", RECORD)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.encounters.record("händelse-1") == RECORD


def test_an_event_without_record_has_an_empty_one(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(event(), "s1")
        assert uow.encounters.record("händelse-1") == CareRecord()


def test_a_record_replaced_from_upstream_keeps_what_the_coder_decided(unit_of_work: Units) -> None:
    newer = CareRecord(
        documents=RECORD.documents[:1],
        proposals=(Proposal("p3", CodeSystem.ATC, "N02BE01"), RECORD.proposals[0]),
    )
    with unit_of_work() as uow:
        uow.encounters.save(event(), "s1")
        uow.encounters.put_record("händelse-1", RECORD)
        uow.encounters.set_proposal_state("händelse-1", "p1", ProposalState.ACCEPTED)
        uow.encounters.put_record("händelse-1", newer)
        uow.commit()

    with unit_of_work() as uow:
        found = uow.encounters.record("händelse-1")
    assert [(p.id, p.state) for p in found.proposals] == [
        ("p3", ProposalState.OPEN),
        ("p1", ProposalState.ACCEPTED),
    ]
    assert found.documents == RECORD.documents[:1]
    assert found.medications == ()


def test_the_record_of_an_unknown_event_is_refused(unit_of_work: Units) -> None:
    with unit_of_work() as uow, pytest.raises(NotFoundError):
        uow.encounters.put_record("finns inte", RECORD)


def test_the_state_of_an_unknown_proposal_is_refused(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(event(), "s1")
        with pytest.raises(NotFoundError, match="Kodförslaget"):
            uow.encounters.set_proposal_state("händelse-1", "p9", ProposalState.ACCEPTED)


def test_a_removed_event_takes_its_record_along(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(event(), "s1")
        uow.encounters.put_record("händelse-1", RECORD)
        uow.commit()

    with unit_of_work() as uow:
        uow.encounters.remove("händelse-1")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.encounters.record("händelse-1") == CareRecord()
