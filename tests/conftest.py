"""What tests of several rooms share: a fresh database, made by copying one that is ready."""

from __future__ import annotations

import gc
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.collector import set_aside
from app.persistence.database import Database, open_database
from app.persistence.unit_of_work import SqlUnitOfWork
from app.search.cache import WRITER
from app.services.context import AppContext


def pytest_collection_finish() -> None:
    """Spare the garbage collector the thousands of collected tests, which live to the end."""
    gc.collect()
    set_aside()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "kodklar.sqlite"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def starter_indexes(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder in which the program keeps the search indexes of the starter codebooks.

    A search that uses them lives as long as the tests: those of the tests then share its words.
    """
    folder = tmp_path_factory.mktemp("indexes")
    with closing(bootstrap(folder, f"sqlite:///{sqlite_template}")) as context:
        engine = context.engine
        engine.prepare()
        engine.phrases("", None)
    for thread in threading.enumerate():
        if thread.name == WRITER:
            thread.join()
    yield folder / "cache"
    del engine


@pytest.fixture(scope="session")
def keep_indexes(starter_indexes: Path) -> Callable[[Path], None]:
    """Put the indexes into a data folder, as a start before has left them there."""

    def keep(data_dir: Path) -> None:
        # Links, since there are thousands of tests: the program never writes into one of the files.
        shutil.copytree(starter_indexes, data_dir / "cache", copy_function=os.link)

    return keep


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
def app(
    sqlite_url: str, tmp_path: Path, keep_indexes: Callable[[Path], None]
) -> Iterator[AppContext]:
    """The whole workstation on an empty database, with the starter codebooks and their indexes."""
    keep_indexes(tmp_path)
    opened = bootstrap(tmp_path, sqlite_url)
    yield opened
    opened.close()
