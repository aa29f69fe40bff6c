"""States and contents of editions, retired codes, products, favourites and templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _editions()
    _products()
    _favourites()
    _code_sets()


def _editions() -> None:
    # What was imported before there were states has been in use since.
    op.add_column("edition", sa.Column("state", KEY, nullable=False, server_default="active"))
    op.add_column(
        "edition", sa.Column("chapter_counts", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column("edition", sa.Column("content_sha256", KEY, nullable=False, server_default=""))
    op.add_column("concept", sa.Column("valid_to", sa.Date(), nullable=True))


def _products() -> None:
    op.create_table(
        "product",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("atc", KEY, nullable=False),
        sa.Column("substances", sa.Text(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_product"),
    )
    op.create_index("ix_product_atc", "product", ["atc"])


def _favourites() -> None:
    op.create_table(
        "favourite",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("system", KEY, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "system", "code", name="pk_favourite"),
    )


def _code_sets() -> None:
    op.create_table(
        "code_set",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_code_set"),
    )
    op.create_index("ix_code_set_owner_id", "code_set", ["owner_id"])
