"""Values at a few of the entries of an index, and picking cells out of compressed tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
#: Numbers that pick out of arrays, in the width that numpy picks with.
Places = NDArray[np.intp]
Floats = NDArray[np.float32]


class Vector(NamedTuple):
    """Values at some entries; of an entry that stands several times the highest counts."""

    at: Places
    value: Floats

    def values_at(self, entries: Places) -> Floats:
        """Give the values at some entries, 0 where there is none; only of what is merged."""
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


def beside(vectors: Sequence[Vector]) -> Vector:
    """Give the values of several vectors, one vector after the other."""
    if len(vectors) == 1:
        return vectors[0]
    if not vectors:
        return EMPTY
    at = np.concatenate([each.at for each in vectors])
    return Vector(at, np.concatenate([each.value for each in vectors]))


def merge(vector: Vector, size: int) -> Vector:
    """Give each entry once, in order, with its highest value."""
    if len(vector.at) <= 1:
        return vector
    dense = np.zeros(size, np.float32)
    np.maximum.at(dense, vector.at, vector.value)
    live = (dense > 0).nonzero()[0]
    return Vector(live, dense[live])
