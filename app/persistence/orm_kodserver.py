"""The tables that hold Kodserver, local lists and regional decisions.

Each is filled whole from one file and never changed row by row; `imported_table` remembers
which file that was.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, LocalMoment


class ImportedTableRow(Base):
    """The latest import of a Kodserver table, the combinations, block list or rule switches."""

    __tablename__ = "imported_table"

    name: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(ByteOrdered)
    rows: Mapped[int] = mapped_column(Integer)
    imported_at: Mapped[datetime] = mapped_column(LocalMoment)
    imported_by: Mapped[str] = mapped_column(Text)


class KodserverCodeRow(Base):
    """One row of a Kodserver table, in the order of the file."""

    __tablename__ = "kodserver_code"
    __table_args__ = (Index("ix_kodserver_code_code_key", "table_name", "code_key"),)

    table_name: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Text)
    #: The code as it is compared.
    code_key: Mapped[str] = mapped_column(ByteOrdered)
    text: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class KodserverCombinationRow(Base):
    """A rate, visit type and profession that go together."""

    __tablename__ = "kodserver_combination"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rate: Mapped[str] = mapped_column(Text)
    visit_type: Mapped[str] = mapped_column(Text)
    profession: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class LocalListRow(Base):
    """One imported local list; written once, removed whole."""

    __tablename__ = "local_list"

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(ByteOrdered)
    system_label: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date] = mapped_column(Date)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(ByteOrdered)
    #: Which column was read as what.
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    rows: Mapped[int] = mapped_column(Integer)
    imported_at: Mapped[datetime] = mapped_column(LocalMoment)
    imported_by: Mapped[str] = mapped_column(Text)


class LocalCodeRow(Base):
    """One code of a local list, in the order of the file."""

    __tablename__ = "local_code"
    __table_args__ = (Index("ix_local_code_code_key", "list_id", "code_key"),)

    list_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("local_list.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Text)
    code_key: Mapped[str] = mapped_column(ByteOrdered)
    text: Mapped[str] = mapped_column(Text)
    #: The text in small letters, for a search that knows å, ä and ö in both databases.
    text_key: Mapped[str] = mapped_column(ByteOrdered)
    valid_from: Mapped[date | None] = mapped_column(Date)


class RegionalBlockRow(Base):
    """One row of the regional block list."""

    __tablename__ = "regional_block"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    codes: Mapped[str] = mapped_column(ByteOrdered)
    kind: Mapped[str] = mapped_column(ByteOrdered)
    other: Mapped[str] = mapped_column(ByteOrdered)
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class RegionalSwitchRow(Base):
    """A region's decision about one rule."""

    __tablename__ = "regional_switch"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_id: Mapped[str] = mapped_column(ByteOrdered)
    act: Mapped[str] = mapped_column(ByteOrdered)
    severity: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
