"""The demonstration events that ship with the program, and damaged ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.encounter import Status
from app.domain.errors import InputFileError, NotFoundError
from app.domain.record import ProposalState
from app.exchange.demo_events import read_demo_events, read_demo_key

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "demo"


def test_twelve_closed_events_ship_without_codes() -> None:
    events = read_demo_events(FOLDER)

    assert len(events) == 12
    assert len({event.encounter.id for event in events}) == 12
    assert {event.encounter.status for event in events} == {Status.READY}
    assert {event.encounter.source for event in events} == {"demo"}
    assert not any(event.encounter.diagnoses or event.encounter.procedures for event in events)


def test_every_person_has_a_valid_number_that_agrees_with_the_sex() -> None:
    patients = [event.encounter.patient for event in read_demo_events(FOLDER)]

    assert all(patient.identity.is_valid for patient in patients)
    assert all(patient.sex.value == patient.identity.sex for patient in patients)


def test_every_event_has_a_record_and_open_proposals_on_its_notes() -> None:
    for event in read_demo_events(FOLDER):
        documents = {doc.id for doc in event.record.documents}
        assert documents
        assert all(doc.text for doc in event.record.documents)
        assert {p.document_id for p in event.record.proposals} <= documents
        assert {p.state for p in event.record.proposals} <= {ProposalState.OPEN}


def test_one_is_protected_and_the_newborn_knows_its_mother() -> None:
    events = {event.encounter.id: event.encounter for event in read_demo_events(FOLDER)}

    assert [e.id for e in events.values() if e.patient.is_protected] == ["demo-protected-identity"]
    assert events["demo-newborn"].mother_id in events


def test_every_event_has_a_key_with_one_principal_first() -> None:
    for event in read_demo_events(FOLDER):
        key = read_demo_key(FOLDER, event.encounter.id)

        assert [d.is_principal for d in key.diagnoses].count(True) == 1
        assert key.diagnoses[0].is_principal
        assert key.teaches


def test_an_unknown_key_is_told() -> None:
    with pytest.raises(NotFoundError, match="demo-finns-inte"):
        read_demo_key(FOLDER, "demo-finns-inte")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"id": "x", "patient": {}}', "\x00"])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "01.json").write_text(content, encoding="utf-8")

    with pytest.raises(InputFileError, match=r"01\.json är skadad"):
        read_demo_events(tmp_path)


def test_a_proposal_on_a_note_that_is_not_there_is_damage(tmp_path: Path) -> None:
    data = json.loads(sorted(FOLDER.glob("*.json"))[0].read_text(encoding="utf-8"))
    data["proposals"][0]["document"] = 99
    (tmp_path / "01.json").write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(InputFileError, match=r"01\.json är skadad"):
        read_demo_events(tmp_path)
