"""The table of signed versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, LocalMoment


class SignedVersionRow(Base):
    """One signed state, whole, as JSON; a trigger refuses changes."""

    __tablename__ = "signed_version"

    encounter_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("encounter.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Beside the snapshot, for questions over many versions.
    signer_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    signed_at: Mapped[datetime] = mapped_column(LocalMoment, index=True)
    rule_set: Mapped[str] = mapped_column(Text)
