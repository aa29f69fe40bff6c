"""Parts of a word, or words of a target, that are wanted together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import QUALITY
from app.search.spans import Reading, Tier
from app.search.vectors import Places, Vector

_NO_WORDS = np.empty(0, np.intp)
_NO_QUALITY = np.empty(0, np.float32)


def all_wanted(
    readings: Sequence[Reading], factor: float, tier: Tier, why: str, size: int
) -> list[Reading]:
    """Give where all of some readings fit, and more faintly where some do.

    Each of them holds an entry once. `size` is how many entries the index has.
    """
    shares = [_rarity(reading, size) for reading in readings]
    total = np.zeros(size, np.float32)
    for reading, share in zip(readings, shares, strict=True):
        total[reading.vector.at] += np.float32(share) * reading.vector.value
    by = np.float32(QUALITY.split_mean / sum(shares))
    words = np.concatenate([r.words for r in readings])
    quality = np.concatenate([r.quality for r in readings]) * np.float32(factor)
    least = _least([reading.vector for reading in readings])
    value = total[least.at] * by + np.float32(1 - QUALITY.split_mean) * least.value
    full = Reading(_vector(least.at, value * factor), tier, why, words, quality)
    some = (total > 0).nonzero()[0]
    partly = Reading(
        _vector(some, total[some] * by * factor), Tier.GUESS, why, _NO_WORDS, _NO_QUALITY
    )
    return [full, partly]


def _rarity(reading: Reading, size: int) -> float:
    return math.log1p(size / max(len(reading.vector.at), 1))


def _least(vectors: Sequence[Vector]) -> Vector:
    """Give the least value of each entry that all vectors hold."""
    fewest, *others = sorted(vectors, key=lambda vector: len(vector.at))
    at, value = fewest.at, fewest.value
    for other in others:
        there = other.values_at(at)
        value = np.minimum(value, there)
        at, value = at[value > 0], value[value > 0]
    return Vector(at, value)


def _vector(at: Places, value: NDArray[np.floating[Any]]) -> Vector:
    return Vector(at, value.astype(np.float32))
