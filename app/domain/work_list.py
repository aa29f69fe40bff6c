"""The list of events that wait for coding, as rows a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Status


@dataclass(frozen=True, slots=True)
class WorkListRow:
    """One event in the list; the patient is masked where protected."""

    id: str
    status: Status
    unit: str
    encounter_class: EncounterClass
    encounter_type: EncounterType
    start: datetime | None
    end: datetime | None
    patient_number: str = field(repr=False)
    patient_name: str = field(repr=False)
    principal: str = ""
    claimed_by: str = ""
    status_reason: str = field(default="", repr=False)
    record_changed: bool = False

    def days_waiting(self, now: datetime) -> int | None:
        """Whole days since the event ended; None while it is open or once it is signed."""
        if self.end is None or self.status is Status.SIGNED:
            return None
        return max(0, (now - self.end).days)


class SortKey(StrEnum):
    """Columns that the work list can be ordered by."""

    #: Closed and unclassified first, oldest first: the order of work.
    TURN = "turn"
    STATUS = "status"
    UNIT = "unit"
    CLASS = "class"
    TYPE = "type"
    START = "start"
    END = "end"
    PATIENT = "patient"
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class WorkListQuery:
    """What the work list shows: filters, order. Empty means no restriction."""

    text: str = ""
    statuses: tuple[Status, ...] = ()
    units: tuple[str, ...] = ()
    classes: tuple[EncounterClass, ...] = ()
    claimed_by: str = ""
    #: Show signed events whose record has changed, whatever the statuses ask for.
    include_changed: bool = False
    sort: SortKey = SortKey.TURN
    descending: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named work-list query of one person."""

    name: str
    query: WorkListQuery
