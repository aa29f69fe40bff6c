"""Kodserver tables, local lists and regional decisions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _imported_table()
    _kodserver()
    _local_lists()
    _regional()


def _columns(kind: Any, *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.Integer(), autoincrement=False, nullable=False)


def _validity() -> list[sa.Column[Any]]:
    return _columns(sa.Date(), "valid_from", "valid_to", nullable=True)


def _imported_table() -> None:
    op.create_table(
        "imported_table",
        *_columns(KEY, "name"),
        *_columns(sa.Text(), "file_name"),
        *_columns(KEY, "sha256"),
        *_columns(sa.Integer(), "rows"),
        *_columns(sa.DateTime(), "imported_at"),
        *_columns(sa.Text(), "imported_by"),
        sa.PrimaryKeyConstraint("name", name="pk_imported_table"),
    )


def _kodserver() -> None:
    op.create_table(
        "kodserver_code",
        *_columns(KEY, "table_name"),
        _position(),
        *_columns(sa.Text(), "code"),
        *_columns(KEY, "code_key"),
        *_columns(sa.Text(), "text"),
        *_validity(),
        sa.PrimaryKeyConstraint("table_name", "position", name="pk_kodserver_code"),
    )
    op.create_index("ix_kodserver_code_code_key", "kodserver_code", ["table_name", "code_key"])
    op.create_table(
        "kodserver_combination",
        _position(),
        *_columns(sa.Text(), "rate", "visit_type", "profession"),
        *_validity(),
        sa.PrimaryKeyConstraint("position", name="pk_kodserver_combination"),
    )


def _local_lists() -> None:
    op.create_table(
        "local_list",
        *_columns(KEY, "id"),
        *_columns(sa.Text(), "name"),
        *_columns(KEY, "name_key"),
        *_columns(sa.Text(), "system_label", "version"),
        *_columns(sa.Date(), "valid_from"),
        *_columns(sa.Text(), "file_name"),
        *_columns(KEY, "sha256"),
        *_columns(sa.JSON(), "mapping"),
        *_columns(sa.Integer(), "rows"),
        *_columns(sa.DateTime(), "imported_at"),
        *_columns(sa.Text(), "imported_by"),
        sa.PrimaryKeyConstraint("id", name="pk_local_list"),
    )
    op.create_table(
        "local_code",
        *_columns(KEY, "list_id"),
        _position(),
        *_columns(sa.Text(), "code"),
        *_columns(KEY, "code_key"),
        *_columns(sa.Text(), "text"),
        *_columns(KEY, "text_key"),
        *_columns(sa.Date(), "valid_from", nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["local_list.id"],
            name="fk_local_code_list_id_local_list",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("list_id", "position", name="pk_local_code"),
    )
    op.create_index("ix_local_code_code_key", "local_code", ["list_id", "code_key"])


def _regional() -> None:
    op.create_table(
        "regional_block",
        _position(),
        *_columns(KEY, "codes", "kind", "other"),
        *_columns(sa.Text(), "reason"),
        *_validity(),
        sa.PrimaryKeyConstraint("position", name="pk_regional_block"),
    )
    op.create_table(
        "regional_switch",
        _position(),
        *_columns(KEY, "rule_id", "act"),
        *_columns(sa.Integer(), "severity", nullable=True),
        *_columns(sa.Text(), "reason"),
        sa.PrimaryKeyConstraint("position", name="pk_regional_switch"),
    )
