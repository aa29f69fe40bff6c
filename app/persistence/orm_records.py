"""Tables of the record that is read beside the codes of an event."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import CodeSystem
from app.domain.record import MeasurementKind, ProposalState
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class DocumentRow(Base):
    """One note."""

    __tablename__ = "record_document"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(ByteOrdered)
    title: Mapped[str] = mapped_column(Text)
    time: Mapped[datetime | None] = mapped_column(LocalMoment)
    author_role: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class MedicationRow(Base):
    """One drug on the patient's list."""

    __tablename__ = "medication"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(ByteOrdered)
    atc: Mapped[str] = mapped_column(ByteOrdered)
    name: Mapped[str] = mapped_column(Text)
    substance: Mapped[str] = mapped_column(Text)
    start: Mapped[date | None] = mapped_column("start_date", Date)
    end: Mapped[date | None] = mapped_column("end_date", Date)
    reason: Mapped[str] = mapped_column(Text)
    dosage: Mapped[str] = mapped_column(Text)


class MeasurementRow(Base):
    """One value from the laboratory or the bedside."""

    __tablename__ = "measurement"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(ByteOrdered)
    kind: Mapped[MeasurementKind] = mapped_column(EnumText(MeasurementKind))
    name: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column("value_text", Text)
    unit: Mapped[str] = mapped_column(Text)
    time: Mapped[datetime | None] = mapped_column("measured_at", LocalMoment)
    reference: Mapped[str] = mapped_column("reference_interval", Text)
    is_outside: Mapped[bool] = mapped_column(Boolean)
    group: Mapped[str] = mapped_column("group_name", Text)
    comment: Mapped[str] = mapped_column("comment_text", Text)
    document_id: Mapped[str] = mapped_column(ByteOrdered)


class ProposalRow(Base):
    """A code that stands in the record, and what the coder did with it."""

    __tablename__ = "proposal"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(ByteOrdered)
    system: Mapped[CodeSystem] = mapped_column(EnumText(CodeSystem))
    code: Mapped[str] = mapped_column(ByteOrdered)
    text: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str] = mapped_column(ByteOrdered)
    state: Mapped[ProposalState] = mapped_column(EnumText(ProposalState))
