"""Which values are shown on which event: the laboratory's and the bedside's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from app.domain.care_types import EncounterClass
from app.domain.encounter import Encounter
from app.domain.intake import PatientMeasurements
from app.domain.record import CareRecord, Measurement


def renewed_values(
    stored: Iterable[Measurement],
    incoming: Sequence[Measurement],
    renewed: Collection[str] | None = None,
) -> tuple[Measurement, ...]:
    """Lay values over others, by time: a reply that comes again is replaced as a whole.

    `renewed` names the replies, where they may have come without any value.
    """
    again = {value.document_id for value in incoming} if renewed is None else renewed
    latest = {value.id: value for value in incoming}
    kept = [
        value
        for value in stored
        if value.id not in latest and (value.document_id not in again or not value.document_id)
    ]
    everything = (*kept, *latest.values())
    return tuple(sorted(everything, key=lambda v: (str(v.time or "~"), v.document_id)))


def inherited_values(
    encounter: Encounter, own: CareRecord, records: Iterable[CareRecord]
) -> tuple[Measurement, ...]:
    """Add the patient's values of other events that were measured during a new one."""
    during = [
        value
        for record in records
        for value in record.measurements
        if value.document_id and value.time and is_during(encounter, value.time.date())
    ]
    return renewed_values(during, own.measurements)


def event_of_values(events: Sequence[Encounter], values: PatientMeasurements) -> Encounter:
    """Choose the event that values belong to: the one under way, else the nearest.

    Of several under way the one of the unit that saved them comes first, then a stay; of two
    equally near the later one, since samples are taken before visits.
    """
    day = values.time.date()

    def fitness(event: Encounter) -> tuple[int, bool, bool, int, str]:
        is_other_unit = event.unit.id != values.unit_id
        is_visit = event.encounter_class is not EncounterClass.INPATIENT
        first = event.admission_day
        later = -first.toordinal() if first else 0
        return _days_between(event, day), is_other_unit, is_visit, later, event.id

    return min(events, key=fitness)


def is_during(event: Encounter, day: date) -> bool:
    """Whether a day lies within an event; one that has not ended goes on."""
    return event.admission_day is not None and _days_between(event, day) == 0


def _days_between(event: Encounter, day: date) -> int:
    first, last = event.admission_day, event.end.date() if event.end else None
    if first is None:
        return 0
    if day < first:
        return (first - day).days
    return max(0, (day - last).days) if last else 0
