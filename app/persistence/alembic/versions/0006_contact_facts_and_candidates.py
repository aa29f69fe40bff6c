"""What is told of a contact beside its codes, and decisions on sentences of KVÅ."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("encounter", sa.Column("contact", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "procedure_candidate",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_candidate"),
    )
