"""Tables of statistics: a narrow row for each signature, and texts that found nothing."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered


class SignedFactRow(Base):
    """One signature as it is counted; derived from the version in the same transaction."""

    __tablename__ = "signed_fact"
    __table_args__ = (
        ForeignKeyConstraint(
            ["encounter_id", "number"],
            ["signed_version.encounter_id", "signed_version.number"],
            name="fk_signed_fact_encounter_id_signed_version",
            ondelete="CASCADE",
        ),
        # Hold all that is counted, so that an index alone is read: of everybody, of one person.
        Index(
            "ix_signed_fact_day", "day", "hour", "unit", "diagnoses", "procedures", "drugs",
            "waited",
        ),
        Index(
            "ix_signed_fact_signer_id", "signer_id", "day", "hour", "unit", "diagnoses",
            "procedures", "drugs", "waited",
        ),
    )  # fmt: skip

    encounter_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    signer_id: Mapped[str] = mapped_column(ByteOrdered)
    unit: Mapped[str] = mapped_column(ByteOrdered)
    #: Of the signature, `2026-03-01`.
    day: Mapped[str] = mapped_column(ByteOrdered)
    hour: Mapped[int] = mapped_column(SmallInteger)
    diagnoses: Mapped[int] = mapped_column(SmallInteger)
    procedures: Mapped[int] = mapped_column(SmallInteger)
    drugs: Mapped[int] = mapped_column(SmallInteger)
    #: Whole days from the end of the event; -1 where the end is not known.
    waited: Mapped[int] = mapped_column(Integer)


class SearchMissRow(Base):
    """A text that found nothing, counted by month and person."""

    __tablename__ = "search_miss"

    month: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    person_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    text: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
