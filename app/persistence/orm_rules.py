"""The tables about rules: findings at signing, a region's customs, the workplace's switches."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, LocalMoment


class SignedFindingRow(Base):
    """One finding that a signed version carried, for questions over many versions.

    It is derived from the version in the same transaction, and goes when the version does.
    """

    __tablename__ = "signed_finding"
    __table_args__ = (
        ForeignKeyConstraint(
            ["encounter_id", "number"],
            ["signed_version.encounter_id", "signed_version.number"],
            name="fk_signed_finding_encounter_id_signed_version",
            ondelete="CASCADE",
        ),
        # Holds all that is counted, so that the index alone is read.
        Index("ix_signed_finding_month", "month", "rule_id", "severity", "is_overridden", "reason"),
    )

    encounter_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    #: Of the signature: `2026-03`.
    month: Mapped[str] = mapped_column(ByteOrdered)
    rule_id: Mapped[str] = mapped_column(ByteOrdered)
    severity: Mapped[int] = mapped_column(Integer)
    #: With spaces between.
    codes: Mapped[str] = mapped_column(ByteOrdered)
    is_overridden: Mapped[bool] = mapped_column(Boolean)
    #: One of the short list, or what stands for free words; never the words themselves.
    reason: Mapped[str] = mapped_column(ByteOrdered)


class PairOrderRow(Base):
    """Which half of some dagger–asterisk pairs a region wants first."""

    __tablename__ = "regional_pair_order"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    codes: Mapped[str] = mapped_column(ByteOrdered)
    first: Mapped[str] = mapped_column(ByteOrdered)
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class DeepeningRow(Base):
    """Codes that a region wants at their finest level."""

    __tablename__ = "regional_deepening"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    codes: Mapped[str] = mapped_column(ByteOrdered)
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class WorkplaceSwitchRow(Base):
    """A rule that this workplace has switched off, by whom and why."""

    __tablename__ = "workplace_switch"

    rule_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    act: Mapped[str] = mapped_column(ByteOrdered)
    severity: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(LocalMoment)
    decided_by: Mapped[str] = mapped_column(Text)
