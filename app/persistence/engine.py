"""Engines for the two databases, with what each needs on every connection."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from app.domain.errors import StorageError
from app.persistence.storage_errors import MISSING

#: How long a write waits for another program's write, in seconds.
LOCK_WAIT_S = 5.0
_CONNECT_TIMEOUT_S = 5
#: A plan that was made while a table was empty would pass every event of a large first intake.
_PLANNED_ANEW = "-c plan_cache_mode=force_custom_plan"
_WRITES = ("INSERT", "UPDATE", "DELETE")
_dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def read_url(text: str) -> URL:
    """Read a database address; `postgresql://` means psycopg.

    Raises:
        StorageError: the text is no address, or names another kind of database.

    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise StorageError(_unknown_address()) from None
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    is_file = url.drivername == "sqlite" and url.database not in (None, "", ":memory:")
    if not is_file and url.drivername != "postgresql+psycopg":
        raise StorageError(_unknown_address())
    return url


def sqlite_path(url: URL) -> Path | None:
    """Return the file of a SQLite address, or None for a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def make_engine(url: URL, lock_wait_s: float = LOCK_WAIT_S) -> Engine:
    """Build an engine; nothing is connected yet."""
    path = sqlite_path(url)
    if path is None:
        return _postgresql_engine(url, lock_wait_s)
    return _sqlite_engine(path, lock_wait_s)


def _postgresql_engine(url: URL, lock_wait_s: float) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        json_serializer=_dumps,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": _CONNECT_TIMEOUT_S,
            "options": f"-c lock_timeout={int(lock_wait_s * 1000)} {_PLANNED_ANEW}",
            "application_name": "Kodklar",
        },
    )


def _sqlite_engine(path: Path, lock_wait_s: float) -> Engine:
    def connect() -> sqlite3.Connection:
        if not path.exists():
            # Connecting would make an empty file where the database has gone missing.
            raise StorageError(MISSING)
        connection = sqlite3.connect(
            path, timeout=lock_wait_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        hide_parameters=True,
        json_serializer=_dumps,
    )
    event.listen(engine, "before_cursor_execute", _lock_before_write)
    event.listen(engine, "savepoint", _lock_before_savepoint)
    return engine


def _lock_before_write(
    connection: Connection, _cursor: Any, statement: str, *_rest: object
) -> None:
    """Begin the transaction at the first write, taking the write lock at once.

    Reads before it stand alone, so that they never hold a write up, and a write never fails
    because somebody else wrote after the first read: the version of the encounter decides,
    as it does under PostgreSQL's READ COMMITTED.
    """
    if statement.startswith(_WRITES):
        _lock_before_savepoint(connection)


def _lock_before_savepoint(connection: Connection, *_rest: object) -> None:
    raw: Any = connection.connection.dbapi_connection
    if not raw.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def lock_where_rows_cannot(connection: Connection) -> None:
    """Take the write lock of SQLite, which has no locks of rows, before what is read is relied on.

    A server locks the rows themselves as they are read.
    """
    if connection.dialect.name == "sqlite":
        _lock_before_savepoint(connection)


def _unknown_address() -> str:
    return (
        "Databasadressen går inte att tolka. Skriv sqlite:///sökväg/till/filen eller "
        "postgresql://användare:lösenord@server/databas."
    )
