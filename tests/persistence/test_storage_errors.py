"""Each thing that goes wrong with a database is told in a sentence that names the remedy."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.domain.errors import StorageError
from app.persistence import storage_errors as told
from app.persistence.database import Database, open_database
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import coded


def save(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.encounters.save(coded(), "s1")
        uow.commit()


@contextmanager
def told_as(sentence: str) -> Iterator[None]:
    with pytest.raises(StorageError) as caught:
        yield
    assert sentence in str(caught.value)
    assert "Tolvan" not in "".join(traceback.format_exception(caught.value))


@contextmanager
def transaction(url: str, statement: str) -> Iterator[None]:
    """Somebody else's open transaction."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url) as connection:
            connection.execute(statement)
            yield


def test_a_database_locked_by_another_program(database_url: str) -> None:
    database = open_database(database_url, lock_wait_s=0.1)
    with transaction(database_url, "LOCK TABLE encounter IN EXCLUSIVE MODE"):
        with told_as(told.LOCKED):
            save(database)
        with database.unit_of_work() as uow:
            assert uow.encounters.get("händelse-1") is None

    save(database)
    database.close()


def forbid_writing(database: Database) -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
            return
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        connection.commit()
    database.engine.dispose()


def test_a_database_that_became_read_only(database: Database) -> None:
    forbid_writing(database)

    with told_as(told.READ_ONLY):
        save(database)


def fill_disk(database: Database) -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            return
        # A server cannot be given a small disk here; this is what it says when it has one.
        refuse_events(database, "53100")


def refuse_events(database: Database, state: str) -> None:
    """Let every new event be refused in words that quote the patient."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "CREATE TRIGGER quoting BEFORE INSERT ON encounter "
                "BEGIN SELECT RAISE(ABORT, 'Tolvan Tolvansson'); END"
            )
            return
        connection.exec_driver_sql(
            "CREATE FUNCTION quote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION USING ERRCODE = '{state}', MESSAGE = NEW.patient_name; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER quoting BEFORE INSERT ON encounter "
            "FOR EACH ROW EXECUTE FUNCTION quote()"
        )


def test_a_full_disk(database: Database) -> None:
    fill_disk(database)

    with told_as(told.FULL):
        for number in range(200):
            with database.unit_of_work() as uow:
                uow.encounters.save(coded(f"e{number}", referral="x" * 4000), f"s{number}")
                uow.commit()


def test_what_was_saved_before_the_disk_was_full_is_whole(database: Database) -> None:
    save(database)
    fill_disk(database)

    with told_as(told.FULL), database.unit_of_work() as uow:
        for number in range(200):
            uow.encounters.save(coded(f"e{number}", referral="x" * 4000), f"n{number}")
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.encounters.get("händelse-1") is not None
        assert uow.encounters.get("e0") is None


def test_patient_data_in_the_databases_words_is_not_passed_on(database: Database) -> None:
    refuse_events(database, "P0001")

    with told_as("inte"):
        save(database)


def test_errors_of_other_rooms_leave_the_block_as_sentences(database: Database) -> None:
    with told_as(told.NO_TABLES), database.unit_of_work() as uow:
        uow._session.execute(text("SELECT * FROM finns_inte"))


def test_a_missing_table(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE fact"))

    with told_as(told.NO_TABLES), database.unit_of_work() as uow:
        uow.facts.get("demo")


def test_a_file_that_went_missing(sqlite_url: str) -> None:
    opened = open_database(sqlite_url)
    opened.engine.dispose()
    Path(sqlite_url.removeprefix("sqlite:///")).unlink()

    with told_as(told.MISSING):
        save(opened)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "anteckning.txt"
    path.write_text("Detta är ingen databas. " * 100, "utf-8")

    with told_as(told.NOT_A_DATABASE):
        open_database(f"sqlite:///{path}")
    assert path.read_text("utf-8").startswith("Detta")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", "utf-8")

    with told_as("kan inte användas för databasen"):
        open_database(f"sqlite:///{tmp_path / 'fil' / 'mapp' / 'kodklar.sqlite'}")


def opened_by_another_user(url: str) -> str:
    """What somebody else than the administrator, who may write anywhere, is told."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            open_database(url)
        except StorageError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as said:
        return said.read()


@pytest.mark.skipif(sys.platform == "win32", reason="Rights of files work otherwise on Windows.")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_read_only_file_or_folder(
    sqlite_template: Path, file_mode: int, folder_mode: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="kodklar-ro-") as folder:
        path = Path(folder, "kodklar.sqlite")
        path.write_bytes(sqlite_template.read_bytes())
        path.chmod(file_mode)
        path.parent.chmod(folder_mode)

        said = opened_by_another_user(f"sqlite:///{path}")
        path.parent.chmod(0o755)
    assert re.fullmatch(r"Databasen .*kodklar.sqlite är skrivskyddad\. Ge dig själv .*", said)


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "oracle://a/b", "C:\\x"])
def test_an_address_of_no_known_database(url: str) -> None:
    with told_as("Databasadressen går inte att tolka"):
        open_database(url)


@pytest.mark.postgres
def test_a_lost_connection_and_the_way_back(postgresql_url: str) -> None:
    opened = open_database(postgresql_url)
    with told_as(told.LOST), opened.unit_of_work() as uow:
        assert isinstance(uow, SqlUnitOfWork)
        uow.encounters.save(coded(), "s1")
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        uow.commit()

    save(opened)
    opened.close()


@pytest.mark.postgres
def test_a_server_that_is_not_there(postgresql_url: str, tmp_path: Path) -> None:
    with told_as(told.UNREACHABLE):
        open_database(f"postgresql://nobody@/kodklar?host={tmp_path}")


@pytest.mark.postgres
def test_a_database_or_person_that_the_server_does_not_know(postgresql_url: str) -> None:
    with told_as(told.UNREACHABLE):
        open_database(re.sub(r"/test_\d+", "/finns_inte", postgresql_url))


def test_a_sqlite_file_is_written_to_the_disk_and_its_references_are_kept(sqlite_url: str) -> None:
    opened = open_database(sqlite_url)
    with opened.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    opened.close()

    assert found == ["wal", 2, 1]
