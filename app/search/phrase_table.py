"""All that words of a note can be looked up as: terms, titles, abbreviations and products."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.search.code_table import bare_code
from app.search.edition_search import EditionSearch
from app.search.filed_terms import FiledTerms
from app.search.lexicon import Lexicon
from app.search.normalise import fold, fold_each
from app.search.phrase_spelling import PhraseSpelling
from app.search.phrase_titles import read_titles
from app.search.phrase_words import PhraseWords, ends_in
from app.search.product_names import ProductNames
from app.search.readings import Reader
from app.search.terms import (
    SHORTEST_KEYED,
    TermKind,
    key_of_word,
    keys_of_phrases,
    phrase_key,
    telling,
    words_of_phrases,
)

_BETWEEN: Final = "|"
_ABBREVIATION: Final = tuple(TermKind).index(TermKind.ABBREVIATION)
_CODES: Final = re.compile(r"[A-Z][A-Z0-9.]*(?:\|[A-Z][A-Z0-9.]*)*")
#: More codes than this are not what anybody means by one word.
_MOST_CODES: Final = 6
#: So much of the codes of an abbreviation lies in one chapter, or it means several things.
_LEAST_AGREEING: Final = 0.6
#: *Infektioner* and *infektion* have two stems.
_PLURAL: Final = re.compile(r"(?<=[a-z]ion)(?:er|en|erna|ernas|ens|ers)$")
#: Keys this short may be what is left of quite different words.
_SHORT_KEY: Final = 4
#: A drug is a substance, or a group as small as those are.
_DRUG_LENGTH: Final = 5
#: Abbreviations up to this length are words as well: only in capitals.
_SHORT_ABBREVIATION: Final = 3


class Named(NamedTuple):
    """The code that words name, and the others that they may stand for."""

    concept: Concept
    others: tuple[str, ...]
    #: Whether the words are a term or a title, and not only most of one.
    is_whole: bool


class PhraseTable:
    """The phrases of one edition by their key. Safe to share between threads."""

    def __init__(
        self, edition: EditionSearch, reader: Reader, local: Lexicon, words: PhraseWords
    ) -> None:
        system, compiled, concepts = edition.edition.system, edition.compiled, edition.concepts
        self.system = system
        self._corrector = reader.corrector
        self._order = compiled.order
        self._concepts = concepts
        self._named: dict[str, Named | None] = {}
        own = local.of_system(system).filed
        told, heard = read_titles(compiled.index, concepts, words)
        told.update(_products(compiled.products))
        told.update(_terms(compiled.terms))
        told.update(_terms(own))
        told.update(_wordings(compiled.terms, heard | told))
        told.update(words.also.get(system, {}))
        #: The codes of whole terms and titles, best first, and of what is most of a title.
        self._told, self._heard = told, heard
        written = (*compiled.index.vocabulary, *compiled.terms.written)
        written += tuple(fold_each(compiled.products.names))
        self._short = _words_of_short_keys((*written, *own.written), told.keys() | heard.keys())
        #: The words that phrases of several words are made of.
        self.words = words_of_phrases(chain(told, heard))
        single = (key for key in chain(told, heard) if " " not in key)
        self.spelling = PhraseSpelling(reader.corrector, single)
        self._abbreviations = frozenset(_short_abbreviations(compiled.terms))
        self._words = words

    def named(self, key: str) -> Named | None:
        """Give the codes that a phrase key names; None where it names none of the edition."""
        targets = self._told.get(key) or self._heard.get(key)
        if targets is None:
            return None
        if key not in self._named:
            self._named[key] = self._resolved(targets, is_whole=key in self._told)
        return self._named[key]

    def is_written_so(self, key: str, word: str, *, is_capital: bool) -> bool:
        """Whether a single word of a note is the word that its key stands for here.

        A key of few letters is shared by words that have nothing to do with each other (`senare`,
        *senna*); a short abbreviation is written in capitals and never inflected; a procedure is
        told by its end.
        """
        if key in self._abbreviations:
            is_long = len(key) > _SHORT_ABBREVIATION or key in self._words.small_letters
            return word == key and (is_capital or is_long)
        if self.system is CodeSystem.KVA and not ends_in(word, self._words.procedures):
            return False
        if len(key) > _SHORT_KEY:
            return True
        return any(_is_form_of(word, each) for each in self._short.get(key, ()))

    def singular(self, word: str) -> str:
        """Give the key of a phrase that an unknown word is a plural of, or nothing.

        *Infektioner* has another stem than *infektion*.
        """
        key = key_of_word(_PLURAL.sub("", word))
        return key if key in self._told else ""

    def is_known(self, word: str, key: str) -> bool:
        """Whether the edition has the word, so that it is no slip."""
        return key in self._told or key in self._heard or self._corrector.knows(word)

    def _resolved(self, targets: str, *, is_whole: bool) -> Named | None:
        codes = targets.split(_BETWEEN)[:_MOST_CODES]
        found = ((self._reportable(bare_code(code)), code) for code in codes)
        concept, first = next(((c, code) for c, code in found if c), (None, ""))
        if concept is None:
            return None
        others = tuple(code for code in codes if code not in (first, concept.code))
        return Named(concept, others, is_whole)

    def _reportable(self, bare: str) -> Concept | None:
        """Give the concept of a code; of a category the code that says no more than it does."""
        if self.system is CodeSystem.ATC and len(bare) < _DRUG_LENGTH:
            return None
        codes, at = self._order.codes, bisect_left(self._order.codes, bare)
        below = (
            self._concepts[self._order.places[place]]
            for place in range(at, len(codes))
            if codes[place].startswith(bare)
        )
        found = next(below, None)
        if found is None or found.level is Level.CATEGORY:
            return self._exact(f"{bare}9") or found
        is_group = found.is_structural and self.system is CodeSystem.KVA
        return next(below, found) if is_group else found

    def _exact(self, bare: str) -> Concept | None:
        codes = self._order.codes
        at = bisect_left(codes, bare)
        is_found = at < len(codes) and codes[at] == bare
        return self._concepts[self._order.places[at]] if is_found else None


def _products(products: ProductNames) -> Iterator[tuple[str, str]]:
    for key, number in zip(products.keys, products.key_names, strict=True):
        yield key, products.codes[number]


def _terms(filed: FiledTerms) -> Iterator[tuple[str, str]]:
    """Yield the keys of terms that name codes; of several terms the first is what is meant."""
    found: dict[str, str] = {}
    for key, number in zip(filed.keys, filed.key_terms, strict=True):
        targets = filed.targets[number]
        if key not in found and _CODES.fullmatch(targets):
            is_abbreviation = filed.kinds[number] == _ABBREVIATION
            if not is_abbreviation or _agree(targets):
                found[key] = targets
    return iter(found.items())


def _agree(targets: str) -> bool:
    """Whether most codes of an abbreviation lie where the first one does."""
    codes = targets.split(_BETWEEN)
    return sum(code[0] == codes[0][0] for code in codes) >= _LEAST_AGREEING * len(codes)


def _wordings(filed: FiledTerms, known: dict[str, str]) -> dict[str, str]:
    """Give the terms that stand for other words, with the codes of those."""
    found: dict[str, str] = {}
    for key, number in zip(filed.keys, filed.key_terms, strict=True):
        targets = filed.targets[number]
        if key in known or key in found or "*" in targets or _CODES.fullmatch(targets):
            continue
        meant = phrase_key(telling(fold(targets.split(_BETWEEN)[0])))
        if meant in known:
            found[key] = known[meant]
    return found


def _words_of_short_keys(texts: Iterable[str], known: Collection[str]) -> dict[str, set[str]]:
    """Give the words of keys of few letters: quite different words may share one."""
    words = {text for text in texts if " " not in text}
    found: dict[str, set[str]] = {}
    for word, key in keys_of_phrases([[word] for word in words]).items():
        if len(key) <= _SHORT_KEY and key in known:
            found.setdefault(key, set()).add(word)
    return found


def _is_form_of(word: str, known: str) -> bool:
    if len(known) < SHORTEST_KEYED or len(word) < _SHORT_KEY:
        return word == known
    return word.startswith(known.rstrip("aeiouyåäö")) or known.startswith(word)


def _short_abbreviations(filed: FiledTerms) -> Iterator[str]:
    for key, number in zip(filed.keys, filed.key_terms, strict=True):
        if filed.kinds[number] == _ABBREVIATION and len(key) <= _SHORT_KEY:
            yield key
