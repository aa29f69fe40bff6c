"""Sets of definition tables are kept whole, and gone when they are removed."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.drg_ports import DrgTableSet
from app.domain.period import Period
from app.persistence.database import Database
from tests.grouper.small_tables import TABLES

OLD = DrgTableSet(
    "a",
    "NO",
    "NOR 2015",
    Period(date(2015, 1, 1), date(2015, 12, 31)),
    TABLES.layout,
    len(TABLES.rules),
    "sha-a",
    "NOR_2015.json.gz",
    "Ada",
    datetime.fromisoformat("2026-03-14T10:00"),
    ("Namn saknas för TWO.",),
)
NEW = DrgTableSet("b", "SE", "SWE 2016", Period(date(2016, 1, 1)), TABLES.layout, 1, "sha-b", "swe")


def test_a_set_is_read_back_as_it_was_and_the_latest_stands_first(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.drg_tables.add(OLD, TABLES)
        uow.drg_tables.add(NEW, TABLES)
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.drg_tables.all() == [NEW, OLD]
        read = uow.drg_tables.content("a")
    assert read is not None
    assert (read.rules, read.diagnoses, read.procedures) == (
        TABLES.rules,
        TABLES.diagnoses,
        TABLES.procedures,
    )
    assert (read.categories, read.exclusions, read.names, read.texts) == (
        TABLES.categories,
        TABLES.exclusions,
        TABLES.names,
        TABLES.texts,
    )


def test_a_removed_set_is_gone(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.drg_tables.add(OLD, TABLES)
        uow.drg_tables.remove("a")
        uow.drg_tables.remove("never")
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.drg_tables.all() == []
        assert uow.drg_tables.content("a") is None
