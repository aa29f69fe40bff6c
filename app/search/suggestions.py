"""What to try where a question finds nothing, or guesses alone.

Everything that is offered has been asked for, with the same filters, before it is shown.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Protocol
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.search import (
    FilterKind,
    FoundPart,
    MatchKind,
    NearTerm,
    SearchHit,
    SearchQuery,
    Suggestions,
    WithoutFilter,
)
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.normalise import MAX_CHARACTERS, clip, fold
from app.search.query_syntax import parse_question, typed_filters
from app.search.ranking import NOISE_WORDS
from app.search.readings import Reader
from app.search.terms import Term, telling_words

MOST_SPELLINGS, MOST_PARTS, MOST_TERMS = 5, 6, 8
#: With more words than this only neighbours are tried together.
_MOST_WORDS = 6
#: Spellings of one unknown word, questions made of them that are tried, and hits that vote.
_MOST_NEAREST, _MOST_TRIED, _MOST_VOTES = 6, 18, 20
#: How alike, of 1, a word must be that no slip of the finger explains.
_FAR_BUT_ALIKE = 0.55
#: A nearest word is offered without the others from so many letters on, and no farther away.
_SHORTEST_ALONE, _SURELY_MEANT = 6, 0.25
#: Shorter terms are like anything.
_SHORTEST_TERM = 4
#: How alike, of 100, a term of the chapter must be to the question.
_NEAR = 50
_WORD = re.compile(r"[^\W_]+")
#: A reader is made anew when the terms of the workplace change.
_CHAPTER_TERMS: WeakKeyDictionary[Reader, Mapping[int, Sequence[tuple[str, str]]]] = (
    WeakKeyDictionary()
)


class Asked(Protocol):
    """The search that suggestions are tried on."""

    def search(self, query: SearchQuery) -> Sequence[SearchHit]:
        """Give the hits."""
        ...

    def count(self, query: SearchQuery) -> int:
        """Tell how many hits there are above the line."""
        ...

    def editions_asked(self, query: SearchQuery) -> list[AskedEdition]:
        """Give the editions that a question goes to."""
        ...

    def terms(self) -> Iterable[Term]:
        """Give every term of the lexicon, those of the workplace first."""
        ...


def suggest(engine: Asked, query: SearchQuery) -> Suggestions:
    """Say what to try instead of a question; nothing where it finds what was typed."""
    hits = engine.search(replace(query, limit=_MOST_VOTES))
    if any(hit.kind is not MatchKind.FUZZY for hit in hits):
        return Suggestions()
    return _Suggester(engine, query, hits).suggestions()


class _Suggester:
    """Tries what may be meant by one question that found nothing."""

    def __init__(self, engine: Asked, query: SearchQuery, guesses: Sequence[SearchHit]) -> None:
        self._engine = engine
        self._query = query
        self._guesses = guesses
        text = query.text[:MAX_CHARACTERS].replace("\0", " ")
        self._filters = typed_filters(text)
        self._text = clip(parse_question(text).text)
        self._words = telling_words(self._text)
        self._parts = engine.editions_asked(query)
        self._known = {word: self._count(word) for word in dict.fromkeys(self._words)}

    def suggestions(self) -> Suggestions:
        parts = tuple(self._found_parts())
        spellings = tuple(self._spellings())
        chapter = self._chapter([*spellings, *(part.text for part in parts)])
        terms = tuple(self._near_terms(*chapter)) if chapter else ()
        title = chapter[0].search.concepts[chapter[1]].title if chapter else ""
        return Suggestions(spellings, parts, title, terms, tuple(self._without()))

    def _ask(self, words: str) -> SearchQuery:
        """Ask for other words with the same filters."""
        written = (filter_text for filter_text, _ in self._filters)
        return replace(self._query, text=" ".join([words, *written]))

    def _count(self, words: str) -> int:
        return self._engine.count(self._ask(words))

    def _found_parts(self) -> Iterator[FoundPart]:
        """Give the longest stretches of words that find something, in the order they stand."""
        taken: list[tuple[int, int, int]] = []
        for begin, end in _stretches(len(self._words)):
            words = self._words[begin:end]
            is_covered = any(b <= begin and end <= e for b, e, _ in taken)
            if is_covered or not set(words) - NOISE_WORDS or not all(map(self._known.get, words)):
                continue
            hits = self._known[words[0]] if len(words) == 1 else self._count(" ".join(words))
            if hits:
                taken.append((begin, end, hits))
        for begin, end, hits in sorted(taken)[:MOST_PARTS]:
            yield FoundPart(self._ask(" ".join(self._words[begin:end])).text, hits)

    def _spellings(self) -> Iterator[str]:
        """Give the question with its unknown words replaced by the nearest that find something.

        Where no such question does, the nearest words alone.
        """
        unknown = [word for word, hits in self._known.items() if not hits]
        nearest = {word: self._nearest(word) for word in unknown}
        whole = all(nearest.values()) and list(self._verified(self._spelled(unknown, nearest)))
        alone = sorted(
            (far, near)
            for word, others in nearest.items()
            for near, far in others.items()
            if len(word) >= _SHORTEST_ALONE and far <= _SURELY_MEANT * len(word)
        )
        yield from whole or self._verified(near for _, near in alone)

    def _spelled(
        self, unknown: Sequence[str], nearest: Mapping[str, Mapping[str, float]]
    ) -> Iterator[str]:
        """Give the typed text with other words for the unknown ones, the nearest first."""
        choices = (nearest[word].items() for word in unknown)
        combined = sorted(product(*choices), key=lambda pairs: sum(far for _, far in pairs))
        for pairs in combined if unknown else ():
            meant = dict(zip(unknown, (word for word, _ in pairs), strict=True))
            yield _replaced(self._text, meant)

    def _verified(self, texts: Iterable[str]) -> Iterator[str]:
        """Give the first texts that find something above the line."""
        asked = (self._ask(text) for text in islice(dict.fromkeys(texts), _MOST_TRIED))
        found = (query.text for query in asked if self._engine.count(query))
        yield from islice(found, MOST_SPELLINGS)

    def _nearest(self, word: str) -> Mapping[str, float]:
        """Give the known words that are nearest to an unknown one, with how far they are.

        A compound made up of known parts has to be nearer than any word of titles and lexicon.
        """
        far: dict[str, float] = {}
        for part in self._parts:
            reader = part.search.reader
            known = reader.corrector.corrections(word, is_begun=False)
            made = (each for each, _ in reader.corrected(word, False, False))
            for correction in (*known, *made):
                far.setdefault(correction.word, correction.distance)
        for part in self._parts if not far else ():
            far |= _alike(word, part.search.compiled.known.words)
        words = self._words_known(far)
        least = min((far[each] for each in words), default=math.inf)
        kept = [(away, each) for each, away in far.items() if each in words or away < least]
        return {each: away for away, each in sorted(kept)[:_MOST_NEAREST]}

    def _words_known(self, words: Iterable[str]) -> set[str]:
        """Give those that are words of a title or of the lexicon."""
        listed = [part.search.compiled.known.words for part in self._parts]
        return {word for word in words if any(_holds(known, word) for known in listed)}

    def _chapter(self, texts: Iterable[str]) -> tuple[AskedEdition, int] | None:
        """Give the chapter that guesses, spellings and found parts point at, by its row."""
        votes: Counter[tuple[int, int]] = Counter()
        answers = [self._guesses]
        answers += [
            self._engine.search(replace(self._query, text=text, limit=_MOST_VOTES))
            for text in texts
        ]
        asked = {part.search.edition.system: at for at, part in enumerate(self._parts)}
        for hits in answers:
            for place, hit in enumerate(hits):
                number = asked[hit.system]
                chapter = _chapter_of(self._parts[number], hit.code)
                if chapter is not None:
                    votes[number, chapter] += len(hits) - place
        if not votes:
            return None
        (number, row), _ = max(votes.items(), key=lambda each: (each[1], each[0]))
        return self._parts[number], row

    def _near_terms(self, part: AskedEdition, chapter: int) -> Iterator[NearTerm]:
        """Give the terms and titles of a chapter that are most like the question."""
        system = part.search.edition.system
        named = dict(self._terms_of(part, chapter))
        near = process.extract(
            " ".join(self._words),
            list(named),
            scorer=fuzz.WRatio,
            score_cutoff=_NEAR,
            limit=MOST_TERMS * 2,
            processor=fold,
        )
        told: set[str] = set()
        for text, *_ in near:
            if named[text] not in told and len(told) < MOST_TERMS:
                told.add(named[text])
                yield NearTerm(text, system, named[text])

    def _terms_of(self, part: AskedEdition, chapter: int) -> Iterator[tuple[str, str]]:
        search = part.search
        for text, code in _chapter_terms(search, self._engine.terms).get(chapter, ()):
            match = search.codes.exact(code, part.is_told)
            if match is not None and part.lets_through(match):
                yield text, match.concept.code
        for hit in self._guesses:
            if hit.system is search.edition.system and _chapter_of(part, hit.code) == chapter:
                yield hit.title, hit.code

    def _without(self) -> Iterator[WithoutFilter]:
        """Give what each filter took away, as far as it is anything."""
        for kind, label, query in self._relaxed():
            hits = self._engine.count(query)
            if hits:
                yield WithoutFilter(kind, label, hits, query.text)

    def _relaxed(self) -> Iterator[tuple[FilterKind, str, SearchQuery]]:
        query = self._query
        for written, rest in self._filters:
            yield FilterKind.TYPED, written, replace(query, text=rest)
        if query.systems and set(query.systems) != set(CodeSystem):
            names = " och ".join(SYSTEM_LABEL[system] for system in query.systems)
            yield FilterKind.SYSTEMS, f"bara {names}", replace(query, systems=())
        if query.chapter.strip():
            label = f"kapitel {query.chapter.strip()}"
            yield FilterKind.CHAPTER, label, replace(query, chapter="")
        if query.principal_only:
            label = "bara huvuddiagnoser"
            yield FilterKind.PRINCIPAL, label, replace(query, principal_only=False)
        if query.among is not None:
            yield FilterKind.AMONG, "bara de listade koderna", replace(query, among=None)
        if not query.show_retired:
            label = "bara koder i bruk"
            yield FilterKind.VALIDITY, label, replace(query, show_retired=True)


def _chapter_terms(
    search: EditionSearch, terms: Callable[[], Iterable[Term]]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Give the terms that point at codes, with the first code of each, by the row of its chapter.

    Worked out once for an edition and the terms that it is read with.
    """
    found = _CHAPTER_TERMS.get(search.reader)
    if found is None:
        by_chapter: dict[int, list[tuple[str, str]]] = {}
        for term in terms():
            is_here = term.system in (None, search.edition.system) and term.points_at_codes
            match = search.codes.exact(term.codes[0]) if is_here else None
            if match is not None and len(term.text) >= _SHORTEST_TERM:
                chapter = int(search.compiled.facts.chapters[match.row])
                by_chapter.setdefault(chapter, []).append((term.text, match.concept.code))
        found = _CHAPTER_TERMS[search.reader] = by_chapter
    return found


def _alike(word: str, words: Sequence[str]) -> dict[str, float]:
    """Give the words that no slip explains but that look like it, with how far they are."""
    alike = process.extract(
        word,
        words,
        scorer=OSA.normalized_similarity,
        score_cutoff=_FAR_BUT_ALIKE,
        limit=_MOST_NEAREST,
    )
    return {near: (1 - score) * len(word) for near, score, _ in alike}


def _holds(words: Sequence[str], word: str) -> bool:
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """Give all stretches of so many words but the whole, longest first; of many, only pairs."""
    longest = min(count - 1, _MOST_WORDS) if count <= _MOST_WORDS else 2
    for length in range(longest, 0, -1):
        for begin in range(count - length + 1):
            yield begin, begin + length


def _replaced(text: str, meant: Mapping[str, str]) -> str:
    """Write other words in the place of some, the rest as it was typed."""
    return _WORD.sub(lambda match: meant.get(fold(match[0]), match[0]), text)


def _chapter_of(part: AskedEdition, code: str) -> int | None:
    match = part.search.codes.exact(code)
    return int(part.search.compiled.facts.chapters[match.row]) if match else None
