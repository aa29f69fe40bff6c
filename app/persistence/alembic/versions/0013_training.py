"""Exercises and attempts of trainees."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "training_exercise",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sort_key", KEY, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("filter_text", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_training_exercise"),
    )
    op.create_index("ix_training_exercise_order", "training_exercise", ["level", "sort_key", "id"])
    op.create_table(
        "training_topic",
        sa.Column("topic", KEY, nullable=False),
        sa.Column("exercise_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["training_exercise.id"],
            name="fk_training_topic_exercise_id_training_exercise",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("topic", "exercise_id", name="pk_training_topic"),
    )
    op.create_table(
        "training_attempt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("exercise_id", KEY, nullable=False),
        sa.Column("trainee_key", KEY, nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_training_attempt"),
    )
    op.create_index("ix_training_attempt_exercise", "training_attempt", ["exercise_id", "ended"])
    op.create_index("ix_training_attempt_trainee", "training_attempt", ["trainee_key"])
