"""Runs the history on the connection that `app.persistence.schema` hands over."""

from __future__ import annotations

from alembic import context

from app.persistence.orm import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The caller owns the transaction: all of the history, or nothing.
    transactional_ddl=False,
)
context.run_migrations()
