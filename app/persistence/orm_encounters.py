"""Tables of care events: the event with its coding, its codes as rows, and its saves.

The coding stands as JSON in the row of the event, so that one statement reads or writes the
whole and nobody sees half of it. `assigned_code` repeats every code as a row for questions
over many events; it is derived from the JSON in the same flush. The columns under "derived"
serve the work list.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Part
from app.domain.encounter import Status
from app.domain.identity import IdentityKind
from app.domain.patient import Protection, Sex
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment

_TURN = ("turn", "waiting_since", "id")
_ASKED_BY_RULES = (
    "status",
    "encounter_class",
    "encounter_type",
    "complexity",
    "park_until",
    "assigned_to",
    "ended_at",
)


class EncounterRow(Base):
    """One care event. `version` guards against a save on top of a newer one."""

    __tablename__ = "encounter"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    last_save_id: Mapped[str] = mapped_column(ByteOrdered)
    status: Mapped[Status] = mapped_column(EnumText(Status))
    status_reason: Mapped[str] = mapped_column(Text)
    record_changed: Mapped[bool] = mapped_column(Boolean)

    unit_id: Mapped[str] = mapped_column(Text)
    unit_name: Mapped[str] = mapped_column(Text)
    encounter_class: Mapped[EncounterClass] = mapped_column(EnumText(EncounterClass))
    encounter_type: Mapped[EncounterType] = mapped_column(EnumText(EncounterType))
    started_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    ended_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    contact_form: Mapped[str] = mapped_column(Text)
    legal_form: Mapped[str] = mapped_column(Text)
    discharge_mode: Mapped[str] = mapped_column(Text)
    referral: Mapped[str] = mapped_column(Text)
    professions: Mapped[list[str]] = mapped_column(JSON)
    mother_id: Mapped[str | None] = mapped_column(ByteOrdered)
    source: Mapped[str] = mapped_column(Text)

    patient_number: Mapped[str] = mapped_column(ByteOrdered)
    number_kind: Mapped[IdentityKind] = mapped_column(EnumText(IdentityKind))
    number_is_valid: Mapped[bool] = mapped_column(Boolean)
    number_birth_date: Mapped[date | None] = mapped_column(Date)
    number_sex: Mapped[str | None] = mapped_column(Text)
    patient_name: Mapped[str] = mapped_column(Text)
    sex: Mapped[Sex] = mapped_column(EnumText(Sex))
    birth_date: Mapped[date | None] = mapped_column(Date)
    protection: Mapped[Protection] = mapped_column(EnumText(Protection))

    diagnoses: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    procedures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    overrides: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    contact: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")

    country: Mapped[str] = mapped_column(ByteOrdered, server_default="", default="")
    norwegian: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    park_until: Mapped[date | None] = mapped_column(Date)
    assigned_to: Mapped[str] = mapped_column(ByteOrdered, server_default="", default="")
    assigned_name: Mapped[str] = mapped_column(Text, server_default="", default="")

    # Derived, for the work list.
    principal: Mapped[str] = mapped_column(ByteOrdered)
    turn: Mapped[int] = mapped_column(SmallInteger)
    status_order: Mapped[int] = mapped_column(SmallInteger)
    waiting_since: Mapped[datetime] = mapped_column(LocalMoment)
    unit_label: Mapped[str] = mapped_column(Text)
    #: Sort key and label: one key a label, so that the key alone picks a unit.
    unit_key: Mapped[str] = mapped_column(ByteOrdered)
    patient_key: Mapped[str] = mapped_column(ByteOrdered)
    filter_text: Mapped[str] = mapped_column(ByteOrdered)
    assigned_key: Mapped[str] = mapped_column(ByteOrdered, server_default="", default="")
    #: What the record adds to the guess of complexity; written with the record (`RecordPoints`).
    record_points: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    complexity: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)

    codes: Mapped[list[AssignedCodeRow]] = relationship(
        order_by="AssignedCodeRow.position", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
    __table_args__ = (
        # Holds what the filters ask for, so that a list filtered by words reads the index alone;
        # words have indexes of their own besides (migrations 0017 and 0018).
        Index("ix_encounter_turn", *_TURN, "unit_key", *_ASKED_BY_RULES, "filter_text"),
        Index("ix_encounter_status_order", "status_order", "waiting_since", "id"),
        # What rules of the work list ask for, without the long texts: counted from the index.
        Index("ix_encounter_work", *_TURN, "unit_key", *_ASKED_BY_RULES),
        Index("ix_encounter_unit_key", "unit_key", *_TURN, *_ASKED_BY_RULES, "filter_text"),
        Index("ix_encounter_complexity", "complexity", *_TURN),
        Index("ix_encounter_assigned_key", "assigned_key", *_TURN),
        Index("ix_encounter_assigned_to", "assigned_to", *_TURN),
        Index("ix_encounter_encounter_class", "encounter_class", "turn", "waiting_since", "id"),
        Index("ix_encounter_encounter_type", "encounter_type", "turn", "waiting_since", "id"),
        Index("ix_encounter_started_at", "started_at", "id"),
        Index("ix_encounter_ended_at", "ended_at", "id"),
        Index("ix_encounter_patient_key", "patient_key", "patient_number", "id"),
        Index("ix_encounter_patient_number", "patient_number", "waiting_since"),
        Index("ix_encounter_mother_id", "mother_id"),
    )


class RecordPoints(Base):
    """The derived columns that follow the record: writing them makes no new version."""

    __table__ = EncounterRow.__table__
    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy's own form
        "include_properties": ["id", "record_points", "complexity"]
    }

    id: Mapped[str]
    record_points: Mapped[int]
    complexity: Mapped[int]


class PatientMask(Base):
    """What a protection hides of a person in an event: masking it makes no new version."""

    __table__ = EncounterRow.__table__
    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy's own form
        "include_properties": [
            "id",
            "patient_number",
            "protection",
            "patient_key",
            "principal",
            "unit_label",
            "filter_text",
        ]
    }

    id: Mapped[str]
    patient_number: Mapped[str]
    protection: Mapped[Protection]
    patient_key: Mapped[str]
    principal: Mapped[str]
    unit_label: Mapped[str]
    filter_text: Mapped[str]


class AssignedCodeRow(Base):
    """One code of one event, in the order of screen and print."""

    __tablename__ = "assigned_code"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    system: Mapped[CodeSystem] = mapped_column(EnumText(CodeSystem))
    code: Mapped[str] = mapped_column(ByteOrdered)
    part: Mapped[Part] = mapped_column(EnumText(Part))
    #: The row of the diagnosis or procedure, and the place within that part.
    row: Mapped[int] = mapped_column(Integer)
    index: Mapped[int] = mapped_column(Integer)
    is_principal: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index("ix_assigned_code_code", "system", "code"),)


class SaveRow(Base):
    """One save that was carried out, so that its repetition is recognised."""

    __tablename__ = "save"

    save_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    encounter_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    version: Mapped[int] = mapped_column(Integer)
