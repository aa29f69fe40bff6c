"""The table of the terms that the workplace added to the search."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import CodeSystem
from app.domain.local_term import LocalTermKind, TermState
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class LocalTermRow(Base):
    """A proposed term and what became of it."""

    __tablename__ = "local_term"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    term: Mapped[str] = mapped_column(Text)
    term_key: Mapped[str] = mapped_column(ByteOrdered)
    #: Codes or words, best first, with `|` between them.
    target: Mapped[str] = mapped_column(Text)
    #: NULL for words that are looked for in every system.
    system: Mapped[CodeSystem | None] = mapped_column(EnumText(CodeSystem))
    kind: Mapped[LocalTermKind] = mapped_column(EnumText(LocalTermKind))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[TermState] = mapped_column(EnumText(TermState), index=True)
    proposed_by_id: Mapped[str] = mapped_column(ByteOrdered)
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(LocalMoment)
    #: Empty, and no moment, while nobody has judged it.
    judged_by_id: Mapped[str] = mapped_column(ByteOrdered)
    judged_by: Mapped[str] = mapped_column(Text)
    judged_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    reason: Mapped[str] = mapped_column(Text)
    #: Both empty for a term of this workplace.
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(ByteOrdered)
    approved_elsewhere: Mapped[bool] = mapped_column(Boolean)
