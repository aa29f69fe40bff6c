"""Laying one record over another: nothing is lost, and twice is as once."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.period import Period
from app.domain.record import CareRecord, Medication, Proposal, ProposalState, RecordDocument
from app.services.incoming import covers, merge_records
from app.services.intake_tally import Tally

DAY = datetime.fromisoformat("2024-09-18T08:00")
names = st.sampled_from("abcdef")
documents = st.builds(
    RecordDocument, names, time=st.sampled_from([None, DAY]), text=st.text(max_size=3)
)
proposals = st.builds(
    Proposal,
    names,
    st.just(CodeSystem.ICD10SE),
    st.just("I10.9"),
    document_id=names,
    state=st.sampled_from(ProposalState),
)


def distinct(items):
    return st.lists(items, max_size=5, unique_by=lambda item: item.id).map(tuple)


records = st.builds(
    CareRecord, distinct(documents), distinct(st.builds(Medication, names)), distinct(proposals)
)


@given(records, records)
def test_every_note_and_drug_of_both_is_kept_and_the_newer_wins(
    stored: CareRecord, incoming: CareRecord
) -> None:
    merged = merge_records(stored, incoming)

    newer = {doc.id: doc for doc in (*stored.documents, *incoming.documents)}
    assert {doc.id: doc for doc in merged.documents} == newer
    assert {d.id for d in merged.medications} == {
        d.id for d in (*stored.medications, *incoming.medications)
    }


@given(records, records)
def test_laying_the_same_record_twice_is_as_once(stored: CareRecord, incoming: CareRecord) -> None:
    once = merge_records(stored, incoming)

    assert merge_records(once, incoming) == once


@given(records, records)
def test_what_the_coder_did_with_a_proposal_is_never_forgotten(
    stored: CareRecord, incoming: CareRecord
) -> None:
    merged = {p.id: p.state for p in merge_records(stored, incoming).proposals}

    for proposal in stored.proposals:
        if proposal.state is not ProposalState.OPEN:
            assert merged[proposal.id] is proposal.state


def test_a_drug_covers_an_event_from_its_first_to_its_last_day() -> None:
    end = datetime.fromisoformat("2024-09-27T16:00")
    event = Encounter("a", Patient(IdentityNumber("")), start=DAY, end=end)

    assert covers(event, Period())
    assert covers(event, Period(end.date()))
    assert covers(event, Period(None, DAY.date()))
    assert not covers(event, Period(datetime.fromisoformat("2024-09-28").date()))
    assert not covers(event, Period(None, datetime.fromisoformat("2024-09-17").date()))


def test_an_event_counts_once_as_what_changed_most() -> None:
    tally, other = Tally(), Tally()
    tally.note("a", tally.unchanged)
    tally.note("a", tally.updated)
    tally.note("a", tally.unchanged)
    tally.note("b", tally.added)
    other.note("b", other.updated)
    other.note("c", other.unchanged)

    tally.add(other)

    assert (tally.added, tally.updated, tally.unchanged) == ({"b"}, {"a"}, {"c"})
    assert list(tally.ids) == ["a", "b", "c"]
