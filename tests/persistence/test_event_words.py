"""The index of words finds the events where they lie, also after they were moved by others."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.work_list import WorkListQuery
from app.persistence.database import Database, open_database
from app.persistence.event_letters import EventLetters
from app.persistence.orm_encounters import EncounterRow

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


@pytest.mark.postgres
def test_postgresql_asks_its_index_for_words(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as opened, Session(opened.engine) as session:
        words = EventLetters(session, [("holm",), ("9901-1", "99011"), ("ek",)])
        asked = select(EncounterRow.id).where(words.are_in())
        written = asked.compile(opened.engine, compile_kwargs={"literal_binds": True})
        for other in ("seqscan", "indexscan", "indexonlyscan"):
            session.execute(text(f"SET enable_{other} = off"))
        plan = session.scalars(text(f"EXPLAIN {written}")).all()

        assert "ix_encounter_letters" in "".join(plan)
        assert words.are_in_few(0)
        assert not EventLetters(session, [("ek",)]).are_in_few(0)


@pytest.mark.postgres
def test_events_stored_before_postgresql_had_an_index_are_found_by_it(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as opened:
        with opened.unit_of_work() as uow:
            uow.encounters.save(event("första"), "s1")
            uow.commit()
        with opened.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0017'"))
            for name in ("letters", "filter_text"):
                connection.execute(text(f"DROP INDEX ix_encounter_{name}"))
            connection.execute(text("DROP FUNCTION letters_of"))

    with closing(open_database(postgresql_url)) as opened:
        assert found(opened, "första") == (["första"], 1)
        assert found(opened, "andra") == ([], 0)
