"""The latest signed version of each event, page by page, on both databases."""

from __future__ import annotations

from datetime import datetime

from app.domain.encounter import Encounter, Status
from app.domain.identity import read_identity
from app.domain.patient import Patient
from app.domain.version import SignedGroup, SignedVersion
from app.persistence import signed_events
from app.persistence.database import Database
from app.persistence.plain_data import from_plain, to_plain

PATIENT = Patient(read_identity("191212121212"))
EARLY, LATE = datetime.fromisoformat("2025-01-01T08:00"), datetime.fromisoformat("2025-06-01T08:00")


def version(encounter: Encounter, number: int, at: datetime) -> SignedVersion:
    group = SignedGroup(drg=f"D{number}")
    return SignedVersion(
        encounter.id, number, encounter, (), (), "2.1", "anna", "Anna", at, group=group
    )


def put(database: Database, encounter_id: str, *times: datetime, status: Status) -> None:
    with database.unit_of_work() as uow:
        event = uow.encounters.save(
            Encounter(encounter_id, PATIENT, status=status), f"save-{encounter_id}"
        )
        for number, at in enumerate(times, 1):
            uow.versions.add(version(event, number, at))
        uow.commit()


def test_the_latest_version_of_each_signed_event_comes_once_in_order_of_ids(
    database: Database, monkeypatch
) -> None:
    monkeypatch.setattr(signed_events, "_PAGE", 2)
    for encounter_id in ("c", "a", "b", "d"):
        put(database, encounter_id, EARLY, LATE, status=Status.SIGNED)
    put(database, "opened", EARLY, status=Status.REOPENED)

    with database.unit_of_work() as uow:
        found = list(uow.signed_events.latest())
        count = uow.signed_events.count()

    assert [(each.encounter_id, each.number) for each in found] == [
        ("a", 2),
        ("b", 2),
        ("c", 2),
        ("d", 2),
    ]
    assert {each.group.drg for each in found if each.group} == {"D2"}
    assert count == 4


def test_only_those_signed_since_are_counted_and_given(database: Database) -> None:
    put(database, "old", EARLY, status=Status.SIGNED)
    put(database, "new", LATE, status=Status.SIGNED)

    with database.unit_of_work() as uow:
        found = [each.encounter_id for each in uow.signed_events.latest(LATE)]
        count = uow.signed_events.count(LATE)

    assert (found, count) == (["new"], 1)


def test_a_version_signed_before_groups_were_stored_can_still_be_read() -> None:
    written = to_plain(version(Encounter("e", PATIENT), 1, EARLY))
    del written["group"]

    assert from_plain(SignedVersion, written).group is None
