"""The search: one question over the editions in force, answered in sections."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from app.domain.codebook_ports import Codebook, CodebookLibrary
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.cache import SearchCache
from app.search.code_table import (
    CodeMatch,
    CodeOrder,
    CodeTable,
    looks_like_code,
    looks_like_letters,
)
from app.search.collector import collector_paused
from app.search.compiled import Compiled, compile_edition
from app.search.lexicon import Lexicon, read_lexicon
from app.search.normalise import clip
from app.search.question import Question
from app.search.readings import Reader
from app.search.scoring import SECTIONS, Answer, answer, reasons

#: Indexes of so many editions stay in memory.
MOST_EDITIONS = 6
_KINDS = tuple(MatchKind)
_SECTION = {kind: place for place, kind in enumerate(_KINDS)}
_SYSTEMS = tuple(CodeSystem)


class _EditionSearch:
    """What is built for one edition: codes at once, words on first need. Then immutable."""

    def __init__(self, codebook: Codebook, lexicon: Lexicon, cache: SearchCache | None) -> None:
        self.edition = codebook.edition
        self.concepts = codebook.concepts()
        self._lexicon = lexicon
        self._cache = cache
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._compiled = cache.read(self.edition, len(self.concepts)) if cache else None
        order = self._compiled.order if self._compiled else CodeOrder.of(self.concepts)
        self.codes = CodeTable(order, self.concepts)

    @property
    def reader(self) -> Reader:
        """The word index with its readings, built by whoever asks first."""
        if self._reader is None:
            with self._lock:
                if self._reader is None:
                    with collector_paused():
                        compiled = self._compiled or self._build()
                        self._reader = Reader(compiled, self._lexicon, self.edition.system)
        return self._reader

    def _build(self) -> Compiled:
        built = compile_edition(self.concepts, self._lexicon, self.edition.system)
        if self._cache:
            self._cache.write_later(self.edition, built)
        return built


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
        self, library: CodebookLibrary, lexicon_dir: Path, cache_dir: Path | None = None
    ) -> None:
        self._library = library
        self._lexicon_dir = lexicon_dir
        self._cache_dir = cache_dir
        self._lock = threading.Lock()
        self._built: dict[str, _EditionSearch] = {}

    @cached_property
    def _lexicon(self) -> Lexicon:
        return read_lexicon(self._lexicon_dir)

    @cached_property
    def _cache(self) -> SearchCache | None:
        if self._cache_dir is None:
            return None
        return SearchCache(self._cache_dir, self._lexicon.checksum, self._library.editions)

    def prepare(self, day: date | None = None) -> None:
        """Build the indexes for a day now; once for each edition, whoever asks."""
        with collector_paused():
            for system in _SYSTEMS:
                _ = self._edition(system, day).reader

    def reload(self) -> None:
        """Forget what was built on editions that the library no longer has as they were."""
        with self._lock:
            known = {edition.id: edition for edition in self._library.editions()}
            self._built = {
                edition_id: built
                for edition_id, built in self._built.items()
                if edition_id in known and _is_same(built.edition, known[edition_id])
            }

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
        systems = query.systems or _SYSTEMS
        parts = [self._edition(system, query.day) for system in dict.fromkeys(systems)]
        ended = query.text[-1:].isspace()
        found = self._find(text + (" " if ended else ""), parts, query.limit)
        return _hits(_once(found)[: query.limit])

    def _find(self, text: str, parts: Sequence[_EditionSearch], limit: int) -> list[_Candidate]:
        if looks_like_code(text):
            found = [c for part in parts for c in _by_code(part, text, limit)]
            if found:
                return found
        named, rest = _named_codes(text, parts)
        question = Question.of(rest)
        found = [c for part in parts for c in _by_words(part, question, limit)]
        if looks_like_letters(text) and _wants_letters(text, found):
            found += [c for part in parts for c in _by_code(part, text, limit)]
        return named + found

    def _edition(self, system: CodeSystem, day: date | None) -> _EditionSearch:
        codebook = self._library.for_day(day).of(system)
        edition = codebook.edition
        built = self._built.get(edition.id)
        if built is not None and _is_same(built.edition, edition):
            return built
        with self._lock:
            built = self._built.get(edition.id)
            if built is None or not _is_same(built.edition, edition):
                built = _EditionSearch(codebook, self._lexicon, self._cache)
                others = [(k, v) for k, v in self._built.items() if k != edition.id]
                self._built = dict([*others[-MOST_EDITIONS + 1 :], (edition.id, built)])
            return built


def _is_same(one: Edition, other: Edition) -> bool:
    return one is other or (one.sources, one.imported_at, one.version) == (
        other.sources,
        other.imported_at,
        other.version,
    )


def _by_code(part: _EditionSearch, text: str, limit: int) -> list[_Candidate]:
    return [_of_code(match) for match in part.codes.find(text, limit)]


def _of_code(match: CodeMatch) -> _Candidate:
    kind = MatchKind.EXACT_CODE if match.is_exact else MatchKind.CODE_PREFIX
    concept = match.concept
    return _Candidate(
        _SECTION[kind], -1.0, _SYSTEMS.index(concept.system), concept.code, concept, match.why
    )


def _named_codes(text: str, parts: Sequence[_EditionSearch]) -> tuple[list[_Candidate], str]:
    """Whole codes that stand among words, and the words without them."""
    named: list[_Candidate] = []
    rest: list[str] = []
    for word in text.split():
        matches = [
            _of_code(match)
            for part in parts
            if looks_like_code(word) and (match := part.codes.exact(word)) is not None
        ]
        named += matches
        if not matches:
            rest.append(word)
    if not named:
        return [], text
    return named, " ".join(rest)


def _by_words(part: _EditionSearch, question: Question, limit: int) -> list[_Candidate]:
    reader = part.reader
    given = answer(question, reader, limit)
    rows, size = reader.index.rows, reader.index.size
    system = _SYSTEMS.index(part.edition.system)
    found: list[_Candidate] = []
    for entry, section, score in given.found:
        concept = part.concepts[rows.item(entry)]
        place, source = _SECTION[SECTIONS[section]], (given, entry, size)
        found.append(_Candidate(place, -score, system, concept.code, concept, "", source))
    return found


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
