"""All readings of one stretch of a question taken together, so that scoring meets each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import LINE
from app.search.vectors import EMPTY, Floats, Places, Vector, beside

#: How surely an entry fits a stretch: 0 a guess, 1 a beginning or part, 2 a word.
Sure = NDArray[np.int8]
_PART, _WORD = 1, 2
_PARTS_LINE, _WORDS_LINE = np.float32(LINE.parts), np.float32(LINE.words)
_ABOVE_LINE = np.float32(LINE.above)


class Tier(IntEnum):
    """How surely a reading is what was meant; decides the section."""

    WORDS = 0
    PARTS = 1
    GUESS = 2


class Reading(NamedTuple):
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
    #: Several terms read as one tell for each entry which of them it was.
    tell: Callable[[int], str] | None = None

    def why_at(self, entry: int) -> str:
        """Tell why an entry fits that the reading reaches."""
        return self.tell(entry) if self.tell else self.why

    def weakened(self, factor: float, tier: Tier, why: str) -> Reading:
        """Give the same meaning, believed less."""
        by = np.float32(factor)
        at = Vector(self.vector.at, self.vector.value * by)
        quality = self.quality * by
        return Reading(at, tier, why, self.words, quality, self.explained, self.is_product)


class Span(NamedTuple):
    """What the readings of a stretch give together. Entries stand in order, each once."""

    at: Places
    value: Floats
    sure: Sure
    #: The vocabulary words of all readings, with their quality.
    words: Places
    quality: Floats
    explained: Vector
    #: How many entries fit well enough to count.
    matching: int
    #: The value of the entry that fits best and is no guess; 0 where all are guesses.
    surest: float


def combine(readings: Sequence[Reading], size: int, base: Span | None = None) -> Span:
    """Take readings of one stretch together, and with what others gave before them.

    `size` is how many entries the index has. There is at least one reading.
    """
    dense, sure = np.zeros(size, np.float32), np.zeros(size, np.int8)
    if base is not None:
        dense[base.at], sure[base.at] = base.value, base.sure
    words, parts, guesses = (_of_tier(readings, tier) for tier in Tier)
    for vector in (words, parts):
        if len(vector.at):
            np.maximum.at(dense, vector.at, vector.value)
            _surer(sure, vector.at[vector.value >= _PARTS_LINE], _PART)
    if len(words.at):
        _surer(sure, words.at[words.value >= _WORDS_LINE], _WORD)
    if len(guesses.at):
        _guess(dense, sure, *guesses)
    live = (dense > 0).nonzero()[0]
    every: list[Reading | Span] = [*readings, *([base] if base else [])]
    return _span(
        Vector(live, dense[live]),
        sure[live],
        np.concatenate([each.words for each in every]),
        np.concatenate([each.quality for each in every]),
        beside([each.explained for each in every if len(each.explained.at)]),
    )


def _of_tier(readings: Sequence[Reading], tier: Tier) -> Vector:
    return beside([reading.vector for reading in readings if reading.tier is tier])


def _surer(sure: Sure, at: Places, level: int) -> None:
    sure[at] = np.maximum(sure[at], level)


def _guess(dense: Floats, sure: Sure, at: Places, value: Floats) -> None:
    """Add what is guessed: it betters what is read too badly to stand above the line.

    Nothing that is read well enough is lifted by a guess, and what is lifted is a guess.
    """
    is_low = (dense[at] < _ABOVE_LINE) | (sure[at] == 0)
    at, value = at[is_low], value[is_low]
    sure[at[value > dense[at]]] = 0
    np.maximum.at(dense, at, value)


def _span(vector: Vector, sure: Sure, words: Places, quality: Floats, explained: Vector) -> Span:
    at, value = vector
    first = value.argmax()
    surest = float(value[first])
    if not sure[first]:
        surest = float(value[sure > 0].max(initial=0.0))
    matching = int(np.count_nonzero(value >= _PARTS_LINE))
    return Span(at, value, sure, words, quality, explained, matching, surest)
