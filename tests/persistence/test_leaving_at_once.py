"""Who writes something cannot leave in that instant, and who leaves sees what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event as database_event

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.errors import NotAllowedError, StorageError
from app.domain.permissions import Act
from app.domain.ports import UnitOfWork
from app.persistence.database import Database, open_database
from app.services.access import refuse_giving_to_left, refuse_left
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.leaving import leave
from app.services.permissions import refuse_in
from app.services.query_recipients import find_recipient

from .events import event

ANNA, LEA = Person("anna", "Anna Ek"), Person("lea", "Lea Ask", Role.LEAD)
GONE = replace(ANNA, left_on=date(2026, 3, 31))
ACTS: dict[str, Callable[[UnitOfWork], object]] = {
    "works": lambda uow: refuse_left(uow, ANNA, "kan inte arbeta"),
    "is given work": lambda uow: refuse_giving_to_left(uow, ANNA.id, "kan inte få arbete"),
    "is asked": lambda uow: find_recipient(uow, ANNA.id),
    "decides by role": lambda uow: refuse_in(uow, ANNA, Act.JUDGE_TERMS),
}


def store_people(database: Database) -> None:
    with database.unit_of_work() as uow:
        for person in (ANNA, LEA):
            uow.people.save(person)
        uow.encounters.save(event("e1"), "s1")
        uow.commit()


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nobody_leaves_while_an_act_that_relies_on_them_is_written(
    database_url: str, database: Database, act: Callable[[UnitOfWork], object]
) -> None:
    store_people(database)
    with closing(open_database(database_url, lock_wait_s=0.05)) as other:
        with database.unit_of_work() as writing:
            act(writing)
            with other.unit_of_work() as leaving, pytest.raises(StorageError):
                leaving.people.save(GONE)
        with other.unit_of_work() as leaving:
            leaving.people.save(GONE)
            leaving.commit()


@pytest.fixture
def shared(
    postgresql_url: str, tmp_path: Path, keep_indexes: Callable[[Path], None]
) -> Iterator[AppContext]:
    keep_indexes(tmp_path)
    with closing(bootstrap(tmp_path, postgresql_url)) as opened:
        yield opened


@pytest.mark.postgres
def test_an_event_opened_as_its_coder_leaves_keeps_the_coder_here(
    shared: AppContext, postgresql_url: str
) -> None:
    opened: list[str] = []

    def open_first(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE person") and not opened:
            opened.append(open_event(shared, "e1", ANNA).encounter.id)

    with closing(open_database(postgresql_url)) as database:
        store_people(database)
        database_event.listen(database.engine, "before_cursor_execute", open_first)
        at_the_lead = replace(shared, unit_of_work=database.unit_of_work)
        with pytest.raises(NotAllowedError, match="Anna Ek har en händelse öppen"):
            leave(at_the_lead, ANNA.id, LEA)
    assert opened == ["e1"]
    with shared.unit_of_work() as uow:
        assert uow.people.get(ANNA.id) == ANNA
