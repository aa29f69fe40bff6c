"""Names of medicinal products as terms of their ATC codes, beside the lexicon.

What the register writes is seldom what people type: `Abacavir 2care4` is a substance and its
maker, `Creon 25000` a brand and its strength. A name is kept as it stands, and its first word
besides where that is a brand of its own: no word of the codebook, nor of the lexicon's diagnoses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final, Protocol

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.product import Product
from app.search.code_table import bare_code
from app.search.index import is_searched_by_word
from app.search.lexicon import Lexicon
from app.search.normalise import fold_each, spelling_keys, stem, stems_of, words_of
from app.search.ranking import DOSE_WORDS, NOISE_WORDS, STOP_WORDS
from app.search.terms import (
    FROM_PRODUCTS,
    LONGEST_PHRASE,
    SHORTEST_KEYED,
    Term,
    TermKind,
    key_of_word,
    keys_of_phrases,
    phrase_key,
    telling_words_of,
    words_of_phrases,
)

#: A word before names with more codes than this is a maker or a word of the language.
MOST_CODES: Final = 6
SHORTEST_BRAND: Final = 3
#: Codes begin alike when they belong to the same therapeutic group: L01.
_GROUP_LENGTH: Final = 3
_BETWEEN: Final = "|"


class ProductSource(Protocol):
    """The imported names of products."""

    def checksum(self) -> str:
        """Tell what the names were read from; empty where none were imported."""
        ...

    def all(self) -> Sequence[Product]:
        """Every product, in the order of the file."""
        ...


class NoProducts:
    """A source without products."""

    def checksum(self) -> str:
        """Nothing was read."""
        return ""

    def all(self) -> Sequence[Product]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class ProductNames:
    """Names with their codes, looked up by phrase and by beginning. Immutable."""

    #: As they are shown, and the codes of each, most usual first.
    names: Sequence[str] = ()
    codes: Sequence[str] = ()
    #: Phrase keys in order, and the name of each.
    keys: Sequence[str] = ()
    key_names: Sequence[int] = ()
    #: Folded names in order that may be found half typed, and the name of each.
    beginnings: Sequence[str] = ()
    beginning_names: Sequence[int] = ()

    def exact(self, key: str) -> list[Term]:
        """Give the name with that phrase key."""
        at = bisect_left(self.keys, key)
        if at < len(self.keys) and self.keys[at] == key:
            return [self._term(self.key_names[at])]
        return []

    def beginning(self, text: str, limit: int) -> list[Term]:
        """Give the shortest names that begin with a half-typed text, one for the same codes."""
        low = bisect_left(self.beginnings, text)
        high = bisect_left(self.beginnings, text + "\uffff", low)
        begun = [at for at in range(low, high) if self.beginnings[at] != text]
        begun.sort(key=lambda at: (len(self.beginnings[at]), at))
        by_codes: dict[str, int] = {}
        for at in begun:
            number = self.beginning_names[at]
            by_codes.setdefault(self.codes[number], number)
        return [self._term(number) for number in islice(by_codes.values(), limit)]

    def words(self) -> set[str]:
        """Every brand that is one word: what a slip may be corrected to."""
        return {text for text in self.beginnings if " " not in text}

    def _term(self, number: int) -> Term:
        targets = tuple(self.codes[number].split(_BETWEEN))
        return Term(
            self.names[number], targets, CodeSystem.ATC, TermKind.BRAND, source=FROM_PRODUCTS
        )


NO_NAMES: Final = ProductNames()


class NamedLexicon:
    """The lexicon with the product names of one edition before its own terms. Immutable."""

    def __init__(self, lexicon: Lexicon, products: ProductNames) -> None:
        self._lexicon = lexicon
        self._products = products
        lexicon.look_ups()
        self._phrase_words = lexicon.phrase_words | words_of_phrases(products.keys)

    def exact(self, words: Sequence[str], system: CodeSystem) -> list[Term]:
        """Give the names and terms that are exactly these words, in any order."""
        key = phrase_key(words)
        found = self._products.exact(key) + self._lexicon.of_key(key, system)
        if len(key) < SHORTEST_KEYED <= len("".join(words)):
            # Nobody inflects an abbreviation: `graves` is not `grav`.
            return [term for term in found if term.kind is not TermKind.ABBREVIATION]
        return found

    def is_in_phrase(self, word: str) -> bool:
        """Whether a word stands in a name or term of several words."""
        return key_of_word(word) in self._phrase_words

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        """Give the shortest names and terms that begin with a half-typed text."""
        begun = self._products.beginning(text, limit)
        begun += self._lexicon.beginning(text, system, limit)
        return sorted(begun, key=lambda term: (len(term.text), term.text))[:limit]

    def synsets(self, part: str, system: CodeSystem) -> list[Term]:
        """Give the groups of like words of the lexicon."""
        return self._lexicon.synsets(part, system)


def build_product_names(
    products: Iterable[Product], concepts: Sequence[Concept], lexicon: Lexicon
) -> ProductNames:
    """Make the terms of the products whose codes the edition has."""
    packs = Counter((product.name, product.atc, product.substances) for product in products)
    known = _Known(concepts, lexicon, list({name for name, *_ in packs}))
    found = _Found()
    for (name, atc, substances), times in packs.items():
        code = known.code_of(atc, substances)
        if code:
            found.take(name, code, times, known)
    return found.names(known)


class _Known:
    """What the edition and the lexicon say without any product, and the words of the products."""

    def __init__(
        self, concepts: Sequence[Concept], lexicon: Lexicon, products: Sequence[str]
    ) -> None:
        self._codes = {concept.code for concept in concepts}
        searched = list(filter(is_searched_by_word, concepts))
        titles = [
            folded.replace("-", " ").split() for folded in fold_each([c.title for c in searched])
        ]
        names = [" ".join(name.split()) for name in products]
        brands = list({_brand_of(name) for name in names})
        telling = telling_words_of([*names, *brands])
        #: The telling words of each name and of the brand that it may begin with.
        self.words = dict(zip((*names, *brands), telling, strict=True))
        first = list({words[0] for words in telling if words})
        self._spelled = dict(zip(first, spelling_keys(first), strict=True))
        self.keys = keys_of_phrases(chain(titles, telling))
        self._titles: dict[str, list[str]] = defaultdict(list)
        for concept, words in zip(searched, titles, strict=True):
            if not concept.is_structural:
                self._titles[self.keys.of(words)].append(concept.code)
        met = set(chain.from_iterable(titles))
        spelled = spelling_keys([word for word in met if len(word) >= SHORTEST_KEYED])
        self._words = met.union(stems_of(list(met)), spelled)
        # Of procedures as well, brands are part of what people say: "spiral Mirena".
        said = lexicon.of_system(CodeSystem.ICD10SE).words(CodeSystem.ICD10SE)
        self._ordinary = said | NOISE_WORDS | STOP_WORDS | DOSE_WORDS

    def code_of(self, atc: str, substances: str) -> str:
        """Give the product's code, or in an edition of other years that of its substance.

        A substance that moved within its therapeutic group is found by its name; nothing is
        given where that is none or several.
        """
        if atc in self._codes:
            return atc
        named = self._titles.get(self.keys.of(words_of(substances)), ())
        moved = [code for code in named if code.startswith(atc[:_GROUP_LENGTH])]
        return moved[0] if len(moved) == 1 else ""

    def is_title(self, words: Sequence[str]) -> bool:
        """Whether the words are what a code is called."""
        return self.keys.of(words) in self._titles

    def has_word(self, word: str) -> bool:
        """Whether titles hold the first word of a name, inflected or in another spelling."""
        if word in self._words or stem(word) in self._words:
            return True
        return len(word) >= SHORTEST_KEYED and self._spelled[word] in self._words

    def is_brand(self, words: Sequence[str]) -> bool:
        """Whether a name can be typed by itself and mean nothing else: `Solu-Medrol`."""
        if len("".join(words)) < SHORTEST_BRAND:
            return False
        first = words[0]
        return not (first.isdigit() or first in self._ordinary or self.has_word(first))


@dataclass(slots=True)
class _Found:
    """Names on the way to their terms, by phrase key."""

    shown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    #: Of whole names, and of the names that begin with a brand.
    own: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    led: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    words: dict[str, list[str]] = field(default_factory=dict)
    #: Keys of brands, and of names that begin with one.
    branded: set[str] = field(default_factory=set)

    def take(self, name: str, code: str, times: int, known: _Known) -> None:
        """Keep a name that stands so many times in the list, and the brand that it begins with."""
        shown = " ".join(name.split())
        brand, words = _brand_of(shown), known.words[shown]
        brand_words = known.words[brand]
        has_brand = "/" not in brand and known.is_brand(brand_words)
        if has_brand:
            key = known.keys.of(brand_words)
            self._file(brand, brand_words, key, self.led)[code] += times
            self.branded.add(key)
        is_one_word = len(words) == 1
        is_known = known.is_title(words) or (is_one_word and not has_brand)
        if words and len(words) <= LONGEST_PHRASE and not is_known:
            key = known.keys.of(words)
            self._file(shown, words, key, self.own)[code] += times
            if has_brand:
                self.branded.add(key)

    def _file(
        self, shown: str, words: list[str], key: str, counts: dict[str, Counter[str]]
    ) -> Counter[str]:
        self.shown[key][shown] += 1
        self.words.setdefault(key, words)
        return counts[key]

    def names(self, known: _Known) -> ProductNames:
        """Give the terms in order."""
        kept = [key for key in sorted(self.shown) if self._is_told(key)]
        names = [_most(self.shown[key])[0] for key in kept]
        keys = {key: number for number, key in enumerate(kept)}
        for number, key in enumerate(kept):
            keys.setdefault(known.keys["".join(self.words[key])], number)
        branded = [n for n, key in enumerate(kept) if key in self.branded]
        beginnings = fold_each([names[n] for n in branded])
        folded = {text.replace("-", " "): n for text, n in zip(beginnings, branded, strict=True)}
        return ProductNames(
            names,
            [_BETWEEN.join(map(bare_code, self._codes(key))) for key in kept],
            *_columns(keys),
            *_columns(folded),
        )

    def _is_told(self, key: str) -> bool:
        return key in self.own or len(self.led[key]) <= MOST_CODES

    def _codes(self, key: str) -> list[str]:
        """Give the codes of the name itself before those of longer names, most usual first."""
        listed = (_most(counts[key]) for counts in (self.own, self.led) if key in counts)
        return list(dict.fromkeys(chain.from_iterable(listed)))[:MOST_CODES]


def _brand_of(name: str) -> str:
    """Give the first word of a name without the marks behind it."""
    return name.split(" ", maxsplit=1)[0].rstrip(",.;:®™")


def _most(counts: Counter[str]) -> list[str]:
    """Give what was counted, most usual first, equal ones in order."""
    if len(counts) == 1:
        return list(counts)
    return sorted(counts, key=lambda each: (-counts[each], each))


def _columns(numbers: Mapping[str, int]) -> tuple[list[str], list[int]]:
    texts = sorted(numbers)
    return texts, [numbers[text] for text in texts]
