"""Column types that both databases treat alike."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)

#: Text in byte order: ids, keys and values that are sorted or compared, never by a locale.
ByteOrdered = String().with_variant(String(collation="C"), "postgresql")


class EnumText(TypeDecorator[E]):
    """A `StrEnum`, stored as its value."""

    impl = ByteOrdered
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the value of the member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:  # noqa: ARG002
        """Return the member."""
        return None if value is None else self.kind(value)


class LocalMoment(TypeDecorator[datetime]):
    """A moment on the wall clock of care, without zone, as records and files write it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Move a moment with a zone to the local clock; no zone is stored."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone().replace(tzinfo=None)


class ForeignText(TypeDecorator[str]):
    """Text from a broken file, kept to the last character, even those no text column takes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Store as bytes."""
        return None if value is None else value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return as text."""
        return None if value is None else bytes(value).decode("utf-8", "surrogatepass")
