"""Questions to clinicians, and the day on which a template is to be looked over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "clinician_query",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("encounter_id", KEY, nullable=False),
        sa.Column("event_day", sa.Date(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_to_id", KEY, nullable=False),
        sa.Column("asked_to_name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("asked_state", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("diagnosis_text", sa.Text(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("answered_by_id", KEY, nullable=False),
        sa.Column("answered_by_name", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clinician_query"),
    )
    op.create_index("ix_clinician_query_encounter_id", "clinician_query", ["encounter_id"])
    op.create_index("ix_clinician_query_asked_by_id", "clinician_query", ["asked_by_id"])
    op.create_index(
        "ix_clinician_query_state", "clinician_query", ["state", "due", "asked_at", "id"]
    )
    op.add_column("code_set", sa.Column("review_on", sa.Date(), nullable=True))
