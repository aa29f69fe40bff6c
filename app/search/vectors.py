"""Values at a few of the entries of an index, and picking cells out of compressed tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
#: Numbers that pick out of arrays, in the width that numpy picks with.
Places = NDArray[np.intp]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vector:
    """Values at some entries, in order, each entry at most once."""

    at: Places
    value: Floats

    def values_at(self, entries: Places) -> Floats:
        """Give the values at some entries, 0 where there is none."""
        if not len(self.at):
            return np.zeros(len(entries), np.float32)
        places = self.at.searchsorted(entries)
        np.minimum(places, len(self.at) - 1, out=places)
        values: Floats = self.value[places] * (self.at[places] == entries)
        return values


EMPTY = Vector(np.empty(0, np.intp), np.empty(0, np.float32))


class Table(NamedTuple):
    """Where the cells of each row of a compressed table begin, and how many there are."""

    start: Places
    cells: Places

    @classmethod
    def of(cls, start: Ints) -> Table:
        """Read the starts of all rows, with the end of the last one behind them."""
        wide = start.astype(np.intp)
        return cls(wide[:-1], np.diff(wide))

    def gather(self, rows: Places) -> tuple[Places, Places]:
        """Positions of all cells of some rows, and cells per row."""
        counts = self.cells[rows]
        ends = counts.cumsum()
        shift = (self.start[rows] + counts - ends).repeat(counts)
        shift += np.arange(len(shift))
        return shift, counts


def filled(count: int, value: float) -> Floats:
    """Give the same value so many times; `np.full` takes longer than all else for a few."""
    values: Floats = np.empty(count, np.float32)
    values.fill(value)
    return values


def best_of(at: Places, values: Floats, size: int) -> Vector:
    """Give one value an entry: the highest."""
    if len(at) <= 1:
        return Vector(at, values)
    dense = np.zeros(size, np.float32)
    np.maximum.at(dense, at, values)
    live = (dense > 0).nonzero()[0]
    return Vector(live, dense[live])


def merge(vectors: Iterable[Vector], size: int) -> Vector:
    """Give the highest value an entry over several vectors."""
    parts = list(vectors)
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return EMPTY
    at = np.concatenate([v.at for v in parts])
    return best_of(at, np.concatenate([v.value for v in parts]), size)
