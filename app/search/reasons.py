"""Why each shown entry is an answer: the best way through the words of the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.search.question import Segment
from app.search.ranking import LINE
from app.search.scoring import ROUNDING, TINY, Answer
from app.search.spans import Reading, Tier
from app.search.vectors import beside


class _Stretch(NamedTuple):
    """The readings of some neighbouring words, by their places among all readings."""

    begin: int
    end: int
    weight: float
    first: int
    readings: Sequence[Reading]
    #: The places of those that are no guesses, and whether there are guesses beside them.
    sure: Sequence[int]
    is_mixed: bool


#: The reading that is believed of a stretch, and the place where that begins.
_Step = tuple[Reading, int]


def reasons(given: Answer, entries: Sequence[int]) -> list[str]:
    """Tell why each of some entries is an answer: its best reading of every word."""
    readings = [segment.reading for segment in given.segments]
    if len(readings) == 1:
        return [readings[0].why_at(entry) for entry in entries]
    stretches = _stretches(given)
    ordered = [reading for stretch in stretches for reading in stretch.readings]
    table = _values(ordered, entries, given.size)
    words = len(given.weights)
    return [
        _reason(stretches, values, words, entry)
        for values, entry in zip(table, entries, strict=True)
    ]


def _stretches(given: Answer) -> list[_Stretch]:
    by_place: dict[tuple[int, int], list[Segment]] = {}
    for segment in given.segments:
        by_place.setdefault((segment.begin, segment.end), []).append(segment)
    stretches: list[_Stretch] = []
    first = 0
    for (begin, end), segments in by_place.items():
        readings = [segment.reading for segment in segments]
        sure = [at for at, each in enumerate(readings, first) if each.tier is not Tier.GUESS]
        weight = sum(given.weights[begin:end])
        is_mixed = 0 < len(sure) < len(readings)
        stretches.append(_Stretch(begin, end, weight, first, readings, sure, is_mixed))
        first += len(readings)
    return stretches


def _values(readings: Sequence[Reading], entries: Sequence[int], size: int) -> list[list[float]]:
    """Give for each of some entries how well each reading fits it."""
    column = np.zeros(size, np.int32)
    column[list(entries)] = np.arange(1, len(entries) + 1)
    at, value = beside([reading.vector for reading in readings])
    row = np.arange(len(readings)).repeat([len(reading.vector.at) for reading in readings])
    place = column[at]
    shown = place.nonzero()[0]
    table = np.zeros((len(entries) + 1, len(readings)), np.float32)
    cells = place[shown] * len(readings) + row[shown]
    np.maximum.at(table.reshape(-1), cells, value[shown])
    fits: list[list[float]] = table[1:].tolist()
    return fits


def _reason(stretches: Sequence[_Stretch], values: Sequence[float], words: int, entry: int) -> str:
    """Walk the best way through the words to an entry, and tell it."""
    best = [0.0] * (words + 1)
    steps: list[_Step | None] = [None] * (words + 1)
    for end in range(1, words + 1):
        best[end] = best[end - 1]
        for stretch in stretches:
            if stretch.end == end:
                value, reading = _best_reading(stretch, values)
                total = best[stretch.begin] + value * stretch.weight
                if value > 0 and total > best[end] + TINY:
                    best[end], steps[end] = total, (reading, stretch.begin)
    whys: list[str] = []
    while words:
        step = steps[words]
        words = step[1] if step else words - 1
        if step:
            whys.append(step[0].why_at(entry))
    return ", ".join(dict.fromkeys(reversed(whys))) or "liknande ord"


def _best_reading(stretch: _Stretch, values: Sequence[float]) -> tuple[float, Reading]:
    """Give the reading that fits best and how well: no guess where one fits well enough."""
    first, count = stretch.first, len(stretch.readings)
    places: Sequence[int] = range(first, first + count)
    if stretch.is_mixed and max(values[at] for at in stretch.sure) >= LINE.above:
        places = stretch.sure
    value = max(values[at] for at in places)
    least = round(value * ROUNDING)
    at = next(at for at in places if round(values[at] * ROUNDING) == least)
    return value, stretch.readings[at - first]
