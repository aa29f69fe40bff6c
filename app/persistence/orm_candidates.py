"""The table of what was decided of sentences of KVÅ that could be rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.procedure_candidate import CandidateKind
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class ProcedureCandidateRow(Base):
    """A sentence, and that it was accepted or declined."""

    __tablename__ = "procedure_candidate"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    code: Mapped[str] = mapped_column(ByteOrdered)
    kind: Mapped[CandidateKind] = mapped_column(EnumText(CandidateKind))
    quote: Mapped[str] = mapped_column(Text)
    others: Mapped[list[str]] = mapped_column(JSON)
    is_accepted: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str] = mapped_column(ByteOrdered)
    person: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(LocalMoment)
