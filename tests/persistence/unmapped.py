"""What a database holds besides the tables that the program maps."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.persistence.orm import metadata

#: On PostgreSQL alone.
_OF_WORDS = ("ix_encounter_letters", "ix_encounter_filter_text")


def differences(connection: Connection) -> Any:
    """How the tables differ from those that are mapped, the indexes of words aside."""
    opts = {"compare_type": True, "include_name": _is_mapped}
    return compare_metadata(MigrationContext.configure(connection, opts=opts), metadata)


def _is_mapped(name: str | None, kind: str, _parents: object) -> bool:
    if kind == "index":
        return name not in _OF_WORDS
    return kind != "table" or not (name or "").startswith("event_words")
