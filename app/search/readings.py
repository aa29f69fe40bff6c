"""What one typed word, part or lexicon term can mean in one index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache

import numpy as np

from app.domain.codes import CodeSystem
from app.search.compiled import Compiled
from app.search.compound_spelling import CompoundCorrector
from app.search.compounds import Splitter
from app.search.lexicon import Lexicon
from app.search.local_terms import NO_TERMS, with_local_terms
from app.search.normalise import adjective_root, akin, looks_latin, spelling_key, stem, words_of
from app.search.pointed import PointedCodes, TypedTerm
from app.search.product_names import NamedLexicon
from app.search.ranking import QUALITY
from app.search.spans import Reading, Tier, combine
from app.search.spelling import Correction, Corrector
from app.search.terms import KIND_LABEL, SHORTEST_KEYED, Term, TermKind
from app.search.typed_words import Meaning, Typed, parted_number
from app.search.vectors import EMPTY, beside, merge
from app.search.wanted import all_wanted

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
#: Half-typed lexicon terms: from how many letters, and how many of them.
SHORTEST_HALF_TERM = 3
MOST_HALF_TERMS = 12


_NO_WORDS = np.empty(0, np.intp)
_NO_QUALITY = np.empty(0, np.float32)
_NOTHING = Reading(EMPTY, Tier.GUESS, "", _NO_WORDS, _NO_QUALITY)


class Reader:
    """Reads words in one index. Safe to share between threads."""

    def __init__(self, compiled: Compiled, system: CodeSystem, local: Lexicon = NO_TERMS) -> None:
        self.index = compiled.index
        self.index.look_ups()
        self._known = compiled.known
        self._shipped = NamedLexicon(Lexicon.of(compiled.terms), compiled.products)
        self.system = system
        self.splitter = Splitter(compiled.parts)
        self.compounds = CompoundCorrector(compiled.parts)
        self._pointed = PointedCodes(self.index, system)
        self._take_in(local)

    def beside(self, local: Lexicon) -> Reader:
        """Give a reader that knows other local terms, and shares all that they do not touch."""
        other = copy(self)
        other._take_in(local)  # noqa: SLF001 - one of its own
        return other

    def _take_in(self, local: Lexicon) -> None:
        self.lexicon = with_local_terms(self._shipped, local)
        self.corrector = Corrector(self._known.including(local.words(self.system)))
        self.meaning = lru_cache(REMEMBERED)(self._meaning)
        self.word = lru_cache(REMEMBERED)(self._word)
        self.part = lru_cache(REMEMBERED * 2)(self._part)
        self.whole = lru_cache(REMEMBERED * 4)(self._whole)
        self.corrected = lru_cache(REMEMBERED)(self._corrected)
        self.root = lru_cache(REMEMBERED * 4)(self._root)
        self.dotted = lru_cache(REMEMBERED)(self._dotted)
        #: What `scoring` found for the last question: one value, replaced whole.
        self.last: object = None

    def _meaning(self, typed: Typed) -> Meaning:
        """Read a word, and the terms that it is, or may become."""
        word, is_begun, is_alone, is_in_long = typed
        named = self.lexicon.exact([word], self.system)
        readings = [
            *(self.whole_word if is_in_long else self.word)(word, is_begun),
            *self._named(word, named, is_begun),
            *(
                self.half_terms(word, is_whole=not is_alone and self.holds(word))
                if is_begun
                else ()
            ),
        ]
        fitting = [reading for reading in readings if len(reading.vector.at)]
        return Meaning(fitting, combine(fitting, self.index.size) if fitting else None)

    def _named(self, word: str, terms: Sequence[Term], is_begun: bool) -> list[Reading]:
        """Read the terms that a word is; `hypon` that goes on is not *hypo* in another form."""
        other = [term for term in terms if len(term.text) < len(word)]
        if not (other and is_begun and self._goes_on(word)):
            return self.terms([TypedTerm(term) for term in terms])
        begun = [TypedTerm(term, QUALITY.beginning, QUALITY.beginning) for term in other]
        same = [TypedTerm(term) for term in terms if term not in other]
        return [*self.terms(same), *self.terms(begun, Tier.PARTS)]

    def _goes_on(self, word: str) -> bool:
        """Whether longer words of titles or terms begin so, and it is not whole in Latin."""
        longer = self.index.beginning_with(word) or self.lexicon.beginning(word, self.system, 1)
        return bool(longer) and not looks_latin(word)

    def holds(self, word: str) -> bool:
        """Whether titles hold a word as it stands."""
        return word in self.index.number

    def half_terms(self, text: str, *, is_whole: bool) -> list[Reading]:
        """Give the terms that begin with a text; `is_whole` where its last word needs no more."""
        if len(text) < SHORTEST_HALF_TERM:
            return []
        typed: list[TypedTerm] = []
        for term in self.lexicon.beginning(text, self.system, MOST_HALF_TERMS):
            share = min(1.0, len(text) / len(term.text))
            factor = QUALITY.beginning + QUALITY.beginning_share * share
            factor *= QUALITY.whole_begun if is_whole else 1.0
            factor *= QUALITY.product_begun if term.is_product else 1.0
            typed.append(TypedTerm(term, factor, (1 + share) / 2))
        return self.terms(typed, Tier.PARTS)

    def _word(self, word: str, is_begun: bool) -> tuple[Reading, ...]:
        """Every reading of a word but its corrections, and the terms that it is."""
        readings = self._as_typed(word, is_begun)
        if len(word) >= SHORTEST_BEGINNING and not word.isdigit():
            readings.append(self._beginning(word))
            readings.append(self._inside(word))
            readings += self._alike(word)
            readings += self._of_adjective(word)
            readings += self._numbered(word)
        if len(word) >= SHORTEST_SPLIT:
            readings += self._parted(word, is_begun)
        return tuple(reading for reading in readings if len(reading.vector.at))

    def _as_typed(self, word: str, is_begun: bool) -> list[Reading]:
        """Read a word as it stands; `febr` only begins *febrar*, `njurs` goes on to *njursten*."""
        whole = self.whole(word)
        if not is_begun or not len(whole.words) or word in self.index.number:
            return [whole]
        longer = self.index.beginning_with(word)
        held = dict(zip(whole.words.tolist(), whole.quality.tolist(), strict=True))
        begun = {number: quality for number, quality in held.items() if number in longer}
        other = {number: quality for number, quality in held.items() if number not in longer}
        tier = Tier.WORDS
        if other and self._goes_on(word):
            tier, other = Tier.PARTS, {n: q * QUALITY.beginning for n, q in other.items()}
        found = self._of_words(begun, Tier.PARTS, f"ordbörjan: {word}")
        return [found, self._of_words(other, tier, whole.why)]

    def whole_word(self, word: str, is_begun: bool) -> tuple[Reading, ...]:
        """Read a word of a long question: as it stands if that is possible."""
        whole = self.whole(word)
        return (whole,) if len(whole.vector.at) else self.word(word, is_begun)

    def joined(self, word: str) -> list[Reading]:
        """Neighbouring words read as one, where there is such a word."""
        whole = self.whole(word)
        if not len(whole.vector.at):
            return []
        return [whole.weakened(QUALITY.joined, Tier.WORDS, f"ord: {word}")]

    def terms(self, typed: Sequence[TypedTerm], tier: Tier = Tier.WORDS) -> list[Reading]:
        """Tell what terms of the lexicon stand for: those that name codes taken together."""
        found: list[Reading] = []
        for are_products in (True, False):
            alike = [e for e in typed if e.term.codes and e.term.is_product is are_products]
            if alike:
                found += self._pointed.read(alike, tier, are_products=are_products)
        for term, factor, _ in typed:
            if not term.codes:
                label = f"{term.label}: {term.text} →"
                found += [
                    self._target(
                        target, QUALITY.phrase * factor, tier, f"{label} {target.strip('*')}"
                    )
                    for target in term.targets
                ]
        return found

    def _corrected(
        self, word: str, is_begun: bool, is_in_long: bool
    ) -> tuple[tuple[Correction, Reading], ...]:
        """Give the word with its spelling corrected, nearest first."""
        found = self.corrector.corrections(word, is_begun=is_begun)
        if not found or found[0].distance > SURELY_MEANT:
            found = sorted([*found, *self.compounds.corrections(word, is_begun=is_begun)])
        read = self.whole_word if is_in_long else self.word
        pairs = (
            (c, self._correction(word, c, read(c.word, False))) for c in found[:MOST_CORRECTIONS]
        )
        return tuple(pairs)

    def _dotted(self, word: str) -> tuple[tuple[Correction, Reading], ...]:
        """Give what a word is with å, ä and ö, unless it is the more usual word as it stands."""
        usual = self._usual(word)
        found = [c for c in self.corrector.with_dots(word) if self._usual(c.word) > usual]
        pairs = ((c, self._correction(word, c, self.word(c.word, False))) for c in found)
        return tuple(pairs)

    def _usual(self, word: str) -> int:
        """Tell how many entries hold a word; a word of the lexicon counts as one."""
        number = self.index.number.get(word)
        if number is not None:
            return int(self.index.start[number + 1] - self.index.start[number])
        return int(self.corrector.knows(word))

    def _correction(self, word: str, correction: Correction, own: Sequence[Reading]) -> Reading:
        named = self.lexicon.exact([correction.word], self.system)
        readings = [*own, *self.terms([TypedTerm(term) for term in named])]
        factor = QUALITY.correction - QUALITY.correction_per_edit * correction.distance
        why = f"rättat: {word} → {correction.word}"
        return self._together(readings).weakened(factor, Tier.GUESS, why)

    def _together(self, readings: Sequence[Reading]) -> Reading:
        if not readings:
            return _NOTHING
        return Reading(
            beside([r.vector for r in readings]),
            Tier.GUESS,
            "",
            np.concatenate([r.words for r in readings]),
            np.concatenate([r.quality for r in readings]),
            beside([r.explained for r in readings if len(r.explained.at)]),
        )

    def _of_words(self, quality: dict[int, float], tier: Tier, why: str) -> Reading:
        if not quality:
            return _NOTHING
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
            for form in akin(word):
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
        size = self.index.size
        for split in self.splitter.split(word, is_begun=is_begun):
            gap = QUALITY.split - QUALITY.gap_per_letter * split.gap
            tier = Tier.GUESS if split.gap else Tier.PARTS
            readings = [self.part(part) for part in split.parts]
            found += all_wanted(readings, gap, tier, f"del av ord: {split.label}", size)
        return found

    def _numbered(self, word: str) -> list[Reading]:
        """Read letters and a number that are written together as if they stood apart."""
        letters, *number = parted_number(word)
        if not number:
            return []
        named = [TypedTerm(term) for term in self.lexicon.exact([letters], self.system)]
        first = self._together([*self.word(letters, False), *self.terms(named)])
        parts = [self._each_once(first), self.whole(*number)]
        why = f"del av ord: {letters}|{number[0]}"
        return all_wanted(parts, QUALITY.split, Tier.PARTS, why, self.index.size)

    def _part(self, part: str) -> Reading:
        """Give a part of a compound, wherever it stands in a word, or what is like it."""
        readings = [self.whole(part), *self._alike(part)]
        if len(part) >= SHORTEST_INSIDE:
            readings += [self._beginning(part), self._inside(part)]
        return self._each_once(self._together([r for r in readings if len(r.vector.at)]))

    def _each_once(self, reading: Reading) -> Reading:
        """Give a reading that can be wanted together with others."""
        return reading._replace(vector=merge(reading.vector, self.index.size))

    def _target(self, target: str, factor: float, tier: Tier, why: str) -> Reading:
        """Give a word target: `appendicit`, `malign tumör`, `kardi*`, `*it`."""
        roots = [self.root(root) for root in target.lower().split()]
        if len(roots) == 1:
            return roots[0].weakened(factor, tier, why)
        full = all_wanted(roots, factor, tier, why, self.index.size)
        return full[0]

    def _root(self, root: str) -> Reading:
        index, letters = self.index, "".join(words_of(root))
        if root.endswith("*"):
            numbers: Iterable[int] = index.beginning_with(letters)
        elif root.startswith("*"):
            numbers = index.containing(letters)[0].tolist()
        else:
            return self._each_once(self.whole(letters))
        return self._each_once(self._of_words(dict.fromkeys(numbers, 1.0), Tier.PARTS, ""))
