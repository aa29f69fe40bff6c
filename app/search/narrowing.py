"""Which codes of an edition a question lets through, decided before anything is cut off."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.search import SearchQuery
from app.search.code_table import CodeOrder, bare_code
from app.search.facts import CodeFacts
from app.search.index import WordIndex
from app.search.normalise import stem, words_of
from app.search.query_syntax import AskedText, CodeSpan, is_chapter

Flags = NDArray[np.bool_]
#: How many letters an inflected form may have more than the minus word.
_INFLECTION = 2


@dataclass(frozen=True, slots=True)
class Narrowing:
    """All that a question asks of a code besides its words and its day."""

    chapters: tuple[tuple[str, ...], ...] = ()
    codes: tuple[tuple[CodeSpan, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    principal_only: bool = False
    #: Only these codes, as they are written in the codebook.
    among: frozenset[tuple[CodeSystem, str]] | None = None

    @classmethod
    def of(cls, query: SearchQuery, asked: AskedText) -> Narrowing:
        """Take the filters of a query together with those in its text."""
        chapter = query.chapter.strip()
        own = ((chapter,),) if chapter else ()
        return cls(
            own + asked.chapters,
            asked.codes,
            asked.phrases,
            asked.without,
            query.principal_only,
            query.among,
        )

    def lets_all_through(self) -> bool:
        """Whether nothing is asked for."""
        return self == _NOTHING

    @property
    def why(self) -> str:
        """Tell why a code is an answer that nothing but filters asked for."""
        chapters = [f"kapitel {' eller '.join(each)}" for each in self.chapters]
        codes = [f"kod {' eller '.join(map(str, each))}" for each in self.codes]
        return ", ".join((*chapters, *codes))

    def rows(self, facts: CodeFacts, order: CodeOrder, concepts: Sequence[Concept]) -> Flags:
        """Tell which concepts have the chapter, the code and the flag that are asked for."""
        wanted = np.ones(len(concepts), np.bool_)
        if self.principal_only:
            wanted &= facts.principal.astype(np.bool_)
        for chapters in self.chapters:
            wanted &= _in_chapters(chapters, facts, concepts)
        for spans in self.codes:
            within = np.zeros(len(concepts), np.bool_)
            for span in spans:
                within[order.places[between(order.codes, span)]] = True
            wanted &= within
        if self.among is not None:
            wanted &= _listed(self.among, order, concepts)
        return wanted

    def titles(self, index: WordIndex) -> Flags:
        """Tell which entries have the phrases in their titles, and none of the minus words."""
        wanted = np.ones(index.size, np.bool_)
        for phrase in self.phrases:
            wanted &= _holding(index, [_same(index, word) for word in phrase])
        for phrase in self.without:
            wanted &= ~_holding(index, _unwanted(index, phrase))
        return wanted

    def lets_title_through(self, title: str) -> bool:
        """Whether one title has the phrases, and none of the minus words."""
        words = words_of(title)
        has_phrases = all(_stand_together(words, phrase) for phrase in self.phrases)
        return has_phrases and not any(_stands(words, phrase) for phrase in self.without)


_NOTHING = Narrowing()


def in_force(facts: CodeFacts, day: date, *, is_outside: bool, with_retired: bool) -> Flags:
    """Tell which concepts are in use on a day; of an edition of other days, all have begun."""
    ordinal = day.toordinal()
    wanted = np.ones(len(facts.begins), np.bool_)
    if not is_outside:
        wanted &= facts.begins <= ordinal
    if not with_retired:
        wanted &= facts.ends >= ordinal
    return wanted


def _in_chapters(chapters: Sequence[str], facts: CodeFacts, concepts: Sequence[Concept]) -> Flags:
    tops = np.zeros(len(concepts), np.bool_)
    for top in np.unique(facts.chapters).tolist():
        tops[top] = any(is_chapter(concepts[top].code, asked) for asked in chapters)
    within: Flags = tops[facts.chapters]
    return within


def _listed(
    among: frozenset[tuple[CodeSystem, str]], order: CodeOrder, concepts: Sequence[Concept]
) -> Flags:
    listed = np.zeros(len(concepts), np.bool_)
    for system, code in among:
        bare = bare_code(code)
        span = slice(bisect_left(order.codes, bare), bisect_right(order.codes, bare))
        for row in order.places[span]:
            concept = concepts[row]
            listed[row] |= concept.system is system and concept.code == code
    return listed


def between(codes: Sequence[str], span: CodeSpan) -> slice:
    """Give where the codes of a span stand among sorted codes without point."""
    low = bisect_left(codes, span.first)
    return slice(low, max(low, bisect_right(codes, span.last + "\uffff")))


def _same(index: WordIndex, word: str) -> set[int]:
    return {index.number[word]} if word in index.number else set()


def _unwanted(index: WordIndex, phrase: Sequence[str]) -> list[set[int]]:
    """Give the words of the vocabulary that a minus word, or each word of a phrase, excludes."""
    if len(phrase) > 1:
        return [_same(index, word) for word in phrase]
    near = (*index.beginning_with(phrase[0]), *index.by_stem.of(stem(phrase[0])))
    return [{number for number in near if _is_form(index.vocabulary[number], phrase[0])}]


def _is_form(other: str, word: str) -> bool:
    """Whether a word is another inflected: the same stem, or hardly a letter more."""
    is_begun = other.startswith(word) and len(other) - len(word) <= _INFLECTION
    return is_begun or stem(other) == stem(word)


def _holding(index: WordIndex, phrase: Sequence[set[int]]) -> Flags:
    """Tell which entries have these words side by side in their titles, in any of their forms."""
    holding = np.zeros(index.size, np.bool_)
    last = len(index.title_words) - len(phrase) + 1
    if last < 1 or not all(phrase):
        return holding
    fits = np.ones(last, np.bool_)
    for place, forms in enumerate(phrase):
        is_form = np.zeros(index.words, np.bool_)
        is_form[list(forms)] = True
        fits &= is_form[index.title_words[place : place + last]]
    begins = fits.nonzero()[0]
    entries = index.title_start.searchsorted(begins, "right") - 1
    is_whole = begins + len(phrase) <= index.title_start[entries + 1]
    holding[entries[is_whole]] = True
    return holding


def _stands(words: Sequence[str], excluded: Sequence[str]) -> bool:
    if len(excluded) > 1:
        return _stand_together(words, excluded)
    return any(_is_form(word, excluded[0]) for word in words)


def _stand_together(words: Sequence[str], phrase: Sequence[str]) -> bool:
    starts = range(len(words) - len(phrase) + 1)
    return any(tuple(words[at : at + len(phrase)]) == tuple(phrase) for at in starts)
