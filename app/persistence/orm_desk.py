"""Tables of what a person's desk remembers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered


class DeskMemoryRow(Base):
    """One thing that a desk remembers of one person."""

    __tablename__ = "desk_memory"

    person_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(JSON)


class UndoRow(Base):
    """The steps of one event on somebody's desk, as of one stored version."""

    __tablename__ = "undo_steps"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(ByteOrdered)
    version: Mapped[int] = mapped_column(Integer)
    #: JSON in UTF-8, packed with zlib: the states of one event are much alike.
    steps: Mapped[bytes] = mapped_column(LargeBinary)
