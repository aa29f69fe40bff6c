from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Status
from app.domain.errors import NotAllowedError, StaleSaveError
from app.persistence.database import Database
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import NUMBER, coded, event, moment, patient, signed_version

Units = Callable[[], SqlUnitOfWork]


def test_a_saved_event_is_read_back_whole(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        saved = uow.encounters.save(coded(), "s1")
        uow.commit()

    with unit_of_work() as uow:
        found = uow.encounters.get("händelse-1")
    assert found == saved == replace(coded(), version=1)


def test_an_unknown_event_is_none(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        assert uow.encounters.get("finns inte") is None


def test_nothing_is_saved_without_commit(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(coded(), "s1")

    with unit_of_work() as uow:
        assert uow.encounters.get("händelse-1") is None
        assert uow.encounters.save(coded(), "s1").version == 1


def test_an_exception_in_the_block_rolls_back(unit_of_work: Units) -> None:
    def save_and_fail() -> None:
        with unit_of_work() as uow:
            uow.encounters.save(coded(), "s1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()

    with unit_of_work() as uow:
        assert uow.encounters.get("händelse-1") is None


def test_every_save_raises_the_version_even_when_only_a_code_changed(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        first = uow.encounters.save(coded(), "s1")
        fewer = replace(first, diagnoses=first.diagnoses[:1], procedures=())
        second = uow.encounters.save(fewer, "s2")
        uow.commit()

    assert (first.version, second.version) == (1, 2)
    with unit_of_work() as uow:
        assert uow.encounters.get("händelse-1") == second


def test_codes_stand_as_rows_beside_the_event(database: Database) -> None:
    with database.unit_of_work() as uow:
        saved = uow.encounters.save(coded(), "s1")
        changed = replace(saved, diagnoses=saved.diagnoses[1:])
        uow.encounters.save(changed, "s2")
        uow.commit()

    with database.engine.connect() as connection:
        rows = connection.execute(
            text('SELECT code, part, "row", "index" FROM assigned_code ORDER BY position')
        )
        found = [tuple(row) for row in rows]
    expected = [
        (c.code, c.place.part.value, c.place.row, c.place.index) for c in assigned_codes(changed)
    ]
    assert found == expected


def test_a_stale_save_raises_and_changes_nothing(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        old = uow.encounters.save(coded(), "s1")
        newer = uow.encounters.save(replace(old, status=Status.PARKED), "s2")
        uow.commit()

    with unit_of_work() as uow, pytest.raises(StaleSaveError, match="Visa ändringen"):
        uow.encounters.save(replace(old, status=Status.DRAFT), "s3")

    with unit_of_work() as uow:
        assert uow.encounters.get(old.id) == newer


def test_a_save_that_became_stale_inside_the_block_raises(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        old = uow.encounters.save(coded(), "s1")
        uow.commit()

    with unit_of_work() as slow:
        read = slow.encounters.get(old.id)
        assert read is not None
        with unit_of_work() as quick:
            quick.encounters.save(replace(old, status=Status.PARKED), "s2")
            quick.commit()
        with pytest.raises(StaleSaveError):
            slow.encounters.save(replace(read, status=Status.DRAFT), "s3")


def test_the_rest_of_the_block_survives_a_stale_save(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        old = uow.encounters.save(coded(), "s1")
        uow.encounters.save(old, "s2")
        with pytest.raises(StaleSaveError):
            uow.encounters.save(old, "s3")
        uow.facts.set("klart", "ja")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.facts.get("klart") == "ja"
        retried = uow.encounters.save(replace(old, version=2), "s3")
    assert retried.version == 3


def test_a_new_event_with_a_taken_id_is_stale(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(coded(), "s1")
        with pytest.raises(StaleSaveError):
            uow.encounters.save(event(), "s2")


def test_a_save_of_an_event_that_is_gone_is_stale(unit_of_work: Units) -> None:
    with unit_of_work() as uow, pytest.raises(StaleSaveError):
        uow.encounters.save(event(version=3), "s1")


def test_a_repeated_save_changes_nothing_and_returns_what_is_stored(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        stored = uow.encounters.save(coded(), "s1")
        uow.commit()

    with unit_of_work() as uow:
        again = uow.encounters.save(coded(), "s1")
        uow.commit()

    assert again == stored
    with unit_of_work() as uow:
        assert uow.encounters.get(stored.id) == stored


def test_the_words_of_the_record_come_back_from_a_save_but_are_not_stored_with_it(
    unit_of_work: Units,
) -> None:
    told = coded(record_text="Fallit i hemmet.")
    with unit_of_work() as uow:
        assert uow.encounters.save(told, "s1") == replace(told, version=1)
        assert uow.encounters.save(told, "s1") == replace(told, version=1)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.encounters.get(told.id) == replace(coded(), version=1)


def test_a_repeated_save_returns_what_others_saved_since(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        first = uow.encounters.save(coded(), "s1")
        newer = uow.encounters.save(replace(first, status=Status.PARKED), "s2")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.encounters.save(coded(), "s1") == newer


def test_one_save_sent_twice_at_once_is_stored_once(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        read = uow.encounters.save(coded(), "s0")
        uow.commit()
    start, versions = Barrier(2), []

    def save() -> None:
        start.wait()
        with unit_of_work() as uow:
            versions.append(uow.encounters.save(replace(read, status=Status.PARKED), "s1").version)
            uow.commit()

    run_together(save, save)

    assert versions == [2, 2]


def test_of_two_different_saves_at_once_one_is_stale(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        read = uow.encounters.save(coded(), "s0")
        uow.commit()
    start, outcomes = Barrier(2), []

    def save(save_id: str) -> None:
        start.wait()
        try:
            with unit_of_work() as uow:
                uow.encounters.save(read, save_id)
                uow.commit()
            outcomes.append("saved")
        except StaleSaveError:
            outcomes.append("stale")

    run_together(lambda: save("s1"), lambda: save("s2"))

    assert sorted(outcomes) == ["saved", "stale"]


def test_an_unsigned_event_is_removed_with_its_record(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(coded(), "s1")
        uow.encounters.remove("händelse-1")
        uow.encounters.remove("händelse-1")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.encounters.get("händelse-1") is None


def test_a_signed_event_is_not_removed(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(coded(), "s1")
        uow.encounters.save(replace(event("e2"), status=Status.SIGNED), "s2")
        with pytest.raises(NotAllowedError, match="signerad"):
            uow.encounters.remove("e2")


def test_an_event_signed_once_is_not_removed_though_reopened(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        saved = uow.encounters.save(event(status=Status.REOPENED), "s1")
        uow.versions.add(signed_version(saved))
        with pytest.raises(NotAllowedError):
            uow.encounters.remove(saved.id)


def test_events_of_a_patient_come_newest_first(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(event("äldst", end=moment("2025-01-01T00:00")), "s1")
        uow.encounters.save(event("yngst", end=moment("2026-01-01T00:00")), "s2")
        uow.encounters.save(event("annan", patient=patient(number="199001012385")), "s3")

        found = [encounter.id for encounter in uow.encounters.of_patient(NUMBER)]
    assert found == ["yngst", "äldst"]


def test_demonstration_events_go_all_at_once_signed_ones_too(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(coded("verklig"), "s1")
        for number in (1, 2):
            demo = uow.encounters.save(coded(f"demo-{number}", source="demo"), f"d{number}")
            uow.versions.add(signed_version(demo))
        uow.commit()

    with unit_of_work() as uow:
        removed = uow.encounters.remove_demo()
        uow.commit()

    assert removed == 2
    with unit_of_work() as uow:
        assert uow.encounters.get("demo-1") is None
        assert uow.versions.of_encounter("demo-1") == []
        assert uow.encounters.get("verklig") is not None
        assert uow.encounters.save(coded("demo-1", source="demo"), "d1").version == 1


def run_together(*acts: Callable[[], None]) -> None:
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
