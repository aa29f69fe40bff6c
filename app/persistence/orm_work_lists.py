"""The table of saved work-list rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered


class WorkListRuleRow(Base):
    """A rule of the work list under its name."""

    __tablename__ = "work_list_rule"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(ByteOrdered)
    #: Empty for a list that all share.
    owner_id: Mapped[str] = mapped_column(ByteOrdered, index=True)
    saved_by: Mapped[str] = mapped_column(ByteOrdered)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
