"""Why each shown entry is an answer: the best way through the words of the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.question import Segment
from app.search.ranking import LINE
from app.search.scoring import ROUNDING, TINY, Answer
from app.search.spans import Reading, Tier
from app.search.vectors import Floats, beside

_ROUNDING = np.float32(ROUNDING)
_ABOVE = np.float32(LINE.above)


def reasons(given: Answer, entries: Sequence[int]) -> list[str]:
    """Tell why each of some entries is an answer: its best reading of every word."""
    by_span: dict[tuple[int, int], list[Segment]] = {}
    for segment in given.segments:
        by_span.setdefault((segment.begin, segment.end), []).append(segment)
    readings = [segment.reading for each in by_span.values() for segment in each]
    if len(readings) == 1:
        return [readings[0].why_at(entry) for entry in entries]
    values = _values(readings, entries, given.size)
    ways, before = [], 0
    for place, segments in by_span.items():
        table = values[before : before + len(segments)]
        ways.append(_way(place, segments, given.weights, table))
        before += len(segments)
    if len(ways) == 1:
        best = zip(ways[0].best.tolist(), entries, strict=True)
        return [ways[0].readings[number].why_at(entry) for number, entry in best]
    steps = zip(*_steps(ways, len(given.weights), len(entries)), strict=True)
    return [_reason(each, ways, entry) for each, entry in zip(steps, entries, strict=True)]


def _values(readings: Sequence[Reading], entries: Sequence[int], size: int) -> NDArray[np.float32]:
    """Give how well each of some readings, a row each, fits each of some entries."""
    column = np.zeros(size, np.int32)
    column[list(entries)] = np.arange(1, len(entries) + 1)
    at, value = beside([reading.vector for reading in readings])
    row = np.arange(len(readings)).repeat([len(reading.vector.at) for reading in readings])
    place = column[at]
    shown = place.nonzero()[0]
    table = np.zeros((len(readings), len(entries) + 1), np.float32)
    cell = row[shown] * (len(entries) + 1) + place[shown]
    np.maximum.at(table.reshape(-1), cell, value[shown])
    return table[:, 1:]


class _Way(NamedTuple):
    """How the best reading of a stretch explains each of some entries."""

    begin: int
    end: int
    #: What the stretch adds to the score of each entry, 0 where it does not fit.
    gains: Floats
    #: The number of the reading that fits each entry best, and the readings.
    best: NDArray[np.intp]
    readings: Sequence[Reading]


def _way(
    place: tuple[int, int],
    segments: Sequence[Segment],
    weights: Sequence[float],
    table: NDArray[np.float32],
) -> _Way:
    weight = np.float32(sum(weights[slice(*place)]))
    readings = [segment.reading for segment in segments]
    is_guess = np.array([reading.tier is Tier.GUESS for reading in readings])
    if is_guess.any() and not is_guess.all():
        is_read = table[~is_guess].max(axis=0) >= _ABOVE
        table = np.where(is_guess[:, None] & is_read, np.float32(0), table)
    best = np.rint(table * _ROUNDING).argmax(axis=0)
    return _Way(*place, table.max(axis=0) * weight, best, readings)


def _steps(ways: Sequence[_Way], words: int, entries: int) -> list[list[int]]:
    """Walk the best way through the words for all entries at once.

    Gives for each place between words the step that ends there: -1 for none, or the number
    of the way and of its reading taken together.
    """
    best, steps = [np.zeros(entries, np.float32)], []
    for end in range(1, words + 1):
        here, step = best[-1].copy(), np.full(entries, -1)
        for number, way in enumerate(ways):
            if way.end == end:
                total = best[way.begin] + way.gains
                better = (total > here + TINY) & (way.gains > 0)
                here[better] = total[better]
                step[better] = (way.best * len(ways) + number)[better]
        best.append(here)
        steps.append(step.tolist())
    return steps


def _reason(steps: Sequence[int], ways: Sequence[_Way], entry: int) -> str:
    """Tell the way that was walked to an entry, from its end to its beginning."""
    whys: list[str] = []
    end = len(steps)
    while end:
        step = steps[end - 1]
        if step < 0:
            end -= 1
            continue
        reading, number = divmod(step, len(ways))
        whys.append(ways[number].readings[reading].why_at(entry))
        end = ways[number].begin
    return ", ".join(dict.fromkeys(reversed(whys))) or "liknande ord"
