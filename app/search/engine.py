"""The search: one question over the editions in force, answered in sections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
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
from app.search.index import WordIndex
from app.search.lexicon import Lexicon, read_lexicon
from app.search.normalise import clip
from app.search.product_names import NoProducts, ProductSource
from app.search.question import Question
from app.search.ranking import PRODUCT_BESIDE_WORDS
from app.search.scoring import SECTIONS, Answer, answer, named_by_product, reasons

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
    #: The answer, entry and index size that explain it.
    source: tuple[Answer, int, int] | None = None


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
        text = clip(query.text.replace("\0", " "))
        if not text or query.limit < 1:
            return []
        parts = self._asked(query.systems or _SYSTEMS, query.day)
        ended = query.text[-1:].isspace()
        found = self._find(text + (" " if ended else ""), parts, query.limit)
        return _hits(_once(found)[: query.limit])

    def _asked(self, systems: Sequence[CodeSystem], day: date | None) -> list[AskedEdition]:
        books, on = self._library.for_day(day), day or self._today()
        return [
            AskedEdition(self._edition(books.of(system)), on, system in books.outside)
            for system in dict.fromkeys(systems)
        ]

    def _find(self, text: str, parts: Sequence[AskedEdition], limit: int) -> list[_Candidate]:
        if looks_like_code(text):
            found = [c for part in parts for c in _by_code(part, text, limit)]
            if found:
                return found
        named, rest = _named_codes(text, parts)
        question = Question.of(rest)
        found = _products_aside([_by_words(part, question, limit) for part in parts])
        if looks_like_letters(text) and _wants_letters(text, found):
            found += [c for part in parts for c in _by_code(part, text, limit)]
        return named + found

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


def _by_code(part: AskedEdition, text: str, limit: int) -> list[_Candidate]:
    return [_of_code(match) for match in part.search.codes.find(text, limit, part.is_in_force)]


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
            _of_code(match)
            for part in parts
            if looks_like_code(word)
            and (match := part.search.codes.exact(word, part.is_in_force)) is not None
        ]
        named += matches
        if not matches:
            rest.append(word)
    if not named:
        return [], text
    return named, " ".join(rest)


def _by_words(part: AskedEdition, question: Question, limit: int) -> list[_Candidate]:
    """Give the best codes in force; where others stood in their way, more are looked at."""
    reader, wanted = part.search.reader, limit
    while True:
        given = answer(question, reader, wanted)
        found = _in_force(part, reader.index, given)
        if len(found) >= limit or len(given.found) < wanted:
            return found[:limit]
        wanted *= 4


def _in_force(part: AskedEdition, index: WordIndex, given: Answer) -> list[_Candidate]:
    system = _SYSTEMS.index(part.search.edition.system)
    found: list[_Candidate] = []
    for entry, section, score in given.found:
        concept = part.search.concepts[index.rows.item(entry)]
        if part.is_in_force(concept):
            place, source = _SECTION[SECTIONS[section]], (given, entry, index.size)
            found.append(_Candidate(place, -score, system, concept.code, concept, "", source))
    return found


def _products_aside(found: Sequence[list[_Candidate]]) -> list[_Candidate]:
    """Put codes that answer by a product's name behind what its word means in another book."""
    with_words = sum(any(c.section == _WORDS for c in part) for part in found)
    if with_words > 1:
        found = [_behind(part) for part in found]
    return [candidate for part in found for candidate in part]


def _behind(part: list[_Candidate]) -> list[_Candidate]:
    named = named_by_product(part[0].source[0]) if part and part[0].source else frozenset()
    return (
        [
            c._replace(worse=c.worse + PRODUCT_BESIDE_WORDS)
            if c.section == _WORDS and c.source and c.source[1] in named
            else c
            for c in part
        ]
        if named
        else part
    )


def _wants_letters(text: str, found: Sequence[_Candidate]) -> bool:
    """Whether mere letters mean the beginning of a code: words go before them."""
    if len(text.strip()) == 1:
        return True
    best = min((c.section for c in found), default=_SECTION[MatchKind.FUZZY])
    is_shouted = text.strip().isupper() and best > _SECTION[MatchKind.WORDS]
    return is_shouted or best == _SECTION[MatchKind.FUZZY]


def _once(found: Sequence[_Candidate]) -> list[_Candidate]:
    """Order them, each code in its best section only."""
    best: dict[tuple[int, str], _Candidate] = {}
    for candidate in sorted(found, key=_BY_ORDER):
        best.setdefault((candidate.system, candidate.code), candidate)
    return list(best.values())


def _hits(chosen: Sequence[_Candidate]) -> list[SearchHit]:
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
        given, _, size = sources[0]
        told = reasons(given, [entry for _, entry, _ in sources], size)
        whys.update(zip(places, told, strict=True))
    return whys
