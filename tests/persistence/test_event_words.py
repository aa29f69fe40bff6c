"""The index of words finds the events where they lie, also after they were moved by others."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import text

from app.domain.work_list import WorkListQuery
from app.persistence.database import Database, open_database

from .events import event


def found(opened: Database, word: str) -> tuple[list[str], int]:
    query = WorkListQuery(text=word)
    with opened.unit_of_work() as uow:
        page = uow.encounters.page(query, 0, 10)
        return [row.id for row in page], uow.encounters.count(query)


def test_events_that_lie_elsewhere_after_a_dump_are_found_again(sqlite_url: str) -> None:
    with closing(open_database(sqlite_url)) as opened:
        with opened.unit_of_work() as uow:
            for name in ("första", "andra", "tredje"):
                uow.encounters.save(event(name), name)
            uow.encounters.remove("första")
            uow.commit()
        with opened.engine.begin() as connection:
            connection.execute(text("UPDATE encounter SET rowid = rowid - 1"))
        assert found(opened, "andra") == ([], 1)

    with closing(open_database(sqlite_url)) as opened:
        assert found(opened, "andra") == (["andra"], 1)
        assert found(opened, "tredje") == (["tredje"], 1)
        assert found(opened, "första") == ([], 0)
