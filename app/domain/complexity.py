"""How much an event is likely to take to code: a guess from what is known before it is opened.

Points are counted, and two limits make three sizes of them. The guess sorts work; nothing is
decided by it.

| what | 0 points | 1 point | 2 points |
|---|---|---|---|
| length of stay in calendar days | under 2 | 2 to 6 | 7 or more |
| class | all others | inpatient care, observation | – |
| characters of all notes | under 2,000 | under 10,000 | 10,000 or more |
| proposed codes and medications together | under 3 | under 10 | 10 or more |

0 or 1 point: few codes; 2 to 4: middle; 5 or more: many.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from app.domain.care_types import EncounterClass
from app.domain.record import CareRecord


class Complexity(IntEnum):
    """How many codes an event is guessed to need."""

    FEW = 0
    MIDDLE = 1
    MANY = 2


COMPLEXITY_LABEL = {
    Complexity.FEW: "Få koder",
    Complexity.MIDDLE: "Medel",
    Complexity.MANY: "Många koder",
}
_STAY_DAYS, _CHARACTERS, _ITEMS = (2, 7), (2_000, 10_000), (3, 10)
_SIZES = (2, 5)
_HEAVIER = (EncounterClass.INPATIENT, EncounterClass.OBSERVATION)


def stay_points(
    encounter_class: EncounterClass, start: datetime | None, end: datetime | None
) -> int:
    """Count what length of stay and class tell; an event that goes on has no length yet."""
    points = int(encounter_class in _HEAVIER)
    if start is not None and end is not None:
        # Calendar days: a night when the clock is changed is as long as any other.
        points += _step((end.date() - start.date()).days, _STAY_DAYS)
    return points


def record_points(record: CareRecord) -> int:
    """Count what notes, proposed codes and medications tell."""
    characters = sum(len(document.text) for document in record.documents)
    items = len(record.proposals) + len(record.medications)
    return _step(characters, _CHARACTERS) + _step(items, _ITEMS)


def complexity_of(points: int) -> Complexity:
    """Return the size that so many points make."""
    return Complexity(_step(points, _SIZES))


def _step(amount: int, limits: tuple[int, ...]) -> int:
    """Count the limits that an amount has reached."""
    return sum(amount >= limit for limit in limits)
