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
_WORD = 2
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


def combine(readings: Sequence[Reading], size: int) -> Span:
    """Take the readings of one stretch together; there is at least one.

    `size` is how many entries the index has.
    """
    words, parts, guesses = (_of_tier(readings, tier) for tier in Tier)
    dense, lifted = np.zeros(size, np.float32), guesses.at
    for at, value in (words, parts):
        if len(at):
            np.maximum.at(dense, at, value)
    if len(guesses.at):
        before = dense[guesses.at]
        lifted = _guess(dense, guesses, (before < _ABOVE_LINE) & (guesses.value > before))
    live = (dense > 0).nonzero()[0]
    value = dense[live]
    sure = (value >= _PARTS_LINE).view(np.int8)
    if len(words.at):
        sure[live.searchsorted(words.at[words.value >= _WORDS_LINE])] = _WORD
    if len(lifted):
        sure[live.searchsorted(lifted)] = 0
    return _span(Vector(live, value), sure, readings)


def with_guesses(base: Span, guesses: Sequence[Reading], size: int) -> Span:
    """Add to what is read of a stretch what it may be meant to be."""
    dense, is_sure = np.zeros(size, np.float32), np.zeros(size, np.bool_)
    dense[base.at], is_sure[base.at] = base.value, base.sure > 0
    guessed = _of_tier(guesses, Tier.GUESS)
    before = dense[guessed.at]
    is_low = (before < _ABOVE_LINE) | ~is_sure[guessed.at]
    lifted = _guess(dense, guessed, is_low & (guessed.value > before))
    live = (dense > 0).nonzero()[0]
    sure = np.zeros(size, np.int8)
    sure[base.at] = base.sure
    sure[lifted] = 0
    return _span(Vector(live, dense[live]), sure[live], [*guesses, base])


def _of_tier(readings: Sequence[Reading], tier: Tier) -> Vector:
    return beside([reading.vector for reading in readings if reading.tier is tier])


def _guess(dense: Floats, guesses: Vector, is_better: NDArray[np.bool_]) -> Places:
    """Lift what is read too badly to stand above the line, and give what is lifted: a guess.

    Nothing that is read well enough is lifted.
    """
    lifted = guesses.at[is_better]
    np.maximum.at(dense, lifted, guesses.value[is_better])
    return lifted


def _span(vector: Vector, sure: Sure, readings: Sequence[Reading | Span]) -> Span:
    value = vector.value
    first = value.argmax()
    surest = float(value[first])
    if not sure[first]:
        surest = float(value[sure > 0].max(initial=0.0))
    telling = [each for each in readings if len(each.words)] or readings[:1]
    return Span(
        vector.at,
        value,
        sure,
        np.concatenate([each.words for each in telling]),
        np.concatenate([each.quality for each in telling]),
        beside([each.explained for each in readings if len(each.explained.at)]),
        int(np.count_nonzero(value >= _PARTS_LINE)),
        surest,
    )
