"""What a desk remembers of a person, on both databases."""

from __future__ import annotations

import pytest

from app.domain.coding_acts import add_secondary, set_principal
from app.domain.desk_memory import MOST_STEPS, NO_STEPS, UndoSteps
from app.persistence.database import Database

from .events import event


@pytest.fixture
def stored(database: Database) -> int:
    with database.unit_of_work() as uow:
        version = uow.encounters.save(event("e1"), "s1").version
        uow.commit()
    return version


def test_what_is_remembered_is_found_again_and_nothing_forgets_it(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.desk_memory.put("anna", "keys", {"sign": "F12"})
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.desk_memory.get("anna", "keys") == {"sign": "F12"}
        assert uow.desk_memory.get("bo", "keys") == {}
        uow.desk_memory.put("anna", "keys", {})
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.desk_memory.get("anna", "keys") == {}


def test_steps_come_back_to_the_person_and_the_version_they_lead_to(
    database: Database, stored: int
) -> None:
    before = event("e1")
    first = set_principal(before, "J18.9")
    steps = UndoSteps.of((before, first), (add_secondary(first, "E11.9"),))
    with database.unit_of_work() as uow:
        uow.undo_memory.put("e1", "anna", stored, steps)
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.undo_memory.get("e1", "anna", stored) == steps
        assert uow.undo_memory.get("e1", "bo", stored) == NO_STEPS
        assert uow.undo_memory.get("e1", "anna", stored + 1) == NO_STEPS
        assert uow.undo_memory.get("e2", "anna", stored) == NO_STEPS


def test_newer_steps_take_the_place_of_the_older(database: Database, stored: int) -> None:
    with database.unit_of_work() as uow:
        uow.undo_memory.put("e1", "anna", stored, UndoSteps.of((event("e1"),), ()))
        uow.undo_memory.put("e1", "bo", stored, NO_STEPS)
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.undo_memory.get("e1", "anna", stored) == NO_STEPS


def test_the_steps_go_with_their_event(database: Database, stored: int) -> None:
    with database.unit_of_work() as uow:
        uow.undo_memory.put("e1", "anna", stored, UndoSteps.of((event("e1"),), ()))
        uow.commit()
    with database.unit_of_work() as uow:
        uow.encounters.remove("e1")
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.undo_memory.get("e1", "anna", stored) == NO_STEPS


def test_only_the_newest_steps_are_kept_and_none_tells_whose_they_are() -> None:
    before = event("e1")
    long = [add_secondary(before, f"A{n:02}.9") for n in range(MOST_STEPS + 5)]

    steps = UndoSteps.of(long, ())

    assert len(steps.past) == MOST_STEPS
    assert steps.past[-1].laid_on(before) == long[-1]
    assert before.patient.name not in repr(steps)
