"""What a database holds besides the tables that the program maps."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.persistence.orm import metadata


def differences(connection: Connection) -> Any:
    """How the tables differ from those that are mapped, the index of words of SQLite aside."""
    opts = {"compare_type": True, "include_name": _is_mapped}
    return compare_metadata(MigrationContext.configure(connection, opts=opts), metadata)


def _is_mapped(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not (name or "").startswith("event_words")
