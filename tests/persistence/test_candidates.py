"""Decisions on sentences of KVÅ are kept, one for each sentence; facts of a contact too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.contact_facts import ContactFacts
from app.domain.procedure_candidate import CandidateDecision, CandidateKind, ProcedureCandidate
from app.persistence.database import Database
from tests.persistence.events import event

APART = ProcedureCandidate("DT036", CandidateKind.APART, "Avser ej DT037.", ("DT037",))
DECIDED = CandidateDecision(
    APART,
    is_accepted=True,
    reason="läst mot beskrivningen",
    person_id="p1",
    person="Ada",
    at=datetime.fromisoformat("2026-03-14T10:00"),
)


def test_a_decision_is_kept_whole_and_a_new_one_replaces_it(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.candidates.save(DECIDED)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.candidates.all() == [DECIDED]
        uow.candidates.save(replace(DECIDED, is_accepted=False))
        uow.commit()

    with database.unit_of_work() as uow:
        assert [d.is_accepted for d in uow.candidates.all()] == [False]


def test_what_is_told_of_a_contact_is_stored_and_read_back(database: Database) -> None:
    facts = ContactFacts(
        reasons=("Uppföljning diabetes",),
        outcome="",
        is_checked_out=True,
        checked_out_at=datetime.fromisoformat("2026-03-14T10:00"),
        visit_type="Pv SSK Återbesök",
        team_principals=("I10.9",),
        has_telephone=True,
    )
    with database.unit_of_work() as uow:
        uow.encounters.save(replace(event("kontakt"), contact=facts), "s1")
        uow.commit()

    with database.unit_of_work() as uow:
        stored = uow.encounters.get("kontakt")

    assert stored is not None
    assert stored.contact == facts
