"""A typed question cut into words, and every way to read stretches of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from app.search.asides import asides_of
from app.search.circumstances import Circumstances, circumstances_of
from app.search.denials import Said, said_of
from app.search.normalise import MAX_WORDS, clip, fold, plain
from app.search.pointed import TypedTerm
from app.search.ranking import DOSE_WORDS, LINE, NOISE_WORDS, QUALITY, STOP_WORDS, WEIGHT
from app.search.readings import Reader
from app.search.spans import Reading, Span, Tier, combine, with_guesses
from app.search.spelling import Correction
from app.search.stretches import Segment, joined, named
from app.search.terms import LONGEST_PHRASE, telling
from app.search.typed_words import Typed

#: With more words than this, a word that titles hold is not looked for inside others.
LONG_QUESTION = 5
#: Of these so many words are corrected.
MOST_MENDED = 3


class Question(NamedTuple):
    """The words of a question. `is_begun`: the last word may still be typed."""

    words: tuple[str, ...]
    is_begun: bool
    #: Those of the words that say nothing of what it is.
    asides: frozenset[str] = frozenset()
    #: What it denies, and what its head can do without.
    said: Said = Said()
    circumstances: Circumstances = Circumstances()

    @classmethod
    def of(cls, text: str) -> Question:
        """Cut, fold and part a text; small words go unless nothing else is left."""
        folded = fold(clip(text))
        words = tuple(telling(folded)[:MAX_WORDS])
        is_begun = not text[-1:].isspace()
        if len(words) == 1:
            return cls(words, is_begun)
        every = folded.replace("-", " ").split()
        said = said_of(every)
        asides = asides_of(every) | said.lacking
        return cls(words, is_begun, asides, said, circumstances_of(every))

    def by_its_head(self, circumstances: frozenset[str]) -> Question:
        """Give the question with its circumstances as asides."""
        asides = self.asides | circumstances
        return self._replace(asides=asides, circumstances=Circumstances())


class Mending(IntEnum):
    """Which words are read as they may be meant."""

    #: Those of somebody who types no å, ä and ö at all.
    DOTS = 0
    #: Those that are read badly, too.
    UNREAD = 1
    #: All that are not read as whole words.
    INEXACT = 2


class Read(NamedTuple):
    """A question as it is read in one index so far; nothing of it changes any more."""

    question: Question
    segments: tuple[Segment, ...]
    #: The readings of each stretch together, by its beginning and end.
    spans: Mapping[tuple[int, int], Span]
    #: What each word weighs: rare words much, words that say little a little.
    weights: list[float]
    #: Of each word, whether it says little.
    noise: list[bool]
    #: Of each word, whether it is an aside, as `asides` tells.
    aside: list[bool]


class Segments:
    """All segments of a question in one index, and what its words weigh."""

    def __init__(self, question: Question, reader: Reader) -> None:
        self.question = question
        self._reader = reader
        self.all: list[Segment] = []
        #: What was read besides the words themselves, by beginning and end.
        self._besides: dict[tuple[int, int], list[Reading]] = {}
        self._spans: dict[tuple[int, int], Span] = {}
        self._corrected: set[int] = set()
        #: The nearest correction of each corrected word.
        self._meant: dict[int, Correction] = {}
        self._read_words()
        if len(question.words) > 1:
            for segment in self._of_stretches():
                self._add(segment)

    @property
    def count(self) -> int:
        """How many words the question has."""
        return len(self.question.words)

    def read(self, question: Question) -> Read:
        """Give what is read so far, of the question or the same one with other asides."""
        spans = dict(self.spans())
        aside = [word in question.asides for word in question.words]
        noise = [each or self.is_noise(w) for each, w in zip(aside, question.words, strict=True)]
        weights = [self._weight(at, is_noise=each) for at, each in enumerate(noise)]
        return Read(question, tuple(self.all), spans, weights, noise, aside)

    def unread(self) -> int:
        """Tell how many words are read so badly that they are corrected."""
        return sum(self._best(at) < LINE.correct_word for at in range(self.count))

    def correct(self, mending: Mending) -> bool:
        """Add corrected spellings; returns whether anything was added.

        A codebook that cannot read most of a long question is about something else: there
        nothing is corrected.
        """
        before = len(self.all)
        if self._is_foreign():
            return False
        if mending < Mending.INEXACT:
            self._restore_dots()
        if mending > Mending.DOTS:
            self._correct_words(mending)
        if len(self._meant) > 1:
            for segment in self._meant_together():
                self._add(segment)
        return len(self.all) > before

    def _correct_words(self, mending: Mending) -> None:
        for position in range(self.count):
            whole = mending is Mending.INEXACT and not self._is_begun(position)
            limit = LINE.words if whole else LINE.correct_word
            if self.count > LONG_QUESTION and len(self._corrected) == MOST_MENDED:
                return
            if position not in self._corrected and self._best(position) < limit:
                self._corrected.add(position)
                for segment in self._corrections(position):
                    self._add(segment)

    def spans(self) -> dict[tuple[int, int], Span]:
        """Give the readings of each stretch together, by its beginning and end."""
        if not self._besides:
            return self._spans
        size = self._reader.index.size
        for place, besides in self._besides.items():
            before = self._spans.get(place)
            self._spans[place] = (
                with_guesses(before, besides, size) if before else combine(besides, size)
            )
        self._besides.clear()
        return self._spans

    def _add(self, segment: Segment) -> None:
        if len(segment.reading.vector.at):
            self.all.append(segment)
            self._besides.setdefault((segment.begin, segment.end), []).append(segment.reading)

    def _read_words(self) -> None:
        words = self.question.words
        is_alone, is_in_long = len(words) == 1, len(words) > LONG_QUESTION
        for position, word in enumerate(words):
            typed = Typed(word, self._is_begun(position), is_alone, is_in_long)
            meaning = self._reader.meaning(typed)
            self.all += [Segment(position, position + 1, each) for each in meaning.readings]
            if meaning.span is not None:
                self._spans[position, position + 1] = meaning.span

    def _is_foreign(self) -> bool:
        if self.count <= LONG_QUESTION:
            return False
        return self.unread() * 2 > self.count

    def _is_begun(self, position: int) -> bool:
        return self.question.is_begun and position == self.count - 1

    def _of_stretches(self) -> Iterator[Segment]:
        words, reader = self.question.words, self._reader
        yield from joined(words, reader)
        yield from named(words, [self.is_noise(word) for word in words], reader)
        yield from self._half_terms()

    def _half_terms(self) -> Iterator[Segment]:
        words, reader = self.question.words, self._reader
        if not self.question.is_begun:
            return
        for begin in range(max(0, len(words) - LONGEST_PHRASE), len(words) - 1):
            is_whole = begin > 0 and reader.holds(words[-1])
            for reading in reader.half_terms(" ".join(words[begin:]), is_whole=is_whole):
                yield Segment(begin, len(words), reading)

    def _restore_dots(self) -> None:
        """Read words as they may be meant by somebody who types no å, ä and ö at all."""
        if any(plain(word) != word for word in self.question.words):
            return
        for position, word in enumerate(self.question.words):
            for segment in self._as_corrected(position, self._reader.dotted(word)):
                self._add(segment)

    def _corrections(self, position: int) -> Iterator[Segment]:
        words, reader = self.question.words, self._reader
        is_long = len(words) > LONG_QUESTION
        found = reader.corrected(words[position], self._is_begun(position), is_long)
        yield from self._as_corrected(position, found)

    def _as_corrected(
        self, position: int, found: Sequence[tuple[Correction, Reading]]
    ) -> Iterator[Segment]:
        """Give the readings of a word's corrections, and of the phrases they make."""
        if found:
            self._meant.setdefault(position, found[0][0])
        for correction, reading in found:
            yield Segment(position, position + 1, reading)
            yield from self._phrases(position, {position: correction})

    def _meant_together(self) -> Iterator[Segment]:
        """Give the phrases that several corrected words make."""
        for position in sorted(self._meant)[:-1]:
            yield from self._phrases(position, self._meant)

    def _phrases(self, position: int, meant: Mapping[int, Correction]) -> Iterator[Segment]:
        """Give the terms of several words that hold a position, corrected words in their place."""
        words, reader = self.question.words, self._reader
        read = [meant[at].word if at in meant else word for at, word in enumerate(words)]
        in_phrase = [reader.lexicon.is_in_phrase(word) for word in read]
        for begin, end in _spans_over(position, len(words)):
            phrase = read[begin:end]
            is_known = all(in_phrase[begin:end])
            terms = reader.lexicon.exact(phrase, reader.system) if is_known else []
            if end - begin == len(("this", "next")):
                terms = terms + reader.lexicon.exact(["".join(phrase)], reader.system)
            if terms:
                mended = [meant[at] for at in range(begin, end) if at in meant]
                distance = sum(correction.distance for correction in mended)
                factor = QUALITY.correction - QUALITY.correction_per_edit * distance
                typed = " ".join(words[begin:end])
                why = f"rättat: {typed} → {' '.join(phrase)}"
                for meaning in reader.terms([TypedTerm(term) for term in terms]):
                    yield Segment(begin, end, meaning.weakened(factor, Tier.GUESS, why))

    def _best(self, position: int) -> float:
        over = (span for (begin, end), span in self.spans().items() if begin <= position < end)
        return max((span.surest for span in over), default=0.0)

    def _weight(self, position: int, *, is_noise: bool) -> float:
        span = self.spans().get((position, position + 1))
        matching = span.matching if span else 0
        size = self._reader.index.size
        weight = math.log1p(size / matching) if matching else WEIGHT.unknown
        weight = min(max(weight, WEIGHT.lightest), WEIGHT.heaviest)
        return weight * (WEIGHT.noise if is_noise else 1.0)

    def is_noise(self, word: str) -> bool:
        """Tell whether a word says little, so that an entry need not match it."""
        if word in NOISE_WORDS or word in STOP_WORDS or word in self.question.asides:
            return True
        is_drug = self._reader.system == "atc"
        return is_drug and (word in DOSE_WORDS or word[0].isdigit())


def _spans_over(position: int, count: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of two words and more that hold a position."""
    for begin in range(max(0, position - LONGEST_PHRASE + 1), position + 1):
        for end in range(max(position + 1, begin + 2), min(begin + LONGEST_PHRASE, count) + 1):
            yield begin, end
