"""Rules of the work list, the day a parked event comes back, who has an event, its complexity.

Saved views become rules of their person: a view was a rule without days.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_AT_ONCE = 5_000
_HEAVIER = ("Slutenvård", "Observation")
_TURN = ("turn", "waiting_since", "id")
_ASKED = (
    "status",
    "encounter_class",
    "encounter_type",
    "complexity",
    "park_until",
    "assigned_to",
    "ended_at",
)
_STATES = {"parked": "parked", "": "all"}
_ORDERS = {"turn": "turn", "unit": "unit"}


def upgrade() -> None:
    _add_columns()
    op.create_table(
        "work_list_rule",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("saved_by", KEY, nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work_list_rule"),
    )
    op.create_index("ix_work_list_rule_owner_id", "work_list_rule", ["owner_id"])
    _fill_complexity()
    _take_views_over()
    op.drop_table("saved_view")
    _make_indexes()


def _add_columns() -> None:
    for column in (
        sa.Column("park_until", sa.Date(), nullable=True),
        sa.Column("assigned_to", KEY, nullable=False, server_default=""),
        sa.Column("assigned_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("assigned_key", KEY, nullable=False, server_default=""),
        sa.Column("record_points", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("complexity", sa.SmallInteger(), nullable=False, server_default="0"),
    ):
        op.add_column("encounter", column)


def _make_indexes() -> None:
    op.drop_index("ix_encounter_unit_key", "encounter")
    op.create_index("ix_encounter_unit_key", "encounter", ["unit_key", *_TURN, *_ASKED])
    op.create_index("ix_encounter_work", "encounter", [*_TURN, "unit_key", *_ASKED])
    op.create_index("ix_encounter_complexity", "encounter", ["complexity", *_TURN])
    op.create_index("ix_encounter_assigned_key", "encounter", ["assigned_key", *_TURN])
    op.create_index("ix_encounter_assigned_to", "encounter", ["assigned_to", *_TURN])


def _fill_complexity() -> None:
    """Guess for every stored event, as `app.domain.complexity` did when this was written."""
    connection = op.get_bind()
    set_it = sa.text(
        "UPDATE encounter SET record_points = :record, complexity = :complexity WHERE id = :id"
    )
    guesses = _guesses(connection)
    while batch := list(islice(guesses, _AT_ONCE)):
        connection.execute(set_it, batch)


def _guesses(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    characters = _by_event(connection, "SUM(LENGTH(text))", "record_document")
    drugs = _by_event(connection, "COUNT(*)", "medication")
    codes = _by_event(connection, "COUNT(*)", "proposal")
    table = sa.table(
        "encounter",
        sa.column("id", sa.Text()),
        sa.column("encounter_class", sa.Text()),
        sa.column("started_at", sa.DateTime()),
        sa.column("ended_at", sa.DateTime()),
    )
    for row in connection.execute(sa.select(table)).all():
        record = _step(characters.get(row.id, 0), (2_000, 10_000))
        record += _step(drugs.get(row.id, 0) + codes.get(row.id, 0), (3, 10))
        points = record + int(row.encounter_class in _HEAVIER)
        if row.started_at and row.ended_at:
            points += _step((row.ended_at.date() - row.started_at.date()).days, (2, 7))
        if points:
            yield {"id": row.id, "record": record, "complexity": _step(points, (2, 5))}


def _by_event(connection: sa.Connection, what: str, table: str) -> dict[str, int]:
    question = f"SELECT encounter_id, {what} FROM {table} GROUP BY encounter_id"  # noqa: S608 - our own words
    return {row[0]: int(row[1] or 0) for row in connection.execute(sa.text(question))}


def _step(amount: int, limits: tuple[int, ...]) -> int:
    return sum(amount >= limit for limit in limits)


def _take_views_over() -> None:
    connection = op.get_bind()
    views = connection.execute(
        sa.text("SELECT person_id, name, name_key, query FROM saved_view")
    ).all()
    add = sa.text(
        "INSERT INTO work_list_rule (id, name, name_key, owner_id, saved_by, rule) "
        "VALUES (:id, :name, :key, :person, :person, :rule)"
    )
    for person, name, key, query in views:
        asked = json.loads(query) if isinstance(query, str) else query
        rule = json.dumps(_as_rule(asked), ensure_ascii=False)
        row = {"id": uuid.uuid4().hex, "name": name, "key": key, "person": person, "rule": rule}
        connection.execute(add, row)


def _as_rule(query: dict[str, Any]) -> dict[str, Any]:
    statuses = query.get("statuses") or []
    only = statuses[0] if len(statuses) == 1 else "" if not statuses else "unsigned"
    order = _ORDERS.get(query.get("sort", ""), "turn")
    if query.get("sort") == "end":
        order = "newest" if query.get("descending") else "oldest"
    return {
        "text": query.get("text", ""),
        "units": query.get("units", []),
        "classes": query.get("classes", []),
        "state": _STATES.get(only, "unsigned"),
        "order": order,
    }
