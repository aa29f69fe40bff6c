"""Whatever the domain can say is stored and read back equal."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.encounter import Assignee, Diagnosis, Encounter, Override, Procedure, Unit
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.record import CareRecord, Measurement, Medication, Proposal, RecordDocument
from app.domain.version import SignedVersion
from app.domain.work_list_rule import WorkListRule
from app.persistence.database import Database
from app.persistence.plain_data import from_plain, to_plain

from .events import event

#: NUL and lone surrogates are no text to PostgreSQL; files that hold them go to quarantine.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
IDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
st.register_type_strategy(str, TEXT)

_numbers = itertools.count()
on_one_database = settings(
    max_examples=25,
    deadline=None,
    # The database is shared by the examples on purpose; every example has an id and people of
    # its own: protection is a person's, so one example would mask the events of another.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def built(kind: Any, **parts: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **dict.fromkeys(kind.__dataclass_fields__, ...) | parts)


def _of_example(patient: Patient, number: int) -> Patient:
    known = patient.identity.text
    identity = replace(patient.identity, text=known and f"{known}/{number}")
    return replace(patient, identity=identity)


def few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3).map(tuple)


PATIENTS = built(Patient, identity=built(IdentityNumber))
ENCOUNTERS = built(
    Encounter,
    patient=PATIENTS,
    unit=built(Unit),
    diagnoses=few(built(Diagnosis)),
    procedures=few(built(Procedure)),
    overrides=few(built(Override)),
    # Both are laid on it by those who read and judge, and stored elsewhere.
    record_text=st.just(""),
    problem_group=st.none(),
    assigned=st.none() | built(Assignee, person_id=IDS),
    version=st.just(0),
)
RECORDS = built(
    CareRecord,
    documents=few(built(RecordDocument)),
    medications=few(built(Medication)),
    proposals=st.lists(built(Proposal), max_size=3, unique_by=lambda p: p.id).map(tuple),
    measurements=few(built(Measurement)),
)


@on_one_database
@given(first=ENCOUNTERS, second=ENCOUNTERS)
def test_any_event_is_read_back_equal(
    database: Database, first: Encounter, second: Encounter
) -> None:
    number = next(_numbers)
    first = replace(first, id=f"{first.id}{number}", patient=_of_example(first.patient, number))
    second = replace(second, id=first.id, version=1, patient=_of_example(second.patient, number))
    with database.unit_of_work() as uow:
        uow.encounters.save(first, f"{number}-1")
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.encounters.get(first.id) == replace(first, version=1)

    with database.unit_of_work() as uow:
        uow.encounters.save(second, f"{number}-2")
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.encounters.get(first.id) == replace(second, version=2)


@on_one_database
@given(first=RECORDS, second=RECORDS)
def test_any_record_is_read_back_equal(
    database: Database, first: CareRecord, second: CareRecord
) -> None:
    number = next(_numbers)
    with database.unit_of_work() as uow:
        uow.encounters.save(event(f"e{number}"), f"r{number}")
        for record in (first, second):
            uow.encounters.put_record(f"e{number}", record)
            kept = {p.id: p.state for p in first.proposals}
            expected = replace(
                record,
                proposals=tuple(
                    replace(p, state=kept.get(p.id, p.state)) for p in record.proposals
                ),
            )
            assert uow.encounters.record(f"e{number}") == expected


@given(built(SignedVersion, encounter=ENCOUNTERS))
def test_any_signed_version_survives_its_snapshot(version: SignedVersion) -> None:
    assert from_plain(SignedVersion, to_plain(version)) == version


@given(built(WorkListRule))
def test_any_rule_of_the_work_list_survives_its_storage(query: WorkListRule) -> None:
    assert from_plain(WorkListRule, to_plain(query)) == query
