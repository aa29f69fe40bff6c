"""Why each shown entry is an answer: the best way through the words of the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from app.search.ranking import LINE
from app.search.scoring import ROUNDING, TINY, Answer
from app.search.spans import Reading, Tier
from app.search.vectors import Floats, beside

_ROUNDING = np.float32(ROUNDING)
_ABOVE = np.float32(LINE.above)


class _Way(NamedTuple):
    """How the best reading of a stretch explains each of some entries."""

    begin: int
    end: int
    readings: Sequence[Reading]
    #: Of each entry the place of its best reading, and what the stretch adds to its score.
    best: Sequence[int]
    gains: Sequence[float]


def reasons(given: Answer, entries: Sequence[int]) -> list[str]:
    """Tell why each of some entries is an answer: its best reading of every word."""
    if len(given.segments) == 1:
        return [given.segments[0].reading.why_at(entry) for entry in entries]
    ways = list(_ways(given, entries))
    if len(ways) == 1:
        best = zip(ways[0].best, entries, strict=True)
        return [ways[0].readings[at].why_at(entry) for at, entry in best]
    ending: list[list[_Way]] = [[] for _ in range(len(given.weights) + 1)]
    for way in ways:
        ending[way.end].append(way)
    return [_reason(ending, place, entry) for place, entry in enumerate(entries)]


def _ways(given: Answer, entries: Sequence[int]) -> Iterator[_Way]:
    """Give the ways that lead to any of the entries."""
    table = _values([segment.reading for segment in given.segments], entries, given)
    fits = table.max(axis=0).tolist()
    by_place: dict[tuple[int, int], list[int]] = {}
    for number, (begin, end, _) in enumerate(given.segments):
        if fits[number]:
            by_place.setdefault((begin, end), []).append(number)
    for (begin, end), numbers in by_place.items():
        readings = [given.segments[number].reading for number in numbers]
        values = _unguessed(readings, table[:, numbers])
        best = np.rint(values * _ROUNDING).argmax(axis=1)
        gains = values.max(axis=1) * np.float32(sum(given.weights[begin:end]))
        yield _Way(begin, end, readings, best.tolist(), gains.tolist())


def _values(readings: Sequence[Reading], entries: Sequence[int], given: Answer) -> Floats:
    """Give how well each entry, a row each, fits each of some readings."""
    column = np.zeros(given.size, np.int32)
    column[list(entries)] = np.arange(1, len(entries) + 1)
    at, value = beside([reading.vector for reading in readings])
    row = np.arange(len(readings)).repeat([len(reading.vector.at) for reading in readings])
    place = column[at]
    shown = place.nonzero()[0]
    table = np.zeros((len(entries) + 1, len(readings)), np.float32)
    cells = place[shown] * len(readings) + row[shown]
    np.maximum.at(table.reshape(-1), cells, value[shown])
    return table[1:]


def _unguessed(readings: Sequence[Reading], values: Floats) -> Floats:
    """Leave out guesses at entries that another reading fits well enough."""
    is_guess = [reading.tier is Tier.GUESS for reading in readings]
    if not any(is_guess) or all(is_guess):
        return values
    guesses = np.array(is_guess)
    is_read = values[:, ~guesses].max(axis=1) >= _ABOVE
    return np.where(is_read[:, None] & guesses, np.float32(0), values)


def _reason(ending: Sequence[Sequence[_Way]], place: int, entry: int) -> str:
    """Walk the best of the ways, by the words they end at, to an entry, and tell it."""
    words = len(ending) - 1
    best = [0.0] * (words + 1)
    steps: list[_Way | None] = [None] * (words + 1)
    for end in range(1, words + 1):
        best[end] = best[end - 1]
        for way in ending[end]:
            gain = way.gains[place]
            total = best[way.begin] + gain
            if gain > 0 and total > best[end] + TINY:
                best[end], steps[end] = total, way
    whys: list[str] = []
    while words:
        step = steps[words]
        if step:
            whys.append(step.readings[step.best[place]].why_at(entry))
        words = step.begin if step else words - 1
    return ", ".join(dict.fromkeys(reversed(whys))) or "liknande ord"
