"""The record as a reader meets it: everything in one flow by time, values gathered to trends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from app.domain.record import (
    CareRecord,
    Measurement,
    MeasurementKind,
    Medication,
    RecordDocument,
)


@dataclass(frozen=True, slots=True)
class Trend:
    """The values of one analysis, newest first."""

    values: tuple[Measurement, ...]

    @property
    def latest(self) -> Measurement:
        """The newest value."""
        return self.values[0]

    @property
    def earlier(self) -> tuple[Measurement, ...]:
        """What was measured before it, newest first."""
        return self.values[1:]

    @property
    def has_outside(self) -> bool:
        """Whether any of the values lies outside its reference interval."""
        return any(value.is_outside for value in self.values)


@dataclass(frozen=True, slots=True)
class FlowItem:
    """What stands at one time of the record: a note, drugs begun, or values measured."""

    time: datetime | None
    document: RecordDocument | None = None
    medications: tuple[Medication, ...] = ()
    measurements: tuple[Measurement, ...] = ()


def find_trends(measurements: Iterable[Measurement]) -> tuple[Trend, ...]:
    """Gather the values of each analysis; by name, the same name in another unit by itself."""
    by_name: dict[tuple[MeasurementKind, str, str], list[Measurement]] = {}
    for value in measurements:
        by_name.setdefault((value.kind, value.name, value.unit), []).append(value)
    trends = [
        Trend(tuple(sorted(each, key=lambda v: _clock(v.time), reverse=True)))
        for each in by_name.values()
    ]
    return tuple(sorted(trends, key=lambda trend: trend.latest.name.casefold()))


def notes_of(record: CareRecord) -> tuple[FlowItem, ...]:
    """Return the notes alone, in their order."""
    return tuple(FlowItem(document.time, document) for document in record.documents)


def flow_of(record: CareRecord) -> tuple[FlowItem, ...]:
    """Return notes, drugs and values in the order of time; what has no time comes last.

    The drugs of a day are one item, which comes before what has a clock time; so are the values
    of a moment.
    """
    items = [*notes_of(record), *_drug_items(record.medications), *_values(record.measurements)]
    return tuple(sorted(items, key=_moment))


def _drug_items(medications: Iterable[Medication]) -> Iterator[FlowItem]:
    days: dict[date | None, list[Medication]] = {}
    for drug in medications:
        days.setdefault(drug.start, []).append(drug)
    for day, drugs in days.items():
        moment = datetime.combine(day, time()) if day else None
        yield FlowItem(moment, medications=tuple(drugs))


def _values(measurements: Iterable[Measurement]) -> Iterator[FlowItem]:
    ordered = sorted(measurements, key=lambda value: (str(value.time), value.group))
    for (moment, _group), values in groupby(ordered, key=lambda value: (value.time, value.group)):
        yield FlowItem(moment, measurements=tuple(values))


def _moment(item: FlowItem) -> tuple[bool, datetime]:
    return item.time is None, _clock(item.time)


def _clock(moment: datetime | None) -> datetime:
    return moment.replace(tzinfo=None) if moment else datetime.combine(date.min, time())
