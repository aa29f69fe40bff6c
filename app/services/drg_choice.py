"""Which definition tables an event is grouped by, and what the workplace has said about that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from app.domain.access import Person
from app.domain.codebook_ports import CodebookLibrary
from app.domain.drg_ports import DrgTableSet
from app.domain.encounter import Encounter
from app.domain.errors import NotFoundError, StorageError
from app.domain.period import Period
from app.domain.permissions import Act
from app.domain.ports import UnitOfWork
from app.services.context import AppContext
from app.services.permissions import refuse_in

#: Facts of the database: which sets go first, and whether the nearest set will do.
_DEFAULTS, _NEAREST = "drg.defaults", "drg.nearest"
#: Fact of a person: the group is shown beside the codes.
_PANEL = "drg.panel.{}"
#: The country of an event that tells none.
HOME = "SE"


@dataclass(frozen=True, slots=True)
class TableChoices:
    """The imported sets, and what the workplace has said about them."""

    sets: tuple[DrgTableSet, ...] = ()
    #: Ids of sets that go before others of the same country and time.
    defaults: frozenset[str] = frozenset()
    #: Whether the nearest set is used where none covers the day.
    takes_nearest: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """The set for an event, or why there is none."""

    tables: DrgTableSet | None = None
    #: The set covers another time than the event.
    is_nearest: bool = False
    #: The nearest set, where none covers the day and the workplace has not said that it will do.
    offered: DrgTableSet | None = None


def table_choices(app: AppContext) -> TableChoices:
    """Return the imported sets and what was said; the last known ones while storage is away.

    Raises:
        StorageError: storage cannot be asked and never was.

    """
    try:
        with app.unit_of_work() as uow:
            known = _read_choices(uow)
    except StorageError:
        if app.library not in _KNOWN:
            raise
        return _KNOWN[app.library]
    _KNOWN[app.library] = known
    return known


def fitting_tables(app: AppContext, encounter: Encounter) -> Fit:
    """Return the set of the event's country that covers its last day, or the nearest if allowed.

    Raises:
        StorageError: storage cannot be asked and never was.

    """
    return choose(table_choices(app), encounter.country or HOME, encounter.day)


def choose(choices: TableChoices, country: str, day: date | None) -> Fit:
    """Choose among sets: of the country, covering the day, what the workplace put first."""
    own = [each for each in choices.sets if each.country in (country, "")]
    if not own:
        return Fit()
    if day is None:
        return Fit(_first(own, choices))
    covering = [each for each in own if each.valid.covers(day)]
    if covering:
        return Fit(_first(covering, choices))
    distance = min(each.valid.distance(day) for each in own)
    nearest = _first([e for e in own if e.valid.distance(day) == distance], choices)
    if choices.takes_nearest:
        return Fit(nearest, is_nearest=True)
    return Fit(offered=nearest)


def take_nearest(app: AppContext, *, is_on: bool, by: Person | None = None) -> None:
    """Say whether the nearest set is used where none covers the day, for the whole workplace.

    Raises:
        NotAllowedError: the act belongs to another role.

    """
    with app.unit_of_work() as uow:
        refuse_in(uow, by, Act.DRG_TABLES)
        uow.facts.set(_NEAREST, "ja" if is_on else "")
        uow.commit()


def put_first(app: AppContext, set_id: str, *, by: Person | None = None) -> DrgTableSet:
    """Let a set go before others of the same country whose time overlaps its own.

    Raises:
        NotFoundError: the set has been removed.
        NotAllowedError: the act belongs to another role.

    """
    with app.unit_of_work() as uow:
        refuse_in(uow, by, Act.DRG_TABLES)
        choices = _read_choices(uow)
        chosen = next((each for each in choices.sets if each.id == set_id), None)
        if chosen is None:
            raise NotFoundError("Tabellerna har tagits bort. Välj andra.")
        rivals = {e.id for e in choices.sets if _compete(e, chosen)}
        kept = (choices.defaults & {e.id for e in choices.sets}) - rivals
        uow.facts.set(_DEFAULTS, json.dumps(sorted([*kept, chosen.id])))
        uow.commit()
    return chosen


def shows_group(app: AppContext, person: Person) -> bool:
    """Tell whether a person has chosen to see the group beside the codes; nobody has at first."""
    with app.unit_of_work() as uow:
        return bool(uow.facts.get(_PANEL.format(person.id)))


def show_group(app: AppContext, person: Person, *, is_shown: bool) -> None:
    """Remember a person's choice."""
    with app.unit_of_work() as uow:
        uow.facts.set(_PANEL.format(person.id), "ja" if is_shown else "")
        uow.commit()


_KNOWN: WeakKeyDictionary[CodebookLibrary, TableChoices] = WeakKeyDictionary()


def _read_choices(uow: UnitOfWork) -> TableChoices:
    sets = uow.drg_tables.all()
    if not sets:
        return TableChoices()
    defaults = json.loads(uow.facts.get(_DEFAULTS) or "[]")
    return TableChoices(tuple(sets), frozenset(defaults), bool(uow.facts.get(_NEAREST)))


def _first(sets: list[DrgTableSet], choices: TableChoices) -> DrgTableSet:
    """Return the set put first, else the one imported last."""
    first = [each for each in sets if each.id in choices.defaults] or sets
    dated = [each for each in first if each.imported_at is not None]
    return max(dated, key=lambda e: (str(e.imported_at), e.id)) if dated else first[0]


def _compete(one: DrgTableSet, other: DrgTableSet) -> bool:
    return one.country == other.country and _overlap(one.valid, other.valid)


def _overlap(one: Period, other: Period) -> bool:
    starts_late = one.start is not None and other.end is not None and one.start > other.end
    ends_early = one.end is not None and other.start is not None and one.end < other.start
    return not (starts_late or ends_early)
