"""Nothing is lost, doubled or half saved when the program is killed while saving."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from app.domain.encounter import Unit
from app.persistence.database import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork().")


@pytest.fixture(scope="module")
def kill_save() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "kill_save.py"
    spec = importlib.util.spec_from_file_location("kill_save", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_thirty_kills_while_saving_lose_nothing(kill_save: ModuleType, database_url: str) -> None:
    tally = kill_save.kill_many(database_url, 30)

    assert tally.killed_while_saving > 0
    assert tally.confirmed > 30
    assert (tally.lost, tally.doubled, tally.half_saved) == (0, 0, 0), tally


def test_the_count_sees_what_would_be_wrong(kill_save: ModuleType, database: Database) -> None:
    tally = kill_save.Tally()
    kill_save.save(database, 1, "run")
    kill_save.save(database, 2, "run")
    assert kill_save.stored_number(database, tally) == 2
    assert tally.is_clean

    mixed = replace(kill_save.coding(3), version=2, procedures=kill_save.coding(2).procedures[:1])
    with database.unit_of_work() as uow:
        uow.encounters.save(mixed, "run-3")
        uow.commit()
    kill_save.stored_number(database, tally)
    assert tally.half_saved == 1

    twice = replace(kill_save.coding(3), version=3, unit=Unit("kill", "3"))
    with database.unit_of_work() as uow:
        uow.encounters.save(twice, "again-3")
        uow.commit()
    kill_save.stored_number(database, tally)
    assert (tally.doubled, tally.half_saved) == (1, 1)
    assert not tally.is_clean
