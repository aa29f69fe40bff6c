"""Where a code is in use: what a change of the code would touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.encounter import Status


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A code that an event carries; several parts of an event that carry it are one use."""

    code: str
    encounter_id: str
    status: Status
    #: The day that picks the edition; None while the event has no end.
    end_day: date | None
    is_principal: bool = False
