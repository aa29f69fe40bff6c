"""What becomes of signed groups when they are made again by other definition tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.version import SignedGroup, SignedVersion


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A signed event and its group by other tables."""

    encounter_id: str
    number: int
    signed_at: datetime
    #: The group that was stored; None where none was.
    old: SignedGroup | None
    new: SignedGroup
    #: What made the difference, as one Swedish sentence; empty where the group is the same.
    reason: str = ""

    @property
    def is_other(self) -> bool:
        """Whether the group is another, or one was stored and now is not, or the other way."""
        return (self.old.drg if self.old is not None else "") != self.new.drg


class SignedEvents(Protocol):
    """The latest signed versions, for questions over all of them."""

    def count(self, since: datetime | None = None) -> int:
        """Tell how many events have a version signed at that time or later."""
        ...

    def latest(self, since: datetime | None = None) -> Iterator[SignedVersion]:
        """Yield the latest version of each signed event in order of their ids, a page at a time.

        Memory does not grow with their number.
        """
        ...
