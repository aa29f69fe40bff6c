"""First tables: events, records, versions, people, intake, codebooks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: Text in byte order on both databases.
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _encounter()
    _codes_and_saves()
    _records()
    _versions()
    _people()
    _access_log()
    _intake()
    _codebooks()
    if op.get_bind().dialect.name == "sqlite":
        _refuse_changes_sqlite()
    else:
        _refuse_changes_postgresql()


def _keys(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, KEY, nullable=False) for name in names]


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _columns(kind: Any, *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _encounter_id(table: str, ondelete: str | None = "CASCADE") -> list[Any]:
    return [
        *_keys("encounter_id"),
        sa.ForeignKeyConstraint(
            ["encounter_id"],
            ["encounter.id"],
            name=f"fk_{table}_encounter_id_encounter",
            ondelete=ondelete,
        ),
    ]


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.Integer(), autoincrement=False, nullable=False)


def _encounter() -> None:
    op.create_table(
        "encounter",
        *_keys("id"),
        *_columns(sa.Integer(), "version"),
        *_keys("last_save_id", "status"),
        *_texts("status_reason"),
        *_columns(sa.Boolean(), "record_changed"),
        *_texts("unit_id", "unit_name"),
        *_keys("encounter_class", "encounter_type"),
        *_columns(sa.DateTime(), "started_at", "ended_at", nullable=True),
        *_texts("contact_form", "legal_form", "discharge_mode", "referral"),
        *_columns(sa.JSON(), "professions"),
        *_columns(KEY, "mother_id", nullable=True),
        *_texts("source"),
        *_keys("patient_number", "number_kind"),
        *_columns(sa.Boolean(), "number_is_valid"),
        *_columns(sa.Date(), "number_birth_date", nullable=True),
        *_columns(sa.Text(), "number_sex", nullable=True),
        *_texts("patient_name"),
        *_keys("sex"),
        *_columns(sa.Date(), "birth_date", nullable=True),
        *_keys("protection"),
        *_columns(sa.JSON(), "diagnoses", "procedures", "overrides"),
        *_keys("principal"),
        *_columns(sa.SmallInteger(), "turn", "status_order"),
        *_columns(sa.DateTime(), "waiting_since"),
        *_texts("unit_label"),
        *_keys("unit_key", "patient_key", "filter_text"),
        sa.PrimaryKeyConstraint("id", name="pk_encounter"),
    )
    _encounter_indexes()


def _encounter_indexes() -> None:
    turn = ["turn", "waiting_since", "id"]
    covering = [*turn, "status", "encounter_class", "patient_number", "filter_text"]
    for name, columns in {
        "turn": covering,
        "status_order": ["status_order", "waiting_since", "id"],
        "unit_key": ["unit_key", *turn],
        "encounter_class": ["encounter_class", *turn],
        "encounter_type": ["encounter_type", *turn],
        "started_at": ["started_at", "id"],
        "ended_at": ["ended_at", "id"],
        "patient_key": ["patient_key", "patient_number", "id"],
        "patient_number": ["patient_number", "waiting_since"],
        "mother_id": ["mother_id"],
    }.items():
        op.create_index(f"ix_encounter_{name}", "encounter", columns)


def _codes_and_saves() -> None:
    op.create_table(
        "assigned_code",
        *_encounter_id("assigned_code"),
        _position(),
        *_keys("system", "code", "part"),
        *_columns(sa.Integer(), "row", "index"),
        *_columns(sa.Boolean(), "is_principal"),
        sa.PrimaryKeyConstraint("encounter_id", "position", name="pk_assigned_code"),
    )
    op.create_index("ix_assigned_code_code", "assigned_code", ["system", "code"])
    op.create_table(
        "save",
        *_keys("save_id", "encounter_id"),
        *_columns(sa.Integer(), "version"),
        sa.PrimaryKeyConstraint("save_id", name="pk_save"),
    )
    op.create_index("ix_save_encounter_id", "save", ["encounter_id"])


def _records() -> None:
    op.create_table(
        "record_document",
        *_encounter_id("record_document"),
        _position(),
        *_keys("id"),
        *_texts("title"),
        *_columns(sa.DateTime(), "time", nullable=True),
        *_texts("author_role", "text"),
        sa.PrimaryKeyConstraint("encounter_id", "position", name="pk_record_document"),
    )
    op.create_table(
        "medication",
        *_encounter_id("medication"),
        _position(),
        *_keys("id", "atc"),
        *_texts("name", "substance"),
        *_columns(sa.Date(), "start_date", "end_date", nullable=True),
        *_texts("reason", "dosage"),
        sa.PrimaryKeyConstraint("encounter_id", "position", name="pk_medication"),
    )
    op.create_table(
        "proposal",
        *_encounter_id("proposal"),
        _position(),
        *_keys("id", "system", "code"),
        *_texts("text"),
        *_keys("document_id", "state"),
        sa.PrimaryKeyConstraint("encounter_id", "position", name="pk_proposal"),
    )


def _versions() -> None:
    op.create_table(
        "signed_version",
        *_encounter_id("signed_version", ondelete=None),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_columns(sa.JSON(), "snapshot"),
        *_keys("signer_id"),
        *_columns(sa.DateTime(), "signed_at"),
        *_texts("rule_set"),
        sa.PrimaryKeyConstraint("encounter_id", "number", name="pk_signed_version"),
    )
    op.create_index("ix_signed_version_signer_id", "signed_version", ["signer_id"])
    op.create_index("ix_signed_version_signed_at", "signed_version", ["signed_at"])


def _people() -> None:
    op.create_table(
        "person",
        *_keys("id"),
        *_texts("name"),
        *_keys("name_key", "role"),
        *_columns(sa.JSON(), "units"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "claim",
        *_encounter_id("claim"),
        *_keys("person_id"),
        *_texts("person_name"),
        *_keys("person_key"),
        *_columns(sa.BigInteger(), "expires_ms"),
        sa.PrimaryKeyConstraint("encounter_id", name="pk_claim"),
    )
    op.create_index("ix_claim_expires_ms", "claim", ["expires_ms"])
    op.create_table(
        "saved_view",
        *_keys("person_id", "name", "name_key"),
        *_columns(sa.JSON(), "query"),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_saved_view"),
    )


def _access_log() -> None:
    op.create_table(
        "access_log",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.DateTime(), "at"),
        *_keys("person_id"),
        *_texts("person_name"),
        *_keys("kind", "encounter_id", "patient_number"),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
    )
    op.create_index("ix_access_log_encounter_id", "access_log", ["encounter_id"])
    op.create_index("ix_access_log_patient_number", "access_log", ["patient_number"])


def _intake() -> None:
    op.create_table(
        "quarantine",
        *_columns(sa.Integer(), "id"),
        *_texts("kind", "file_name", "place", "reason"),
        *_columns(sa.LargeBinary(), "content"),
        *_columns(sa.DateTime(), "at"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
    op.create_table(
        "fact",
        *_keys("key"),
        *_texts("value"),
        sa.PrimaryKeyConstraint("key", name="pk_fact"),
    )


def _codebooks() -> None:
    op.create_table(
        "edition",
        *_columns(sa.String(64), "id"),
        *_columns(sa.String(16), "system"),
        *_columns(sa.String(200), "name"),
        *_columns(sa.String(40), "version"),
        *_columns(sa.Date(), "valid_from", "valid_to", nullable=True),
        *_columns(sa.JSON(), "sources", "counts"),
        *_columns(sa.DateTime(), "imported_at", nullable=True),
        *_columns(sa.String(200), "imported_by"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
    )
    op.create_index("ix_edition_system", "edition", ["system"])
    op.create_table(
        "concept",
        *_columns(sa.String(64), "edition_id"),
        _position(),
        *_columns(sa.String(40), "code"),
        *_texts("title"),
        *_columns(sa.String(16), "level"),
        *_columns(sa.String(40), "parent", nullable=True),
        *_columns(sa.String(1), "mark"),
        *_columns(sa.Boolean(), "may_be_principal", "is_leaf"),
        *_texts("description", "partners"),
        *_columns(sa.Date(), "valid_from", nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name="fk_concept_edition_id_edition",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "position", name="pk_concept"),
    )


def _refuse_changes_sqlite() -> None:
    """Let the database itself refuse to change what is written once.

    The versions of demonstration events, which are about nobody, may be taken away.
    """
    is_real = "WHEN json_extract(OLD.snapshot, '$.encounter.source') IS NOT 'demo'"
    for table, act, condition in (
        ("signed_version", "UPDATE", ""),
        ("signed_version", "DELETE", is_real),
        ("access_log", "UPDATE", ""),
        ("access_log", "DELETE", ""),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} {condition} "
            "BEGIN SELECT RAISE(ABORT, 'written once'); END"
        )


def _refuse_changes_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_TABLE_NAME = 'signed_version' AND TG_OP = 'DELETE' THEN "
        "IF OLD.snapshot -> 'encounter' ->> 'source' = 'demo' THEN RETURN OLD; END IF; "
        "END IF; RAISE EXCEPTION 'written once' USING ERRCODE = 'KK001'; END $$"
    )
    for table in ("signed_version", "access_log"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
