"""Tables of who works here: people, their claims and views, and the log of opened patients."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.access import AccessKind, Role
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class PersonRow(Base):
    """A user of the program."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(ByteOrdered)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    units: Mapped[list[str]] = mapped_column(JSON)


class ClaimRow(Base):
    """A person's hold on an event; the lease runs on the database's clock."""

    __tablename__ = "claim"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(ByteOrdered)
    person_name: Mapped[str] = mapped_column(Text)
    person_key: Mapped[str] = mapped_column(ByteOrdered)
    #: Milliseconds since 1970 (UTC).
    expires_ms: Mapped[int] = mapped_column(BigInteger, index=True)


class AccessRow(Base):
    """One line of the access log; a trigger refuses changes."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(LocalMoment)
    person_id: Mapped[str] = mapped_column(ByteOrdered)
    person_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[AccessKind] = mapped_column(EnumText(AccessKind))
    encounter_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    patient_number: Mapped[str] = mapped_column(ByteOrdered, index=True)


class SavedViewRow(Base):
    """A named work-list query of one person."""

    __tablename__ = "saved_view"

    person_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name_key: Mapped[str] = mapped_column(ByteOrdered)
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
