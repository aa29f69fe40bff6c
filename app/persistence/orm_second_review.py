"""Tables of second reviews."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKeyConstraint, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.second_review import ReviewState, SampleKind
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class ReviewSampleRow(Base):
    """How events were drawn for second review."""

    __tablename__ = "review_sample"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[SampleKind] = mapped_column(EnumText(SampleKind))
    percent: Mapped[int] = mapped_column(SmallInteger)
    rule_id: Mapped[str] = mapped_column(ByteOrdered)
    coder_id: Mapped[str] = mapped_column(ByteOrdered)
    unit: Mapped[str] = mapped_column(Text)
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime | None] = mapped_column(LocalMoment)


class SecondReviewRow(Base):
    """One drawn event and its blind coding."""

    __tablename__ = "second_review"
    __table_args__ = (
        ForeignKeyConstraint(
            ["encounter_id", "number"],
            ["signed_version.encounter_id", "signed_version.number"],
            name="fk_second_review_encounter_id_signed_version",
            ondelete="CASCADE",
        ),
    )

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    sample_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    position: Mapped[int] = mapped_column(Integer)
    encounter_id: Mapped[str] = mapped_column(ByteOrdered)
    number: Mapped[int] = mapped_column(Integer)
    coder_id: Mapped[str] = mapped_column(ByteOrdered)
    state: Mapped[ReviewState] = mapped_column(EnumText(ReviewState))
    reviewer_id: Mapped[str] = mapped_column(ByteOrdered)
    coding: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(Integer)
    last_save_id: Mapped[str] = mapped_column(ByteOrdered)
    done_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    remark: Mapped[str] = mapped_column(Text)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - SQLAlchemy's own form
