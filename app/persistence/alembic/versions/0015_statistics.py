"""A narrow row for each signature, for statistics, and texts that found nothing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
#: Versions in one statement: the snapshots of a region's years never stand in memory at once.
_BATCH = 500
_LONGEST_WAIT = 400
_COUNTED = ("diagnoses", "procedures", "drugs", "waited")


def upgrade() -> None:
    op.create_table(
        "signed_fact",
        sa.Column("encounter_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signer_id", KEY, nullable=False),
        sa.Column("unit", KEY, nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("diagnoses", sa.SmallInteger(), nullable=False),
        sa.Column("procedures", sa.SmallInteger(), nullable=False),
        sa.Column("drugs", sa.SmallInteger(), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("encounter_id", "number", name="pk_signed_fact"),
        sa.ForeignKeyConstraint(
            ["encounter_id", "number"],
            ["signed_version.encounter_id", "signed_version.number"],
            name="fk_signed_fact_encounter_id_signed_version",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_signed_fact_day", "signed_fact", ["day", "hour", "unit", *_COUNTED])
    op.create_index(
        "ix_signed_fact_signer_id", "signed_fact", ["signer_id", "day", "hour", "unit", *_COUNTED]
    )
    op.create_table(
        "search_miss",
        sa.Column("month", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", KEY, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "person_id", "text", name="pk_search_miss"),
    )
    count_earlier_signatures()


def count_earlier_signatures() -> None:
    """Write the row of every version that was signed before."""
    connection = op.get_bind()
    versions = sa.table(
        "signed_version",
        sa.column("encounter_id", KEY),
        sa.column("number", sa.Integer()),
        sa.column("signer_id", KEY),
        sa.column("signed_at", sa.DateTime()),
        sa.column("snapshot", sa.JSON()),
    )
    key = (versions.c.encounter_id, versions.c.number)
    keys = connection.execute(sa.select(*key).order_by(*key)).all()
    for start in range(0, len(keys), _BATCH):
        batch = [tuple(each) for each in keys[start : start + _BATCH]]
        asked = sa.select(versions).where(sa.tuple_(*key).in_(batch))
        rows = [_row(version) for version in connection.execute(asked)]
        connection.execute(sa.insert(_facts()), rows)


def _facts() -> sa.TableClause:
    keys = ("encounter_id", "signer_id", "unit", "day")
    return sa.table(
        "signed_fact",
        *(sa.column(name, KEY) for name in keys),
        *(sa.column(name, sa.Integer()) for name in ("number", "hour", *_COUNTED)),
    )


def _row(version: Any) -> dict[str, Any]:
    snapshot = version.snapshot
    if isinstance(snapshot, str):
        snapshot = json.loads(snapshot)
    event, at = snapshot["encounter"], version.signed_at
    diagnoses, procedures = event["diagnoses"], event["procedures"]
    unit = event["unit"]
    return {
        "encounter_id": version.encounter_id,
        "number": version.number,
        "signer_id": version.signer_id,
        "unit": unit["name"] or unit["id"],
        "day": f"{at:%Y-%m-%d}",
        "hour": at.hour,
        "diagnoses": sum(
            1 + bool(row["partner"]) + len(row["external_causes"]) for row in diagnoses
        ),
        "procedures": sum(1 + len(row["additional"]) for row in procedures),
        "drugs": sum(len(row["drugs"]) for row in (*diagnoses, *procedures)),
        "waited": _waited(event["end"], at),
    }


def _waited(end: str | None, at: datetime) -> int:
    if end is None:
        return -1
    days = (at.date() - datetime.fromisoformat(end).date()).days
    return min(max(0, days), _LONGEST_WAIT)
