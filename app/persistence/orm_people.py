"""Tables of who works here: people, their claims, favourites and templates, and the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.access import AccessKind, Role
from app.domain.codes import CodeSystem
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
    #: Empty while the person works here.
    left_on: Mapped[date | None] = mapped_column(Date)


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


class FavouriteRow(Base):
    """A code that a person keeps at hand."""

    __tablename__ = "favourite"

    person_id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    system: Mapped[CodeSystem] = mapped_column(EnumText(CodeSystem), primary_key=True)
    code: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    added_at: Mapped[datetime] = mapped_column(LocalMoment)


class CodeSetRow(Base):
    """A template: codes that are put on an event together."""

    __tablename__ = "code_set"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(ByteOrdered)
    #: Empty for a set that all share.
    owner_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(LocalMoment)
    #: The day on which somebody is to look it over; empty for never.
    review_on: Mapped[date | None] = mapped_column(Date)
