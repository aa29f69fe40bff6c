"""All readings of one stretch of a question taken together, so that scoring meets each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import LINE
from app.search.vectors import EMPTY, Floats, Places, Vector, merge

#: How surely an entry fits a stretch: 0 a guess, 1 a beginning or part, 2 a word.
Sure = NDArray[np.int8]
_PART, _WORD = 1, 2
_PARTS_LINE, _WORDS_LINE = np.float32(LINE.parts), np.float32(LINE.words)
_ABOVE_LINE = np.float32(LINE.above)
_TIER = attrgetter("tier")


class Tier(IntEnum):
    """How surely a reading is what was meant; decides the section."""

    WORDS = 0
    PARTS = 1
    GUESS = 2


#: Readings up to this tier, from this line on, are as sure as this.
_LEVELS = ((Tier.PARTS, _PARTS_LINE, _PART), (Tier.WORDS, _WORDS_LINE, _WORD))


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning: the entries it fits, how well, and why in Swedish."""

    vector: Vector
    tier: Tier
    why: str
    #: The vocabulary words that explain titles, with their quality.
    words: Places
    quality: Floats
    #: How much of a title a term explains by pointing at its code.
    explained: Vector = EMPTY
    #: The word is the name of an imported product.
    is_product: bool = False
    #: The entries hold words that begin as the typed one.
    is_beginning: bool = False

    def weakened(self, factor: float, tier: Tier, why: str) -> Reading:
        """Give the same meaning, believed less."""
        by = np.float32(factor)
        at = Vector(self.vector.at, self.vector.value * by)
        quality = self.quality * by
        return Reading(at, tier, why, self.words, quality, self.explained, self.is_product)

    def explaining(self, share: float) -> Reading:
        """Give the same meaning of a term of which only a share is typed."""
        explained = Vector(self.explained.at, self.explained.value * np.float32(share))
        return self._with(explained, is_product=self.is_product)

    def of_product(self) -> Reading:
        """Give the same meaning of a word that is the name of an imported product."""
        return self._with(self.explained, is_product=True)

    def _with(self, explained: Vector, *, is_product: bool) -> Reading:
        return Reading(
            self.vector,
            self.tier,
            self.why,
            self.words,
            self.quality,
            explained,
            is_product,
            self.is_beginning,
        )


@dataclass(frozen=True, slots=True)
class Span:
    """What the readings of a stretch give together. Entries stand in order, each once."""

    at: Places
    value: Floats
    sure: Sure
    #: The vocabulary words of all readings, with their quality.
    words: Places
    quality: Floats
    explained: Vector
    #: The value of the entry that fits best, and how many fit well enough to count.
    best: float
    matching: int
    #: The value of the entry that fits best and is no guess; 0 where all are guesses.
    surest: float


def combine(readings: Sequence[Reading], size: int, base: Span | None = None) -> Span:
    """Take readings of one stretch together, and with what others gave before them.

    `size` is how many entries the index has. There is at least one reading.
    """
    if base is None and len(readings) == 1:
        return _alone(readings[0])
    surest = sorted(readings, key=_TIER)
    vectors = [reading.vector for reading in surest]
    at = np.concatenate([vector.at for vector in vectors])
    value = np.concatenate([vector.value for vector in vectors])
    dense, sure = np.zeros(size, np.float32), np.zeros(size, np.int8)
    if base is not None:
        dense[base.at], sure[base.at] = base.value, base.sure
    read = sum(len(reading.vector.at) for reading in surest if reading.tier < Tier.GUESS)
    np.maximum.at(dense, at[:read], value[:read])
    for tier, line, level in _LEVELS:
        count = sum(len(reading.vector.at) for reading in surest if reading.tier <= tier)
        fair = at[:count][value[:count] >= line]
        sure[fair] = np.maximum(sure[fair], level) if base is not None else level
    if read < len(at):
        _guess(dense, sure, at[read:], value[read:])
    live = (dense > 0).nonzero()[0]
    return _span(
        Vector(live, dense[live]),
        sure[live],
        np.concatenate([r.words for r in surest] + ([base.words] if base else [])),
        np.concatenate([r.quality for r in surest] + ([base.quality] if base else [])),
        _explained(readings, base, size),
    )


def _guess(dense: Floats, sure: Sure, at: Places, value: Floats) -> None:
    """Add what is guessed: it betters what is read too badly to stand above the line.

    Nothing that is read well enough is lifted by a guess, and what is lifted is a guess.
    """
    is_low = (dense[at] < _ABOVE_LINE) | (sure[at] == 0)
    at, value = at[is_low], value[is_low]
    sure[at[value > dense[at]]] = 0
    np.maximum.at(dense, at, value)


def _alone(reading: Reading) -> Span:
    value = reading.vector.value
    if reading.tier is Tier.GUESS:
        sure = np.zeros(len(value), np.int8)
    else:
        sure = (value >= _PARTS_LINE).view(np.int8)
        if reading.tier is Tier.WORDS:
            sure = sure + (value >= _WORDS_LINE)
    return _span(reading.vector, sure, reading.words, reading.quality, reading.explained)


def _span(vector: Vector, sure: Sure, words: Places, quality: Floats, explained: Vector) -> Span:
    at, value = vector.at, vector.value
    first = value.argmax()
    best = surest = float(value[first])
    if not sure[first]:
        surest = float(value[sure > 0].max(initial=0.0))
    matching = int(np.count_nonzero(value >= _PARTS_LINE))
    return Span(at, value, sure, words, quality, explained, best, matching, surest)


def _explained(readings: Sequence[Reading], base: Span | None, size: int) -> Vector:
    pointed = [r.explained for r in readings if len(r.explained.at)]
    if base is not None and len(base.explained.at):
        pointed.append(base.explained)
    return merge(pointed, size)
