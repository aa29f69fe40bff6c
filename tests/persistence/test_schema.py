"""One history for both databases, and what happens to older and newer ones."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.domain.errors import StorageError
from app.persistence.database import Database, open_database
from app.persistence.schema import HEAD, SCRIPTS, bring_up_to_date
from app.persistence.storage_errors import storage_errors

from .unmapped import differences

ROOT = Path(__file__).parents[2]

LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{head}"


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    {end}
"""


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ny mapp' / 'ny.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"empty_{request.param}_url")


def later_scripts(folder: Path, end: str = "") -> Path:
    scripts = folder / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    later = scripts / "versions" / "9999_later.py"
    later.write_text(LATER.format(head=HEAD, end=end), "utf-8")
    return scripts


def test_the_history_makes_the_tables_that_the_program_maps(database: Database) -> None:
    with database.engine.connect() as connection:
        assert differences(connection) == []


def test_the_program_knows_the_newest_revision() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_current_head() == HEAD


def test_a_new_database_is_made_ready(empty_database_url: str) -> None:
    opened = open_database(empty_database_url)

    with opened.unit_of_work() as uow:
        uow.facts.set("a", "b")
        uow.commit()
    opened.close()
    again = open_database(empty_database_url)
    with again.unit_of_work() as uow:
        assert uow.facts.get("a") == "b"
    again.close()


def run_python(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-B", "-c", *arguments], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )


def test_programs_that_start_at_once_on_a_new_database_all_succeed(empty_database_url: str) -> None:
    code = "import sys; from app.persistence.database import open_database as o; o(sys.argv[1])"
    programs = [run_python(code, empty_database_url) for _ in range(3)]

    said = [program.communicate(timeout=60)[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0], said


def test_a_ready_database_is_opened_without_alembic(sqlite_url: str) -> None:
    code = (
        "import sys; from app.persistence.database import open_database as o; o(sys.argv[1]); "
        "sys.exit('alembic' in sys.modules)"
    )
    program = run_python(code, sqlite_url)

    said = program.communicate(timeout=60)[1]
    assert program.returncode == 0, said


def test_an_older_database_is_brought_up_to_date(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as uow:
        uow.facts.set("a", "b")
        uow.commit()

    bring_up_to_date(database.engine, None, head="9999", scripts=later_scripts(tmp_path))

    assert inspect(database.engine).has_table("later")
    with database.unit_of_work() as uow:
        assert uow.facts.get("a") == "b"


def test_a_file_is_copied_before_it_is_changed(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    opened = open_database(sqlite_url)
    with opened.unit_of_work() as uow:
        uow.facts.set("a", "b")
        uow.commit()

    bring_up_to_date(opened.engine, path, head="9999", scripts=later_scripts(tmp_path))
    opened.close()

    copy = path.with_name(f"kodklar-före-{HEAD}.sqlite")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert connection.execute("SELECT value FROM fact").fetchone() == ("b",)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'later'")
        assert tables.fetchone() is None


def test_a_file_that_cannot_be_copied_is_not_changed(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    opened = open_database(sqlite_url)
    path.with_name(f"kodklar-före-{HEAD}.sqlite").mkdir()

    with pytest.raises(StorageError, match="Databasfilen går inte att öppna"), storage_errors():
        bring_up_to_date(opened.engine, path, head="9999", scripts=later_scripts(tmp_path))

    assert not inspect(opened.engine).has_table("later")
    opened.close()


def test_a_migration_that_fails_changes_nothing(database: Database, tmp_path: Path) -> None:
    scripts = later_scripts(tmp_path, end="raise ZeroDivisionError")

    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(database.engine, None, head="9999", scripts=scripts)

    assert not inspect(database.engine).has_table("later")
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_a_database_from_a_newer_program_is_refused(database_url: str, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'framtid'"))

    with pytest.raises(StorageError, match="nyare version av Kodklar"):
        open_database(database_url)
