"""Samples of signed events, and their second reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "review_sample",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("coder_id", KEY, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_review_sample"),
    )
    op.create_table(
        "second_review",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sample_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("encounter_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coder_id", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("reviewer_id", KEY, nullable=False),
        sa.Column("coding", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_save_id", KEY, nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id", "number"],
            ["signed_version.encounter_id", "signed_version.number"],
            name="fk_second_review_encounter_id_signed_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_second_review"),
    )
    op.create_index("ix_second_review_sample_id", "second_review", ["sample_id"])
