"""The table of questions to clinicians."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.clinician_query import QueryState
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class ClinicianQueryRow(Base):
    """One question with its answer. No foreign key: it outlives an event that is taken away."""

    __tablename__ = "clinician_query"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    encounter_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    event_day: Mapped[date | None] = mapped_column(Date)
    unit: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    asked_by_name: Mapped[str] = mapped_column(Text)
    #: Empty for a question to everybody of the unit.
    asked_to_id: Mapped[str] = mapped_column(ByteOrdered)
    asked_to_name: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_state: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(LocalMoment)
    due: Mapped[date] = mapped_column(Date)
    state: Mapped[QueryState] = mapped_column(EnumText(QueryState))
    answer: Mapped[str] = mapped_column(Text)
    diagnosis_text: Mapped[str] = mapped_column(Text)
    proposed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answered_by_id: Mapped[str] = mapped_column(ByteOrdered)
    answered_by_name: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    is_late: Mapped[bool] = mapped_column(Boolean)
    is_settled: Mapped[bool] = mapped_column(Boolean)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
    __table_args__ = (Index("ix_clinician_query_state", "state", "due", "asked_at", "id"),)
