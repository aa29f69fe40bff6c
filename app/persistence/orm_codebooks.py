"""The tables that hold imported codebook editions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.concept import EditionState
from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, EnumText, LocalMoment


class EditionRow(Base):
    """One imported edition of a code system; only its state changes, and it is removed whole."""

    __tablename__ = "edition"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    system: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    #: Name and SHA-256 of every file it was read from.
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: Number of concepts per level, and of codes below each concept of the top level.
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    chapter_counts: Mapped[dict[str, int]] = mapped_column(JSON)
    content_sha256: Mapped[str] = mapped_column(ByteOrdered)
    state: Mapped[EditionState] = mapped_column(EnumText(EditionState))
    imported_at: Mapped[datetime | None] = mapped_column(LocalMoment)
    imported_by: Mapped[str] = mapped_column(String(200))


class ConceptRow(Base):
    """One concept of an edition, in the order of the files.

    The key is edition and position, not edition and code: rows then arrive in key order,
    which keeps the bulk insert and the full load sequential. Codes are unique all the same:
    the import checks them before the first row is written.
    """

    __tablename__ = "concept"

    edition_id: Mapped[str] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(16))
    parent: Mapped[str | None] = mapped_column(String(40))
    mark: Mapped[str] = mapped_column(String(1))
    may_be_principal: Mapped[bool] = mapped_column(Boolean)
    is_leaf: Mapped[bool] = mapped_column(Boolean)
    description: Mapped[str] = mapped_column(Text)
    #: Codes and ranges that the mark links to, one a line.
    partners: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    #: The last day of a retired code.
    valid_to: Mapped[date | None] = mapped_column(Date)


class ConceptNoteRow(Base):
    """One note beside a code of an edition; `position` counts the notes of a code from 0."""

    __tablename__ = "concept_note"

    edition_id: Mapped[str] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    #: Codes and ranges that the text names, one a line.
    links: Mapped[str] = mapped_column(Text)


class ProductRow(Base):
    """One medicinal product, in the order of the file."""

    __tablename__ = "product"
    __table_args__ = (Index("ix_product_atc", "atc"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(ByteOrdered)
    atc: Mapped[str] = mapped_column(ByteOrdered)
    substances: Mapped[str] = mapped_column(Text)
    strength: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
