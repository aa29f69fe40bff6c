"""The table of imported NordDRG definition tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.drg_tables import TableLayout
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class DrgTableSetRow(Base):
    """A set of definition tables; its rows are one packed document."""

    __tablename__ = "drg_table_set"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    country: Mapped[str] = mapped_column(ByteOrdered)
    version: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    layout: Mapped[TableLayout] = mapped_column(EnumText(TableLayout))
    rules: Mapped[int] = mapped_column(Integer)
    checksum: Mapped[str] = mapped_column(ByteOrdered, unique=True)
    source: Mapped[str] = mapped_column(Text)
    imported_by: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    remarks: Mapped[list[Any]] = mapped_column(JSON)
    #: JSON in UTF-8, packed with zlib.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
