"""The search: one question over the editions in force, answered in sections."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from app.domain.codebook_ports import Codebook, CodebookLibrary
from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.cache import SearchCache
from app.search.code_table import (
    CodeMatch,
    looks_like_code,
    looks_like_letters,
)
from app.search.collector import collector_paused
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.lexicon import Lexicon, read_lexicon
from app.search.narrowing import Narrowing
from app.search.normalise import MAX_CHARACTERS, clip
from app.search.product_names import NoProducts, ProductSource
from app.search.query_syntax import AskedText, parse_question
from app.search.question import Question
from app.search.ranking import PRODUCT_BESIDE_WORDS
from app.search.scoring import SECTIONS, Answer, answer, named_by_product, reasons
from app.search.spans import Tier

#: Indexes of so many editions stay in memory.
MOST_EDITIONS = 6
_KINDS = tuple(MatchKind)
_SECTION = {kind: place for place, kind in enumerate(_KINDS)}
_WORDS = _SECTION[MatchKind.WORDS]
_SYSTEMS = tuple(CodeSystem)


def _today() -> date:
    return datetime.now().astimezone().date()


class _Candidate(NamedTuple):
    """A found code before its reason is worked out. The first four fields are its order."""

    section: int
    worse: float
    system: int
    code: str
    concept: Concept
    why: str = ""
    #: The answer and the entry that explain it.
    source: tuple[Answer, int] | None = None


#: Section, score, system, code: the same on every machine.
_BY_ORDER = itemgetter(0, 1, 2, 3)


class LibrarySearch:
    """Search over a library of editions; implements `SearchEngine`. Safe in any thread."""

    def __init__(
        self,
        library: CodebookLibrary,
        lexicon_dir: Path,
        cache_dir: Path | None = None,
        products: ProductSource | None = None,
        today: Callable[[], date] = _today,
    ) -> None:
        self._library = library
        self._lexicon_dir = lexicon_dir
        self._cache_dir = cache_dir
        self._products = products or NoProducts()
        self._today = today
        self._checksum: str | None = None
        self._lock = threading.Lock()
        self._built: dict[str, EditionSearch] = {}

    @cached_property
    def _lexicon(self) -> Lexicon:
        return read_lexicon(self._lexicon_dir)

    @cached_property
    def _cache(self) -> SearchCache | None:
        if self._cache_dir is None:
            return None
        return SearchCache(self._cache_dir, self._lexicon.checksum, self._library.editions)

    def prepare(self, day: date | None = None) -> None:
        """Build the indexes for a day now; once for each edition, whoever asks.

        Product names that another workstation has imported meanwhile are taken in.
        """
        checksum = self._products.checksum()
        if checksum != self._checksum:
            self._forget(checksum)
        with collector_paused():
            for system in _SYSTEMS:
                _ = self._edition(self._library.for_day(day).of(system)).reader

    def reload(self) -> None:
        """Forget what was built on editions or product names that are no longer the same."""
        self._forget(self._products.checksum())

    def synonyms_of(self, system: CodeSystem, code: str) -> list[str]:
        """Give the terms of the lexicon that point at exactly that code, in their order."""
        return self._lexicon.pointing_at(code, system)

    def search(self, query: SearchQuery) -> list[SearchHit]:
        """Give the best codes for a text, in sections, best first; any text is answered.

        An exact code comes first of all. The order is the same every time.
        """
        if query.limit < 1:
            return []
        asked = parse_question(query.text[:MAX_CHARACTERS].replace("\0", " "))
        parts = self._asked(query, asked)
        text = clip(asked.text)
        if text:
            found = _find(text + (" " if asked.text[-1:].isspace() else ""), parts, query.limit)
        else:
            found = [_listed(part) for part in parts if asked.names_codes]
        return _hits(_once(found, query.limit), query.day or self._today())

    def _asked(self, query: SearchQuery, asked: AskedText) -> list[AskedEdition]:
        books, day = self._library.for_day(query.day), query.day or self._today()
        narrowing, with_retired = Narrowing.of(query, asked), query.show_retired
        return [
            AskedEdition(
                self._edition(books.of(system)),
                day,
                system in books.outside,
                narrowing,
                with_retired,
            )
            for system in dict.fromkeys(query.systems or _SYSTEMS)
        ]

    def _forget(self, checksum: str) -> None:
        """Keep what was built on editions as they are, with the product names of a checksum."""
        with self._lock:
            self._checksum = checksum
            known = {each.id: each for each in self._library.editions()} if self._built else {}
            self._built = {
                edition_id: built
                for edition_id, built in self._built.items()
                if edition_id in known and built.is_still(known[edition_id], checksum)
            }

    def _edition(self, codebook: Codebook) -> EditionSearch:
        edition = codebook.edition
        built = self._built.get(edition.id)
        if built is not None and built.is_of(edition):
            built.look_in(codebook.concepts())
            return built
        with self._lock:
            built = self._built.get(edition.id)
            if built is None or not built.is_of(edition):
                if self._checksum is None:
                    self._checksum = self._products.checksum()
                built = EditionSearch(
                    codebook, self._lexicon, self._cache, self._products, self._checksum
                )
                others = [(k, v) for k, v in self._built.items() if k != edition.id]
                self._built = dict([*others[-MOST_EDITIONS + 1 :], (edition.id, built)])
            return built


def _find(text: str, parts: Sequence[AskedEdition], limit: int) -> list[Iterable[_Candidate]]:
    """Give candidates in runs that are each in order.

    What kind of answer it is never depends on the filters, so that they only take away.
    """
    if looks_like_code(text):
        by_code = [_by_code(part, text) for part in parts]
        if any(matches is not None for matches in by_code):
            return [matches for matches in by_code if matches is not None]
    named, rest = _named_codes(text, parts)
    question = Question.of(rest)
    given = [answer(question, part.search.reader, limit, part.entries) for part in parts]
    found = [named, *_products_aside(parts, given)]
    if looks_like_letters(text) and _wants_letters(text, given):
        found += [_by_code(part, text) or () for part in parts]
    return found


def _by_code(part: AskedEdition, text: str) -> Iterator[_Candidate] | None:
    """Give what the filters let through of the codes that were typed, None without any."""
    matches = part.search.codes.find(text, part.is_told, part.is_in_force)
    first = next(matches, None)
    if first is None:
        return None
    return map(_of_code, filter(part.lets_through, chain((first,), matches)))


def _listed(part: AskedEdition) -> Iterator[_Candidate]:
    return map(_of_code, part.listed())


def _of_code(match: CodeMatch) -> _Candidate:
    kind = MatchKind.EXACT_CODE if match.is_exact else MatchKind.CODE_PREFIX
    concept = match.concept
    return _Candidate(
        _SECTION[kind], -1.0, _SYSTEMS.index(concept.system), concept.code, concept, match.why
    )


def _named_codes(text: str, parts: Sequence[AskedEdition]) -> tuple[list[_Candidate], str]:
    """Whole codes that stand among words, and the words without them."""
    named: list[_Candidate] = []
    rest: list[str] = []
    for word in text.split():
        matches = [
            (part, match)
            for part in parts
            if looks_like_code(word) and (match := part.search.codes.exact(word)) is not None
        ]
        named += [
            _of_code(match)
            for part, match in matches
            if part.is_told(match.concept) and part.lets_through(match)
        ]
        if not matches:
            rest.append(word)
    named.sort(key=_BY_ORDER)
    return named, " ".join(rest) if len(rest) < len(text.split()) else text


def _by_words(part: AskedEdition, given: Answer) -> Iterator[_Candidate]:
    system = _SYSTEMS.index(part.search.edition.system)
    concepts, rows = part.search.concepts, part.search.reader.index.rows
    for entry, section, score in given.found:
        concept = concepts[rows.item(entry)]
        place, source = _SECTION[SECTIONS[section]], (given, entry)
        yield _Candidate(place, -score, system, concept.code, concept, "", source)


def _products_aside(
    parts: Sequence[AskedEdition], given: Sequence[Answer]
) -> list[Iterable[_Candidate]]:
    """Put codes that answer by a product's name behind what its word means in another book."""
    found: list[Iterable[_Candidate]] = []
    has_rivals = sum(each.best_section == Tier.WORDS for each in given) > 1
    for part, each in zip(parts, given, strict=True):
        named = named_by_product(each) if has_rivals else frozenset()
        by_words = _by_words(part, each)
        found.append(_behind(by_words, named) if named else by_words)
    return found


def _behind(found: Iterable[_Candidate], named: frozenset[int]) -> list[_Candidate]:
    moved = (
        c._replace(worse=c.worse + PRODUCT_BESIDE_WORDS)
        if c.section == _WORDS and c.source and c.source[1] in named
        else c
        for c in found
    )
    return sorted(moved, key=_BY_ORDER)


def _wants_letters(text: str, given: Sequence[Answer]) -> bool:
    """Whether mere letters mean the beginning of a code: words go before them."""
    if len(text.strip()) == 1:
        return True
    best = min((each.best_section for each in given), default=Tier.GUESS)
    is_shouted = text.strip().isupper() and best > Tier.WORDS
    return is_shouted or best == Tier.GUESS


def _once(found: Sequence[Iterable[_Candidate]], limit: int) -> list[_Candidate]:
    """Give the first of all runs in order, each code in its best section only."""
    best: dict[tuple[int, str], _Candidate] = {}
    for candidate in heapq.merge(*found, key=_BY_ORDER):
        best.setdefault((candidate.system, candidate.code), candidate)
        if len(best) == limit:
            break
    return list(best.values())


def _hits(chosen: Sequence[_Candidate], day: date) -> list[SearchHit]:
    whys = _whys(chosen)
    return [
        SearchHit(
            system=c.concept.system,
            code=c.code,
            title=c.concept.title,
            kind=_KINDS[c.section],
            why=c.why or whys[at],
            score=-c.worse,
            mark=c.concept.mark,
            may_be_principal=c.concept.may_be_principal,
            is_leaf=c.concept.is_leaf,
            valid_to=c.concept.valid_to if c.concept.has_ended(day) else None,
        )
        for at, c in enumerate(chosen)
    ]


def _whys(chosen: Sequence[_Candidate]) -> dict[int, str]:
    """Give the reasons of the hits that are shown, an index at a time."""
    groups: dict[int, list[int]] = {}
    for at, candidate in enumerate(chosen):
        if candidate.source:
            groups.setdefault(id(candidate.source[0]), []).append(at)
    whys: dict[int, str] = {}
    for places in groups.values():
        sources = [s for at in places if (s := chosen[at].source)]
        told = reasons(sources[0][0], [entry for _, entry in sources])
        whys.update(zip(places, told, strict=True))
    return whys
