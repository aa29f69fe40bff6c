"""The terms that a workplace adds to the search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "local_term",
        sa.Column("id", KEY, nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("term_key", KEY, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("system", KEY, nullable=True),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("proposed_by_id", KEY, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("judged_by_id", KEY, nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("approved_elsewhere", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_local_term"),
    )
    op.create_index("ix_local_term_state", "local_term", ["state"])
