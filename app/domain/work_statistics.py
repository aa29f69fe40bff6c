"""What was signed, when and how: counts for a person's own use, a unit's, a month's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

#: Waiting times from here on are counted together, in days.
LONGEST_WAIT = 400


@dataclass(frozen=True, slots=True)
class StatisticsQuery:
    """Which signatures are counted: both days included, empty person or unit means all."""

    since: date
    until: date
    person_id: str = ""
    unit: str = ""

    @property
    def is_whole_months(self) -> bool:
        """Whether the period begins and ends where months do."""
        return self.since.day == 1 and (self.until + timedelta(days=1)).day == 1


@dataclass(frozen=True, slots=True)
class SignedHour:
    """The signatures of one hour of one day, added up."""

    day: date
    hour: int
    events: int
    diagnoses: int
    procedures: int
    drugs: int


@dataclass(frozen=True, slots=True)
class RuleTimes:
    """How often a rule spoke at the signatures counted, and was set aside."""

    rule_id: str
    hits: int
    overridden: int


@dataclass(frozen=True, slots=True)
class SearchMiss:
    """A text that found nothing, and how often."""

    text: str
    times: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """One month: how many events, and how many codes on each."""

    month: str
    events: int
    codes_per_event: float


@dataclass(frozen=True, slots=True)
class WorkStatistics:
    """Everything that is shown of a period. Shares and means are None without any event."""

    query: StatisticsQuery
    events: int
    days: tuple[tuple[date, int], ...]
    #: Events by hour of the day, 0–23.
    hours: tuple[int, ...]
    #: Events an hour in which anything was signed.
    per_hour: float | None
    #: Events a day on which anything was signed.
    per_day: float | None
    codes_per_event: float | None
    diagnoses_per_event: float | None
    procedures_per_event: float | None
    #: Days from the end of the event to the signature.
    waiting_median: int | None
    waiting_ninth: int | None
    waiting: tuple[tuple[str, int], ...]
    months: tuple[MonthCount, ...]
    rules: tuple[RuleTimes, ...]
    misses: tuple[SearchMiss, ...]


class SignedFacts(Protocol):
    """The signatures, added up by the database."""

    def hours(self, query: StatisticsQuery) -> list[SignedHour]:
        """Return the hours in which anything was signed, in order."""
        ...

    def waiting(self, query: StatisticsQuery) -> Mapping[int, int]:
        """Return how many events waited so many whole days; the last number stands for more."""
        ...

    def rules(self, query: StatisticsQuery, most: int) -> list[RuleTimes]:
        """Return the rules that spoke, most hits first."""
        ...


class SearchMisses(Protocol):
    """Texts that found nothing, counted by month and person."""

    def note(self, text: str, person_id: str, at: datetime) -> None:
        """Count a text once more."""
        ...

    def most(self, query: StatisticsQuery, most: int) -> list[SearchMiss]:
        """Return the texts of the months that the period touches, most frequent first."""
        ...


#: Bars of waiting times: up to so many days, and in words.
_WAITS = ((1, "0–1"), (7, "2–7"), (14, "8–14"), (30, "15–30"), (60, "31–60"), (90, "61–90"))


def add_up(
    query: StatisticsQuery,
    hours: Sequence[SignedHour],
    waiting: Mapping[int, int],
    rules: Iterable[RuleTimes],
    misses: Iterable[SearchMiss],
) -> WorkStatistics:
    """Make the figures of a period from what the database added up."""
    events = sum(each.events for each in hours)
    diagnoses = sum(each.diagnoses for each in hours)
    procedures = sum(each.procedures for each in hours)
    codes = diagnoses + procedures + sum(each.drugs for each in hours)
    days, by_hour = Counter[date](), Counter[int]()
    for each in hours:
        days[each.day] += each.events
        by_hour[each.hour] += each.events
    return WorkStatistics(
        query=query,
        events=events,
        days=tuple(sorted(days.items())),
        hours=tuple(by_hour[hour] for hour in range(24)),
        per_hour=_mean(events, len(hours)),
        per_day=_mean(events, len(days)),
        codes_per_event=_mean(codes, events),
        diagnoses_per_event=_mean(diagnoses, events),
        procedures_per_event=_mean(procedures, events),
        waiting_median=_percentile(waiting, 0.5),
        waiting_ninth=_percentile(waiting, 0.9),
        waiting=_bars(waiting),
        months=_months(hours),
        rules=tuple(rules),
        misses=tuple(misses),
    )


def _mean(total: int, count: int) -> float | None:
    return total / count if count else None


def _percentile(counts: Mapping[int, int], share: float) -> int | None:
    """Return the least value that at least that share of the events do not exceed."""
    total, passed = sum(counts.values()), 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= share * total:
            return value
    return None


def _bars(waiting: Mapping[int, int]) -> tuple[tuple[str, int], ...]:
    bars = dict.fromkeys((text for _most, text in _WAITS), 0) | {"över 90": 0}
    for days, events in waiting.items():
        text = next((text for most, text in _WAITS if days <= most), "över 90")
        bars[text] += events
    return tuple(bars.items())


def _months(hours: Iterable[SignedHour]) -> tuple[MonthCount, ...]:
    events, codes = Counter[str](), Counter[str]()
    for each in hours:
        month = f"{each.day:%Y-%m}"
        events[month] += each.events
        codes[month] += each.diagnoses + each.procedures + each.drugs
    return tuple(MonthCount(month, n, codes[month] / n) for month, n in sorted(events.items()))
