"""Codes that a person keeps at hand: favourites, and sets that are used together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.codes import CodeSystem


@dataclass(frozen=True, slots=True)
class Favourite:
    """A code that a person keeps at hand."""

    person_id: str
    system: CodeSystem
    code: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class CodeSetItem:
    """One code of a set."""

    system: CodeSystem
    code: str
    #: Whether the code is meant as principal diagnosis where the event has none.
    is_principal: bool = False
    #: The code of the item that this one hangs on: an external cause, an ATC or an add-on code.
    under: str = ""


class SetScope(StrEnum):
    """Who may use a template."""

    PERSONAL = "personal"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A template (kodmall): codes that are put on an event in one gesture."""

    id: str
    name: str
    #: Whoever made it; empty for one that all share.
    owner_id: str
    items: tuple[CodeSetItem, ...]
    changed_at: datetime
    #: The day on which somebody is to look it over; None for never.
    review_on: date | None = None

    @property
    def scope(self) -> SetScope:
        """Who may use it."""
        return SetScope.PERSONAL if self.owner_id else SetScope.SHARED
