"""Saved rules of the work list: what a list holds, said so that it holds on any day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.access import Person, Role
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.complexity import Complexity
from app.domain.encounter import Status
from app.domain.reporting_window import latest_end
from app.domain.work_list import SortKey, WorkListQuery

#: Events in these states wait for a coder; the parked among them once their day has come.
WAITING = (Status.READY, Status.REOPENED, Status.DRAFT, Status.PARKED)
UNSIGNED = tuple(status for status in Status if status is not Status.SIGNED)


class ListState(StrEnum):
    """How far the events of a list have come."""

    WAITING = "waiting"
    UNSIGNED = "unsigned"
    RETURNED = "returned"
    PARKED = "parked"
    ALL = "all"


STATE_LABEL = {
    ListState.WAITING: "Väntar på kodning",
    ListState.UNSIGNED: "Alla utom signerade",
    ListState.RETURNED: "Parkerade som ska tas upp",
    ListState.PARKED: "Parkerade",
    ListState.ALL: "Alla",
}
_STATUSES = {
    ListState.WAITING: WAITING,
    ListState.UNSIGNED: UNSIGNED,
    ListState.RETURNED: (Status.PARKED,),
    ListState.PARKED: (Status.PARKED,),
    ListState.ALL: (),
}
_FOLLOWS_PARKING = (ListState.WAITING, ListState.RETURNED)


class Whose(StrEnum):
    """To whom the events of a list are assigned."""

    ANYBODY = "anybody"
    MINE = "mine"
    NOBODY = "nobody"


WHOSE_LABEL = {
    Whose.ANYBODY: "Alla",
    Whose.MINE: "Tilldelade mig",
    Whose.NOBODY: "Inte tilldelade någon",
}


class ListOrder(StrEnum):
    """In which order a list is worked through."""

    TURN = "turn"
    OLDEST = "oldest"
    NEWEST = "newest"
    EASIEST = "easiest"
    HARDEST = "hardest"
    UNIT = "unit"


ORDER_LABEL = {
    ListOrder.TURN: "Arbetsordning",
    ListOrder.OLDEST: "Kortast tid kvar först",
    ListOrder.NEWEST: "Senast avslutade först",
    ListOrder.EASIEST: "Få koder först",
    ListOrder.HARDEST: "Många koder först",
    ListOrder.UNIT: "Enhet",
}
_SORT = {
    ListOrder.TURN: (SortKey.TURN, False),
    ListOrder.OLDEST: (SortKey.END, False),
    ListOrder.NEWEST: (SortKey.END, True),
    ListOrder.EASIEST: (SortKey.COMPLEXITY, False),
    ListOrder.HARDEST: (SortKey.COMPLEXITY, True),
    ListOrder.UNIT: (SortKey.UNIT, False),
}


@dataclass(frozen=True, slots=True)
class WorkListRule:
    """What a list holds. Empty or None means no restriction."""

    units: tuple[str, ...] = ()
    classes: tuple[EncounterClass, ...] = ()
    types: tuple[EncounterType, ...] = ()
    complexities: tuple[Complexity, ...] = ()
    state: ListState = ListState.WAITING
    whose: Whose = Whose.ANYBODY
    #: Days of the calendar since the event ended.
    least_age: int | None = None
    most_age: int | None = None
    #: Days left of the reporting window, both ends counted in; negative once it has passed.
    least_left: int | None = None
    most_left: int | None = None
    #: Words that the list is filtered on; may be a name, so it is in no `repr`.
    text: str = field(default="", repr=False)
    order: ListOrder = ListOrder.TURN

    def query(self, person: Person, today: date) -> WorkListQuery:
        """Return what the rule asks of the list on a day, for the person who looks."""
        sort, descending = _SORT[self.order]
        mine = {Whose.MINE: person.id, Whose.NOBODY: "", Whose.ANYBODY: None}
        return WorkListQuery(
            text=self.text,
            statuses=_STATUSES[self.state],
            units=self.units,
            classes=self.classes,
            include_changed=self.state is ListState.UNSIGNED,
            types=self.types,
            complexities=self.complexities,
            assigned_to=mine[self.whose],
            ended_from=self._ended_from(today),
            ended_until=self._ended_until(today),
            due_by=today if self.state in _FOLLOWS_PARKING else None,
            sort=sort,
            descending=descending,
        )

    def _ended_from(self, today: date) -> date | None:
        days = []
        if self.most_age is not None:
            days.append(today - timedelta(days=self.most_age))
        if self.least_left is not None:
            days.append(latest_end(self.least_left - 1, today) + timedelta(days=1))
        return max(days, default=None)

    def _ended_until(self, today: date) -> date | None:
        days = []
        if self.least_age is not None:
            days.append(today - timedelta(days=self.least_age))
        if self.most_left is not None:
            days.append(latest_end(self.most_left, today))
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class WorkListName:
    """A rule under its name: a person's own, shared by all, or one that everybody has."""

    id: str
    name: str
    rule: WorkListRule
    #: Empty for a list that all share.
    owner_id: str = ""
    #: Who saved it; empty for a standard list.
    saved_by: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether all see it."""
        return not self.owner_id

    @property
    def is_standard(self) -> bool:
        """Whether it comes with the program, and can be neither changed nor removed."""
        return self.id.startswith(STANDARD)

    def may_be_changed_by(self, person: Person) -> bool:
        """Whether the person may save or remove it: its owner, who shared it, or the lead."""
        if self.is_standard:
            return False
        return person.id in (self.owner_id, self.saved_by) or (
            self.is_shared and person.role is Role.LEAD
        )


#: Ids of standard lists begin so.
STANDARD = "standard-"


def standard_lists(units: tuple[str, ...] = ()) -> tuple[WorkListName, ...]:
    """Return the lists that everybody has, within the person's units where there are any."""
    oldest = ListOrder.OLDEST
    rules = (
        ("unsigned", "Alla utom signerade", WorkListRule(units, state=ListState.UNSIGNED)),
        ("waiting", "Väntar på kodning", WorkListRule(units)),
        ("mine", "Tilldelade mig", WorkListRule(whose=Whose.MINE)),
        ("soon", "Snart försenade", WorkListRule(units, least_left=0, most_left=14, order=oldest)),
        ("overdue", "Försenade", WorkListRule(units, most_left=-1, order=oldest)),
        ("returned", "Parkerade att ta upp", WorkListRule(units, state=ListState.RETURNED)),
    )
    return tuple(WorkListName(STANDARD + key, name, rule) for key, name, rule in rules)
