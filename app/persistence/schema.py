"""Which shape the database has, and how an older one is brought up to date.

Alembic is imported only when there is something to do: starting on a database of the right
revision costs one short question.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from app.domain.errors import StorageError

#: The newest revision in `alembic/versions`; a test compares the two.
HEAD = "0019"
SCRIPTS = Path(__file__).parent / "alembic"

#: Any number that no other program uses: programs that start at once migrate one at a time.
_ADVISORY_LOCK = 5_063_741
_WAL_TRIES = 100
_NEWER = (
    "Databasen är gjord av en nyare version av Kodklar och kan inte öppnas med den här. "
    "Uppdatera programmet och starta det igen."
)


def prepare_sqlite_file(path: Path, lock_wait_s: float) -> None:
    """Make the folder and the file where they are missing, and switch to write-ahead logging.

    Raises:
        sqlite3.Error: the file is no database, or cannot be written.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=lock_wait_s)) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            _switch_to_wal(connection)


def bring_up_to_date(
    engine: Engine, path: Path | None, head: str = HEAD, scripts: Path = SCRIPTS
) -> None:
    """Migrate the database to the newest revision; nothing happens if it is there.

    A SQLite file with an older revision is first copied beside itself.

    Raises:
        StorageError: the database is newer than the program.

    """
    with engine.connect() as connection:
        if _stored_revision(connection) == head:
            return
    with engine.connect() as connection, connection.begin():
        _lock(connection)
        revision = _stored_revision(connection)
        if revision != head:
            _migrate(connection, revision, path, scripts)


def _stored_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))


def _migrate(
    connection: Connection, revision: str | None, path: Path | None, scripts: Path
) -> None:
    from alembic import command  # noqa: PLC0415 - costs start-up time, seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StorageError(_NEWER)
    if revision is not None and path is not None:
        _copy_file(path, path.with_name(f"{path.stem}-före-{revision}{path.suffix}"))
    command.upgrade(config, "head")


def _copy_file(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # Two programs that switch at once get SQLITE_BUSY whatever the timeout says.
    for _ in range(_WAL_TRIES - 1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.02)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")
