"""Tables of the rows that could not be imported, and of small facts of the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, ForeignText, LocalMoment


class QuarantineRow(Base):
    """A rejected row or message, kept for another try."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(ForeignText)
    at: Mapped[datetime] = mapped_column(LocalMoment)


class FactRow(Base):
    """A small fact of the database itself."""

    __tablename__ = "fact"

    key: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    value: Mapped[str] = mapped_column(Text)
