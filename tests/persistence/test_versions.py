from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import StorageError
from app.persistence.database import Database
from app.persistence.storage_errors import IMMUTABLE, storage_errors
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import coded, signed_version

Units = Callable[[], SqlUnitOfWork]


def test_signed_versions_are_read_back_oldest_first(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        saved = uow.encounters.save(coded(), "s1")
        second = signed_version(replace(saved, status_reason="rättad"), 2)
        first = signed_version(saved, 1)
        uow.versions.add(second)
        uow.versions.add(first)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.versions.of_encounter(saved.id) == [first, second]


def test_a_number_is_written_once(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        saved = uow.encounters.save(coded(), "s1")
        uow.versions.add(signed_version(saved))
        with pytest.raises(StorageError, match="Version 1"):
            uow.versions.add(signed_version(replace(saved, status_reason="annan")))
        uow.commit()

    with unit_of_work() as uow:
        assert uow.versions.of_encounter(saved.id) == [signed_version(saved)]


def test_a_version_needs_its_event(unit_of_work: Units) -> None:
    with unit_of_work() as uow, pytest.raises(StorageError, match="Läs in"):
        uow.versions.add(signed_version(coded()))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE signed_version SET rule_set = 'annan'", "DELETE FROM signed_version"],
)
def test_the_database_itself_refuses_to_change_a_version(
    database: Database, statement: str
) -> None:
    with database.unit_of_work() as uow:
        saved = uow.encounters.save(coded(), "s1")
        uow.versions.add(signed_version(saved))
        uow.commit()

    with (
        pytest.raises(StorageError, match=IMMUTABLE),
        storage_errors(),
        database.engine.begin() as connection,
    ):
        connection.execute(text(statement))

    with database.unit_of_work() as uow:
        assert uow.versions.of_encounter(saved.id) == [signed_version(saved)]


def test_a_signed_event_cannot_be_deleted_from_under_its_versions(database: Database) -> None:
    with database.unit_of_work() as uow:
        saved = uow.encounters.save(coded(), "s1")
        uow.versions.add(signed_version(saved))
        uow.commit()

    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(text("DELETE FROM encounter"))
