"""A database of every earlier revision is brought up to date, its content kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app.domain.work_list import WorkListQuery
from app.persistence.database import open_database
from app.persistence.engine import make_engine, read_url, sqlite_path
from app.persistence.schema import HEAD, SCRIPTS, prepare_sqlite_file

from .events import event
from .unmapped import differences

EARLIER = ("0001", "0002", "0003", "0004", "0005", "0006")


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    path = tmp_path / "gammal.sqlite"
    prepare_sqlite_file(path, 1.0)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"empty_{request.param}_url")


def make_database(url: str, revision: str) -> None:
    """A database as the program of that revision left it, with a fact in it."""
    engine = make_engine(read_url(url))
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text("INSERT INTO fact (key, value) VALUES ('a', 'b')"))
    engine.dispose()


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_database_gets_todays_tables_and_keeps_its_content(
    empty_database_url: str, revision: str
) -> None:
    make_database(empty_database_url, revision)

    opened = open_database(empty_database_url)

    with opened.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
        assert differences(connection) == []
    with opened.unit_of_work() as uow:
        assert uow.facts.get("a") == "b"
        assert uow.local_lists.all() == []
        assert uow.editions.notes("icd10se-2022", "A00") == ()
    opened.close()


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_file_is_copied_before_it_is_changed(
    empty_sqlite_url: str, revision: str
) -> None:
    make_database(empty_sqlite_url, revision)
    path = sqlite_path(read_url(empty_sqlite_url))
    assert path is not None

    open_database(empty_sqlite_url).close()

    with closing(sqlite3.connect(path.with_name(f"gammal-före-{revision}.sqlite"))) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
        assert copy.execute("SELECT value FROM fact").fetchone() == ("b",)
        new = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'signed_finding'")
        assert new.fetchone() is None


def test_events_stored_before_their_words_had_an_index_are_found_by_them(sqlite_url: str) -> None:
    opened = open_database(sqlite_url)
    with opened.unit_of_work() as uow:
        uow.encounters.save(event("e1"), "s1")
        uow.commit()
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0016'"))
        for trigger in ("added", "changed", "removed"):
            connection.execute(text(f"DROP TRIGGER event_words_{trigger}"))
        connection.execute(text("DROP TABLE event_words"))
    opened.close()

    opened = open_database(sqlite_url)

    with opened.unit_of_work() as uow:
        assert uow.encounters.count(WorkListQuery(text="ögon tolvan")) == 1
        assert uow.encounters.count(WorkListQuery(text="öron")) == 0
    opened.close()
