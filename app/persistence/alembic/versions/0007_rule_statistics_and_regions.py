"""Findings at signing, customs of regions, decisions of the workplace, Norwegian stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
#: Versions in one statement: the snapshots of a region's years never stand in memory at once.
_BATCH = 500
#: What was set aside before its severity was noted counts as a warning.
_WARNING = 2


def upgrade() -> None:
    _signed_findings()
    _customs()
    _workplace()
    op.add_column("encounter", sa.Column("country", KEY, nullable=False, server_default=""))
    op.add_column("encounter", sa.Column("norwegian", sa.JSON(none_as_null=True), nullable=True))
    count_earlier_signatures()


def _signed_findings() -> None:
    op.create_table(
        "signed_finding",
        sa.Column("encounter_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("codes", KEY, nullable=False),
        sa.Column("is_overridden", sa.Boolean(), nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.PrimaryKeyConstraint("encounter_id", "number", "position", name="pk_signed_finding"),
        sa.ForeignKeyConstraint(
            ["encounter_id", "number"],
            ["signed_version.encounter_id", "signed_version.number"],
            name="fk_signed_finding_encounter_id_signed_version",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_signed_finding_month",
        "signed_finding",
        ["month", "rule_id", "severity", "is_overridden", "reason"],
    )


def _customs() -> None:
    for name, extra in (("regional_pair_order", "first"), ("regional_deepening", "")):
        columns = [sa.Column("codes", KEY, nullable=False)]
        columns += [sa.Column(extra, KEY, nullable=False)] if extra else []
        op.create_table(
            name,
            sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
            *columns,
            sa.Column("reason", sa.Text(), nullable=False),
            sa.Column("valid_from", sa.Date(), nullable=True),
            sa.Column("valid_to", sa.Date(), nullable=True),
            sa.PrimaryKeyConstraint("position", name=f"pk_{name}"),
        )


def _workplace() -> None:
    op.create_table(
        "workplace_switch",
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("act", KEY, nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", name="pk_workplace_switch"),
    )


def count_earlier_signatures() -> None:
    """Write a row for every finding that earlier signed versions carry."""
    connection = op.get_bind()
    versions = sa.table(
        "signed_version",
        sa.column("encounter_id", KEY),
        sa.column("number", sa.Integer()),
        sa.column("signed_at", sa.DateTime()),
        sa.column("snapshot", sa.JSON()),
    )
    keys = connection.execute(
        sa.select(versions.c.encounter_id, versions.c.number).order_by(
            versions.c.encounter_id, versions.c.number
        )
    ).all()
    for start in range(0, len(keys), _BATCH):
        batch = [tuple(key) for key in keys[start : start + _BATCH]]
        asked = sa.select(versions).where(
            sa.tuple_(versions.c.encounter_id, versions.c.number).in_(batch)
        )
        rows = [row for version in connection.execute(asked) for row in _rows(version)]
        if rows:
            connection.execute(sa.insert(_findings()), rows)


def _findings() -> sa.TableClause:
    names = ("encounter_id", "month", "rule_id", "codes", "reason")
    return sa.table(
        "signed_finding",
        *(sa.column(name, KEY) for name in names),
        *(sa.column(name, sa.Integer()) for name in ("number", "position", "severity")),
        sa.column("is_overridden", sa.Boolean()),
    )


def _rows(version: Any) -> Iterator[dict[str, Any]]:
    snapshot = version.snapshot
    if isinstance(snapshot, str):
        snapshot = json.loads(snapshot)
    stood = [(f["rule_id"], f["severity"], f["codes"], False) for f in snapshot["findings"]]
    aside = [(o["rule_id"], _WARNING, o["codes"], True) for o in snapshot["encounter"]["overrides"]]
    for position, (rule_id, severity, codes, is_overridden) in enumerate([*stood, *aside]):
        yield {
            "encounter_id": version.encounter_id,
            "number": version.number,
            "position": position,
            "month": f"{version.signed_at:%Y-%m}",
            "rule_id": rule_id,
            "severity": severity,
            "codes": " ".join(codes),
            "is_overridden": is_overridden,
            "reason": "",
        }
