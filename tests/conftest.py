"""What tests of several rooms share: a fresh database, made by copying one that is ready."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.persistence.database import Database, open_database
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext


def pytest_collection_finish() -> None:
    """Spare the garbage collector the thousands of collected tests, which live to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "kodklar.sqlite"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "kodklar.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The address of an empty database; tests/persistence runs on PostgreSQL too."""
    return sqlite_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def unit_of_work(database: Database) -> Callable[[], SqlUnitOfWork]:
    return database.unit_of_work


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[AppContext]:
    """The whole workstation on an empty database, with the starter codebooks."""
    opened = bootstrap(tmp_path, sqlite_url)
    yield opened
    opened.close()
