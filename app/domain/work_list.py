"""The list of events that wait for coding, as rows a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.complexity import Complexity
from app.domain.encounter import Assignee, Status
from app.domain.reporting_window import Urgency, days_left, urgency


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
    park_until: date | None = None
    assigned: Assignee | None = None
    complexity: Complexity = Complexity.FEW

    def days_waiting(self, now: datetime) -> int | None:
        """Days of the calendar since the event ended; None while it is open or once it is signed.

        A night when the clock is changed counts as any other.
        """
        if self.end is None or self.status is Status.SIGNED:
            return None
        return max(0, (now.date() - self.end.date()).days)

    def days_left(self, now: datetime) -> int | None:
        """Days left of the reporting window, negative once it has passed; None as for waiting."""
        if self.end is None or self.status is Status.SIGNED:
            return None
        return days_left(self.end.date(), now.date())

    def urgency(self, now: datetime) -> Urgency:
        """How the reporting window is to be marked."""
        left = self.days_left(now)
        return Urgency.NONE if left is None else urgency(left)

    def is_due(self, now: datetime) -> bool:
        """Whether the event is parked and the day has come to take it up again."""
        until = self.park_until if self.status is Status.PARKED else None
        return until is not None and until <= now.date()


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
    COMPLEXITY = "complexity"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class WorkListQuery:
    """What the work list shows: filters, order. Empty means no restriction.

    Days are those of the calendar; a rule (`work_list_rule`) counts them from today.
    """

    text: str = ""
    statuses: tuple[Status, ...] = ()
    units: tuple[str, ...] = ()
    classes: tuple[EncounterClass, ...] = ()
    claimed_by: str = ""
    #: Show signed events whose record has changed, whatever the statuses ask for.
    include_changed: bool = False
    types: tuple[EncounterType, ...] = ()
    complexities: tuple[Complexity, ...] = ()
    #: The id of a person; empty for the events that nobody has; None for all.
    assigned_to: str | None = None
    ended_from: date | None = None
    ended_until: date | None = None
    #: Only these events, whatever else they are.
    ids: tuple[str, ...] = ()
    #: Of the parked events only those that were to be taken up on this day or before.
    due_by: date | None = None
    sort: SortKey = SortKey.TURN
    descending: bool = False
