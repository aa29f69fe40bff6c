"""What a person's desk remembers, and steps that can be undone after a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "desk_memory",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_desk_memory"),
    )
    op.create_table(
        "undo_steps",
        sa.Column("encounter_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"],
            ["encounter.id"],
            name="fk_undo_steps_encounter_id_encounter",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("encounter_id", name="pk_undo_steps"),
    )
