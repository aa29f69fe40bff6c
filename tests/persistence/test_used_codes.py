"""Codes that patient, unit and signer have used, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.encounter import Encounter, Status, Unit
from app.domain.own_codes import UsedCode
from app.domain.patient import Protection
from app.persistence.database import Database

from .events import NUMBER, coded, event, moment, patient, signed_version

ICD = CodeSystem.ICD10SE
SINCE = moment("2025-03-01T00:00")


def store(database: Database, *events: Encounter) -> None:
    with database.unit_of_work() as uow:
        for each in events:
            uow.encounters.save(each, f"save-{each.id}")
        uow.commit()


def sign(database: Database, encounter: Encounter, at: str, signer: str = "anna") -> None:
    """Store an event as signed, with its version."""
    signed = replace(encounter, status=Status.SIGNED)
    version = replace(signed_version(signed), signer_id=signer, signed_at=moment(at))
    with database.unit_of_work() as uow:
        uow.encounters.save(signed, f"save-{encounter.id}")
        uow.versions.add(version)
        uow.commit()


def visit(event_id: str, code: str, day: str, **changes: object) -> Encounter:
    times = {"start": moment(f"{day}T08:00"), "end": moment(f"{day}T09:00")}
    return set_principal(event(event_id, **(times | changes)), code)


def test_a_patients_codes_come_newest_first_each_as_it_was_used_last(database: Database) -> None:
    ward = Unit("W", "Vårdavdelningen")
    store(
        database,
        visit("a", "I10.9", "2023-04-02", unit=ward),
        add_secondary(visit("b", "E11.9", "2024-05-06"), "I10.9"),
        visit("later", "J18.9", "2025-01-01"),
        visit("open", "N39.0", "2024-06-01"),
        visit("other", "K35.8", "2024-01-01", patient=patient(number="191212121212")),
    )
    with database.unit_of_work() as uow:
        found = uow.used_codes.of_patient(NUMBER, without="open", until=moment("2024-06-01T09:00"))
        ever = uow.used_codes.of_patient(NUMBER, without="open", until=None)

    assert found == [
        UsedCode(ICD, "E11.9", day=date(2024, 5, 6), unit="Ögonkliniken"),
        UsedCode(ICD, "I10.9", day=date(2024, 5, 6), unit="Ögonkliniken"),
    ]
    assert [each.code for each in ever] == ["J18.9", "E11.9", "I10.9"]


def test_where_a_protected_person_was_cared_for_is_not_told(database: Database) -> None:
    hidden = replace(patient(number=NUMBER), protection=Protection.CONFIDENTIAL)
    store(
        database,
        visit("a", "I10.9", "2023-04-02"),
        visit("now", "N39.0", "2024-06-01", patient=hidden),
    )
    with database.unit_of_work() as uow:
        found = uow.used_codes.of_patient(NUMBER, without="now", until=None)

    assert found == [UsedCode(ICD, "I10.9", day=date(2023, 4, 2), unit="")]


def test_every_part_of_an_event_is_among_the_patients_codes(database: Database) -> None:
    store(database, coded("a"))
    with database.unit_of_work() as uow:
        found = uow.used_codes.of_patient(NUMBER, without="b", until=None)

    codes = {(each.system, each.code) for each in found}
    assert codes >= {
        (ICD, "E11.3"),
        (ICD, "H36.0"),
        (ICD, "W01.0"),
        (CodeSystem.ATC, "N02BE01"),
        (CodeSystem.KVA, "CKC10"),
        (CodeSystem.KVA, "ZXA05"),
    }


def unit_codes(database: Database, label: str, **asked: int) -> Sequence[tuple[str, int]]:
    limits = {"least": 1, "most": 50} | asked
    with database.unit_of_work() as uow:
        found = uow.used_codes.of_unit(label, since=SINCE, **limits)
    assert all(each.unit == label for each in found)
    return [(each.code, each.times) for each in found]


def test_a_units_codes_are_counted_by_events_signed_since_a_day(database: Database) -> None:
    for number in range(3):
        sign(database, visit(f"s{number}", "I10.9", "2025-04-01"), "2025-04-02T10:00")
    sign(database, visit("twice", "E11.9", "2025-04-01"), "2025-04-03T10:00")
    sign(database, visit("old", "E11.9", "2024-04-01"), "2025-02-28T23:59")
    sign(
        database, visit("else", "E11.9", "2025-04-01", unit=Unit("W", "Avd 1")), "2025-04-02T10:00"
    )
    store(database, visit("draft", "I10.9", "2025-05-01", status=Status.DRAFT))

    assert unit_codes(database, "Ögonkliniken") == [("I10.9", 3), ("E11.9", 1)]
    assert unit_codes(database, "Ögonkliniken", least=3) == [("I10.9", 3)]
    assert unit_codes(database, "Ögonkliniken", most=1) == [("I10.9", 3)]
    assert unit_codes(database, "Avd 1") == [("E11.9", 1)]
    assert unit_codes(database, "Okänd enhet") == []


def test_a_code_that_stands_twice_on_an_event_counts_once(database: Database) -> None:
    twice = add_secondary(visit("a", "S52.5", "2025-04-01"), "E11.9")
    repeated = replace(twice, diagnoses=(*twice.diagnoses, twice.diagnoses[1]))
    sign(database, repeated, "2025-04-02T10:00")

    assert unit_codes(database, "Ögonkliniken") == [("E11.9", 1), ("S52.5", 1)]


def test_an_event_whose_record_changed_after_it_was_signed_still_counts(
    database: Database,
) -> None:
    changed = visit("a", "I10.9", "2025-04-01", record_changed=True)
    sign(database, changed, "2025-04-02T10:00")

    assert unit_codes(database, "Ögonkliniken") == [("I10.9", 1)]


def test_an_event_that_is_open_again_does_not_count(database: Database) -> None:
    sign(database, visit("a", "I10.9", "2025-04-01"), "2025-04-02T10:00")
    with database.unit_of_work() as uow:
        stored = uow.encounters.get("a")
        assert stored is not None
        uow.encounters.save(replace(stored, status=Status.REOPENED), "reopened")
        uow.commit()

    assert unit_codes(database, "Ögonkliniken") == []


def test_a_signers_codes_are_those_of_the_last_versions(database: Database) -> None:
    sign(database, visit("a", "I10.9", "2025-04-01"), "2025-04-02T10:00")
    sign(database, visit("b", "E11.9", "2025-04-01"), "2025-04-03T10:00")
    again = add_secondary(visit("c", "J18.9", "2025-04-01"), "I10.9")
    sign(database, again, "2025-04-04T10:00")
    sign(database, visit("d", "K35.8", "2025-04-01"), "2025-04-05T10:00", signer="bo")
    with database.unit_of_work() as uow:
        every = uow.used_codes.of_signer("anna", versions=40)
        newest = uow.used_codes.of_signer("anna", versions=2)
        nobody = uow.used_codes.of_signer("ingen", versions=40)

    assert [(each.code, each.day) for each in every] == [
        ("J18.9", date(2025, 4, 4)),
        ("I10.9", date(2025, 4, 4)),
        ("E11.9", date(2025, 4, 3)),
    ]
    assert [each.code for each in newest] == ["J18.9", "I10.9", "E11.9"]
    assert every[2].unit == "Ögonkliniken"
    assert nobody == []


def test_what_was_signed_stays_the_signers_even_where_the_event_is_changed_later(
    database: Database,
) -> None:
    sign(database, visit("a", "I10.9", "2025-04-01"), "2025-04-02T10:00")
    with database.unit_of_work() as uow:
        stored = uow.encounters.get("a")
        assert stored is not None
        changed = set_principal(replace(stored, status=Status.REOPENED, diagnoses=()), "E11.9")
        uow.encounters.save(changed, "reopened")
        uow.commit()
        found = uow.used_codes.of_signer("anna", versions=40)

    assert [each.code for each in found] == ["I10.9"]
