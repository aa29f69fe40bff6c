"""What one typed word, part or lexicon term can mean in one index."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.codes import CodeSystem, format_code
from app.search.compiled import Compiled
from app.search.compound_spelling import CompoundCorrector
from app.search.compounds import Splitter
from app.search.lexicon import KIND_LABEL, SHORTEST_KEYED, Lexicon, Term, TermKind
from app.search.local_terms import NO_TERMS, with_local_terms
from app.search.normalise import adjective_root, spelling_key, stem, words_of
from app.search.product_names import NamedLexicon
from app.search.ranking import (
    QUALITY,
    TERM_EXPLAINS,
    TERM_EXPLAINS_BELOW,
    TERM_EXPLAINS_NEXT,
)
from app.search.spans import Reading, Span, Tier, combine
from app.search.spelling import Correction, Corrector
from app.search.vectors import Places, Vector, filled, merge

SHORTEST_BEGINNING = 2
SHORTEST_INSIDE = 4
SHORTEST_SPLIT = 6
#: What stands before the end of a compound has so many letters; *chock* is none of *hock*.
SHORTEST_BEFORE = 2
#: So many words' readings are remembered: while somebody types, only the last word is new.
REMEMBERED = 96
#: With a known word no farther away than this, no compound is made up of parts.
SURELY_MEANT = 0.9
MOST_CORRECTIONS = 4


_NO_WORDS = np.empty(0, np.intp)
_NO_QUALITY = np.empty(0, np.float32)


class Meaning(NamedTuple):
    """The readings of a word, and all of them together; None where there are none."""

    readings: tuple[Reading, ...]
    span: Span | None


class Reader:
    """Reads words in one index. Safe to share between threads."""

    def __init__(
        self, compiled: Compiled, lexicon: Lexicon, system: CodeSystem, local: Lexicon = NO_TERMS
    ) -> None:
        self.index = compiled.index
        self.index.look_ups()
        self._known = compiled.known
        self._shipped = NamedLexicon(lexicon, compiled.products)
        self.system = system
        self.splitter = Splitter(compiled.parts)
        self.compounds = CompoundCorrector(compiled.parts)
        self._take_in(local)

    def beside(self, local: Lexicon) -> Reader:
        """Give a reader that knows other local terms, and shares all that they do not touch."""
        other = copy(self)
        other._take_in(local)  # noqa: SLF001 - one of its own
        return other

    def _take_in(self, local: Lexicon) -> None:
        self.lexicon = with_local_terms(self._shipped, local)
        self.corrector = Corrector(self._known.including(local.words(self.system)))
        self.word = lru_cache(REMEMBERED)(self._word)
        self.part = lru_cache(REMEMBERED * 2)(self._part)
        self.whole = lru_cache(REMEMBERED * 4)(self._whole)
        self.corrected = lru_cache(REMEMBERED)(self._corrected)
        self.root = lru_cache(REMEMBERED * 4)(self._root)
        self.dotted = lru_cache(REMEMBERED)(self._dotted)
        #: What `scoring` found for the last question: one value, replaced whole.
        self.last: object = None

    def _word(self, word: str, is_begun: bool) -> Meaning:
        """Every reading of a word but its corrections."""
        readings = [self.whole(word)]
        if len(word) >= SHORTEST_BEGINNING and not word.isdigit():
            readings.append(self._beginning(word))
            readings.append(self._inside(word))
            readings += self._alike(word)
            readings += self._of_adjective(word)
        if len(word) >= SHORTEST_SPLIT:
            readings += self._parted(word, is_begun)
        return self._meaning(readings)

    def whole_word(self, word: str, is_begun: bool) -> Meaning:
        """Read a word of a long question: as it stands if that is possible."""
        whole = self.whole(word)
        return self._meaning([whole]) if len(whole.vector.at) else self.word(word, is_begun)

    def joined(self, word: str) -> list[Reading]:
        """Neighbouring words read as one, where there is such a word."""
        whole = self.whole(word)
        if not len(whole.vector.at):
            return []
        return [whole.weakened(QUALITY.joined, Tier.WORDS, f"ord: {word}")]

    def _meaning(self, readings: Sequence[Reading]) -> Meaning:
        fitting = tuple(reading for reading in readings if len(reading.vector.at))
        return Meaning(fitting, combine(fitting, self.index.size) if fitting else None)

    def term(self, term: Term, *, factor: float = 1.0, tier: Tier = Tier.WORDS) -> list[Reading]:
        """Tell what a lexicon term stands for, a reading for each target."""
        if term.is_product:
            return self._product(term, factor, tier)
        label = f"{term.label}: {term.text} →"
        if term.points_at_codes:
            return [
                self._code_target(code, rank, factor, tier, f"{label} {self._shown(code)}")
                for rank, code in enumerate(term.codes)
            ]
        return [
            self._target(target, QUALITY.phrase * factor, tier, f"{label} {target.strip('*')}")
            for target in term.targets
        ]

    def _corrected(
        self, word: str, is_begun: bool, is_in_long: bool
    ) -> tuple[tuple[Correction, Reading], ...]:
        """Give the word with its spelling corrected, nearest first."""
        found = self.corrector.corrections(word, is_begun=is_begun)
        if not found or found[0].distance > SURELY_MEANT:
            found = sorted([*found, *self.compounds.corrections(word, is_begun=is_begun)])
        read = self.whole_word if is_in_long else self.word
        pairs = (
            (c, self._correction(word, c, read(c.word, False).readings))
            for c in found[:MOST_CORRECTIONS]
        )
        return tuple(pairs)

    def _dotted(self, word: str) -> tuple[tuple[Correction, Reading], ...]:
        """Give what a word is with å, ä and ö, unless it is the more usual word as it stands."""
        usual = self._usual(word)
        found = [c for c in self.corrector.with_dots(word) if self._usual(c.word) > usual]
        pairs = ((c, self._correction(word, c, self.word(c.word, False).readings)) for c in found)
        return tuple(pairs)

    def _usual(self, word: str) -> int:
        """Tell how many entries hold a word; a word of the lexicon counts as one."""
        number = self.index.number.get(word)
        if number is not None:
            return int(self.index.start[number + 1] - self.index.start[number])
        return int(self.corrector.knows(word))

    def _correction(self, word: str, correction: Correction, own: Sequence[Reading]) -> Reading:
        readings = list(own)
        for term in self.lexicon.exact([correction.word], self.system):
            readings += self.term(term)
        factor = QUALITY.correction - QUALITY.correction_per_edit * correction.distance
        why = f"rättat: {word} → {correction.word}"
        return self._together(readings).weakened(factor, Tier.GUESS, why)

    def _together(self, readings: Sequence[Reading]) -> Reading:
        if not readings:
            return self._of_words({}, Tier.GUESS, "")
        return Reading(
            merge((r.vector for r in readings), self.index.size),
            Tier.GUESS,
            "",
            np.concatenate([r.words for r in readings]),
            np.concatenate([r.quality for r in readings]),
            merge((r.explained for r in readings if len(r.explained.at)), self.index.size),
        )

    def _of_words(self, quality: dict[int, float], tier: Tier, why: str) -> Reading:
        numbers = np.fromiter(quality, np.intp, len(quality))
        values = np.fromiter(quality.values(), np.float32, len(quality))
        return Reading(self.index.vector(numbers, values), tier, why, numbers, values)

    def _whole(self, word: str) -> Reading:
        """Give the word itself, inflected, or spelled the Latin way."""
        index, quality = self.index, dict[int, float]()
        if len(word) >= SHORTEST_KEYED:
            for number in index.by_key.of(spelling_key(word)):
                quality[number] = QUALITY.variant
        if len(word) >= SHORTEST_BEGINNING and not word.isdigit():
            for form in {stem(word), word}:
                for number in index.by_stem.of(form):
                    quality[number] = QUALITY.stem
            if stem(word) in index.number:
                quality[index.number[stem(word)]] = QUALITY.stem
        if word in index.number:
            quality[index.number[word]] = QUALITY.exact
        return self._of_words(quality, Tier.WORDS, f"ord: {word}")

    def _beginning(self, word: str) -> Reading:
        found = self.index.beginning_with(word)
        numbers = np.arange(found.start, found.stop)
        lengths = self.index.lengths[found.start : found.stop]
        share = QUALITY.beginning_share * len(word)
        values = (QUALITY.beginning + share / lengths).astype(np.float32)
        vector = self.index.vector_of_range(found, values)
        why = f"ordbörjan: {word}"
        return Reading(vector, Tier.PARTS, why, numbers, values, is_beginning=True)

    def _inside(self, word: str) -> Reading:
        letters = stem(word) if len(stem(word)) >= SHORTEST_INSIDE else word
        why = f"del av ord: {word}"
        if len(letters) < SHORTEST_INSIDE:
            return self._of_words({}, Tier.PARTS, why)
        heads, inside = self.index.containing(letters)
        numbers = np.concatenate((heads, inside))
        values = np.full(len(numbers), QUALITY.inside, np.float32)
        before = self.index.stem_lengths[heads] - len(letters)
        values[: len(heads)][before >= SHORTEST_BEFORE] = QUALITY.compound_head
        return Reading(self.index.vector(numbers, values), Tier.PARTS, why, numbers, values)

    def _alike(self, word: str) -> list[Reading]:
        """Words of the same meaning."""
        return [
            self._target(
                target,
                QUALITY.synset,
                Tier.PARTS,
                f"{KIND_LABEL[TermKind.SYNSET]}: {word} → {target.strip('*')}",
            )
            for term in self.lexicon.synsets(word, self.system)
            for target in term.targets
        ]

    def _of_adjective(self, word: str) -> list[Reading]:
        """Give the words that an adjective is made of, or made with: `duodenal`, *duodenum*."""
        root = adjective_root(word)
        if not root:
            return []
        found = self.index.beginning_with(root)
        numbers = np.arange(found.start, found.stop)
        values = np.full(len(numbers), QUALITY.adjective, np.float32)
        vector = self.index.vector_of_range(found, values)
        return [Reading(vector, Tier.PARTS, f"samma stam: {word} → {root}", numbers, values)]

    def _parted(self, word: str, is_begun: bool) -> list[Reading]:
        found: list[Reading] = []
        for split in self.splitter.split(word, is_begun=is_begun):
            gap = QUALITY.split - QUALITY.gap_per_letter * split.gap
            tier = Tier.GUESS if split.gap else Tier.PARTS
            readings = [self.part(part) for part in split.parts]
            found += self._all_wanted(readings, gap, tier, f"del av ord: {split.label}")
        return found

    def _part(self, part: str) -> Reading:
        """Give a part of a compound, wherever it stands in a word, or what is like it."""
        readings = [self.whole(part), *self._alike(part)]
        if len(part) >= SHORTEST_INSIDE:
            readings += [self._beginning(part), self._inside(part)]
        return self._together([r for r in readings if len(r.vector.at)])

    def _target(self, target: str, factor: float, tier: Tier, why: str) -> Reading:
        """Give a word target: `appendicit`, `malign tumör`, `kardi*`, `*it`."""
        roots = [self.root(root) for root in target.lower().split()]
        if len(roots) == 1:
            return roots[0].weakened(factor, tier, why)
        full = self._all_wanted(roots, factor, tier, why)
        return full[0] if full else self._of_words({}, tier, why)

    def _root(self, root: str) -> Reading:
        index, letters = self.index, "".join(words_of(root))
        if root.endswith("*"):
            numbers: Iterable[int] = index.beginning_with(letters)
        elif root.startswith("*"):
            numbers = index.containing(letters)[0].tolist()
        else:
            return self.whole(letters)
        return self._of_words(dict.fromkeys(numbers, 1.0), Tier.PARTS, "")

    def _all_wanted(
        self, readings: Sequence[Reading], factor: float, tier: Tier, why: str
    ) -> list[Reading]:
        """Parts that are wanted together: where all stand, and more faintly where some do."""
        size, shares = self.index.size, [_rarity(r, self.index.size) for r in readings]
        total = np.zeros(size, np.float32)
        for reading, share in zip(readings, shares, strict=True):
            total[reading.vector.at] += np.float32(share) * reading.vector.value
        mean = total * np.float32(QUALITY.split_mean / sum(shares))
        words = np.concatenate([r.words for r in readings])
        quality = np.concatenate([r.quality for r in readings]) * np.float32(factor)
        least = _least([reading.vector for reading in readings])
        value = mean[least.at] + np.float32(1 - QUALITY.split_mean) * least.value
        full = Reading(_vector(least.at, value * factor), tier, why, words, quality)
        some = (total > 0).nonzero()[0]
        partly = Reading(
            _vector(some, mean[some] * factor), Tier.GUESS, why, _NO_WORDS, _NO_QUALITY
        )
        return [full, partly]

    def _product(self, term: Term, factor: float, tier: Tier) -> list[Reading]:
        """Give the codes of a product: exactly these, not what stands below them."""
        why = f"{KIND_LABEL[term.kind]}: {term.text}"
        factor *= QUALITY.product_begun if tier is Tier.PARTS else 1.0
        readings = [
            self._pointed(self.index.with_code(code), code, rank, factor, tier, why)
            for rank, code in enumerate(term.codes)
        ]
        return [reading.of_product() for reading in readings]

    def _code_target(self, code: str, rank: int, factor: float, tier: Tier, why: str) -> Reading:
        found = self.index.with_code_prefix(code)
        return self._pointed(found, code, rank, factor, tier, why)

    def _shown(self, code: str) -> str:
        return format_code(self.system, code)

    def _pointed(
        self, found: range, code: str, rank: int, factor: float, tier: Tier, why: str
    ) -> Reading:
        """Give the entries that a term points at, the one of the code itself above the others."""
        at = np.arange(found.start, found.stop)
        loss = min(rank * QUALITY.next_target, QUALITY.last_target)
        value = filled(len(at), (QUALITY.code_term - loss) * factor)
        less = TERM_EXPLAINS_NEXT * loss
        share = filled(len(at), TERM_EXPLAINS_BELOW - less)
        if len(at) and self.index.codes[found.start] == code:
            share[0] = TERM_EXPLAINS - less
        return Reading(Vector(at, value), tier, why, _NO_WORDS, _NO_QUALITY, Vector(at, share))


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
