"""A typed question cut into words, and every way to read stretches of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.search.lexicon import LONGEST_PHRASE, telling_words
from app.search.normalise import MAX_WORDS, clip
from app.search.ranking import DOSE_WORDS, LINE, NOISE_WORDS, QUALITY, STOP_WORDS, WEIGHT
from app.search.readings import Reader, Reading, Tier

#: Half-typed lexicon terms: from how many letters, and how many of them.
SHORTEST_HALF_TERM = 3
MOST_HALF_TERMS = 12
#: With more words than this, a word that titles hold is not looked for inside others.
LONG_QUESTION = 5


@dataclass(frozen=True, slots=True)
class Question:
    """The words of a question. `is_begun`: the last word may still be typed."""

    words: tuple[str, ...]
    is_begun: bool

    @classmethod
    def of(cls, text: str) -> Question:
        """Cut, fold and part a text; small words go unless nothing else is left."""
        words = telling_words(clip(text))
        return cls(tuple(words[:MAX_WORDS]), is_begun=not text[-1:].isspace())


@dataclass(frozen=True, slots=True)
class Segment:
    """A reading of the words from `begin` up to `end`."""

    begin: int
    end: int
    reading: Reading


class Segments:
    """All segments of a question in one index, and what its words weigh."""

    def __init__(self, question: Question, reader: Reader) -> None:
        self.question = question
        self._reader = reader
        self.all = list(self._plain_segments())
        self._corrected: set[int] = set()
        self._weights: list[float] = []

    @property
    def count(self) -> int:
        """How many words the question has."""
        return len(self.question.words)

    def weights(self) -> list[float]:
        """Give what each word weighs: rare words much, words that say little a little."""
        if len(self._weights) != self.count:
            self._weights = [self._weight(position) for position in range(self.count)]
        return self._weights

    def correct(self, *, everything: bool) -> bool:
        """Add corrected spellings where a word is read badly, or of all inexact words.

        Returns whether anything was added.
        """
        before = len(self.all)
        for position in range(self.count):
            whole = everything and not self._is_begun(position)
            limit = LINE.words if whole else LINE.correct_word
            if position not in self._corrected and self._best(position) < limit:
                self._corrected.add(position)
                self.all += self._corrections(position)
        if len(self.all) > before:
            self._weights = []
        return len(self.all) > before

    def by_end(self) -> list[list[Segment]]:
        """Give for each place between words the segments that end there."""
        ending: list[list[Segment]] = [[] for _ in range(self.count + 1)]
        for segment in self.all:
            ending[segment.end].append(segment)
        return ending

    def _is_begun(self, position: int) -> bool:
        return self.question.is_begun and position == self.count - 1

    def _plain_segments(self) -> Iterator[Segment]:
        words = self.question.words
        is_long = len(words) > LONG_QUESTION
        read = self._reader.whole_word if is_long else self._reader.word
        for position, word in enumerate(words):
            for reading in read(word, self._is_begun(position)):
                yield Segment(position, position + 1, reading)
            if position + 1 < len(words):
                yield from self._joined(position)
        yield from self._terms()
        yield from self._half_terms()

    def _joined(self, position: int) -> Iterator[Segment]:
        """Give a word and its neighbour written apart by mistake: `hjärt infarkt`."""
        word = "".join(self.question.words[position : position + 2])
        readings = [self._reader.joined(word)]
        for term in self._reader.lexicon.exact([word], self._reader.system):
            readings += self._reader.term(term, factor=QUALITY.joined)
        for reading in readings:
            yield Segment(position, position + 2, reading)

    def _terms(self) -> Iterator[Segment]:
        words, reader = self.question.words, self._reader
        for begin in range(len(words)):
            for end in range(begin + 1, min(begin + LONGEST_PHRASE, len(words)) + 1):
                for term in reader.lexicon.exact(words[begin:end], reader.system):
                    for reading in reader.term(term):
                        yield Segment(begin, end, reading)

    def _half_terms(self) -> Iterator[Segment]:
        words, reader = self.question.words, self._reader
        if not self.question.is_begun:
            return
        for begin in range(max(0, len(words) - LONGEST_PHRASE), len(words)):
            typed = " ".join(words[begin:])
            if len(typed) < SHORTEST_HALF_TERM:
                continue
            for term in reader.lexicon.beginning(typed, reader.system, MOST_HALF_TERMS):
                share = min(1.0, len(typed) / len(term.text))
                factor = QUALITY.beginning + QUALITY.beginning_share * share
                for reading in reader.term(term, factor=factor, tier=Tier.PARTS):
                    yield Segment(begin, len(words), reading)

    def _corrections(self, position: int) -> Iterator[Segment]:
        words, reader = self.question.words, self._reader
        found = reader.corrected(words[position], self._is_begun(position))
        for correction, reading in found:
            yield Segment(position, position + 1, reading)
            factor = QUALITY.correction - QUALITY.correction_per_edit * correction.distance
            why = f"rättat: {words[position]} → {correction.word}"
            for begin, end in _spans_over(position, len(words)):
                phrase = (*words[begin:position], correction.word, *words[position + 1 : end])
                for term in reader.lexicon.exact(phrase, reader.system):
                    for meaning in reader.term(term):
                        yield Segment(begin, end, meaning.weakened(factor, Tier.GUESS, why))

    def _best(self, position: int) -> float:
        over = (s for s in self.all if s.begin <= position < s.end)
        return max((float(s.reading.vector.value.max(initial=0.0)) for s in over), default=0.0)

    def _weight(self, position: int) -> float:
        word = self.question.words[position]
        size = self._reader.index.size
        hit = np.zeros(size, np.bool_)
        for segment in self.all:
            if segment.begin == position and segment.end == position + 1:
                vector = segment.reading.vector
                hit[vector.at[vector.value >= LINE.parts]] = True
        matching = int(np.count_nonzero(hit))
        weight = float(np.log1p(size / matching)) if matching else WEIGHT.unknown
        weight = min(max(weight, WEIGHT.lightest), WEIGHT.heaviest)
        return weight * (WEIGHT.noise if self.is_noise(word) else 1.0)

    def is_noise(self, word: str) -> bool:
        """Tell whether a word says little, so that an entry need not match it."""
        if word in NOISE_WORDS or word in STOP_WORDS:
            return True
        is_drug = self._reader.system == "atc"
        return is_drug and (word in DOSE_WORDS or word[0].isdigit())


def _spans_over(position: int, count: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of two words and more that hold a position."""
    for begin in range(max(0, position - LONGEST_PHRASE + 1), position + 1):
        for end in range(max(position + 1, begin + 2), min(begin + LONGEST_PHRASE, count) + 1):
            yield begin, end
