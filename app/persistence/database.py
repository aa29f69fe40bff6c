"""Opening a database: one address in, a source of units of work out."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.domain.errors import StorageError
from app.persistence.engine import LOCK_WAIT_S, make_engine, read_url, sqlite_path
from app.persistence.event_words import learn_what_moved
from app.persistence.schema import bring_up_to_date, prepare_sqlite_file
from app.persistence.storage_errors import sentence_for_sqlite, storage_errors
from app.persistence.unit_of_work import SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class Database:
    """An opened, up-to-date database. Safe to share between threads; close it once, last."""

    engine: Engine

    def unit_of_work(self) -> SqlUnitOfWork:
        """One new transaction; nothing is connected before the first question."""
        return SqlUnitOfWork(self.engine)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str, lock_wait_s: float = LOCK_WAIT_S) -> Database:
    """Open a database, making it or bringing it up to date where needed.

    Args:
        url: `sqlite:///path` or `postgresql://user:password@server/database`.
        lock_wait_s: how long a write waits for somebody else's, in seconds.

    Raises:
        StorageError: it cannot be reached, written or read, or is newer than the program.

    """
    address = read_url(url)
    path = sqlite_path(address)
    if path is not None:
        _prepare(path, lock_wait_s)
    engine = make_engine(address, lock_wait_s)
    try:
        with storage_errors():
            bring_up_to_date(engine, path)
            learn_what_moved(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _prepare(path: Path, lock_wait_s: float) -> None:
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StorageError(
            f"Databasen {path} är skrivskyddad. Ge dig själv skrivrätt till filen och mappen, "
            "eller välj en annan datamapp med --data-dir."
        )
    try:
        prepare_sqlite_file(path, lock_wait_s)
    except sqlite3.Error as error:
        raise StorageError(f"{sentence_for_sqlite(error)} Filen är {path}.") from None
    except OSError:
        raise StorageError(
            f"Mappen {path.parent} kan inte användas för databasen. Kontrollera att du har "
            "skrivrätt och att disken är ansluten, eller välj en annan med --data-dir."
        ) from None
