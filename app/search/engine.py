"""The search: one question over the editions in force, answered in sections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import chain, islice, repeat
from operator import itemgetter
from pathlib import Path

from app.domain.codebook_ports import Codebook, CodebookLibrary
from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit, SearchQuery, Suggestions
from app.search.cache import SearchCache
from app.search.code_table import (
    CodeMatch,
    looks_like_code,
    looks_like_letters,
)
from app.search.collector import collector_paused
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.lexicon import Lexicon, read_lexicon
from app.search.local_terms import LocalTerms, NoTerms, TermSource
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


#: Section, falling score, system and code, which is the order and the same on every machine;
#: then its place in the edition, and what was found: by its code, or an entry of the word index.
_Candidate = tuple[int, float, int, str, int, CodeMatch | int]
_BY_ORDER = itemgetter(0, 1, 2, 3, 4)
_CONCEPT = itemgetter(2, 4)


class LibrarySearch:
    """Search over a library of editions; implements `SearchEngine`. Safe in any thread."""

    def __init__(
        self,
        library: CodebookLibrary,
        lexicon_dir: Path,
        cache_dir: Path | None = None,
        products: ProductSource | None = None,
        today: Callable[[], date] = _today,
        terms: TermSource | None = None,
    ) -> None:
        self._library = library
        self._lexicon_dir = lexicon_dir
        self._cache_dir = cache_dir
        self._products = products or NoProducts()
        self._local = LocalTerms(terms or NoTerms())
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

        Product names and local terms that another workstation has changed meanwhile are taken in.
        """
        self._follow_terms()
        checksum = self._products.checksum()
        if checksum != self._checksum:
            self._forget(checksum)
        with collector_paused():
            for system in _SYSTEMS:
                _ = self._edition(self._library.for_day(day).of(system)).reader

    def reload(self) -> None:
        """Forget what was built on editions or names that are no longer the same.

        Local terms that have changed are taken in: nothing else is built again for them.
        """
        self._follow_terms()
        self._forget(self._products.checksum())

    def synonyms_of(self, system: CodeSystem, code: str) -> list[str]:
        """Give the terms that point at exactly that code, those of the workplace last."""
        local = self._local.lexicon.pointing_at(code, system)
        return self._lexicon.pointing_at(code, system) + local

    def search(self, query: SearchQuery) -> list[SearchHit]:
        """Give the best codes for a text, in sections, best first; any text is answered.

        An exact code comes first of all. The order is the same every time.
        """
        if query.limit < 1:
            return []
        asked = parse_question(query.text[:MAX_CHARACTERS].replace("\0", " "))
        parts = self._asked(query, asked)
        text = clip(asked.text)
        if not text:
            listed = [_codes_of(part.listed(), query.limit) for part in parts if asked.names_codes]
            return _hits(_once(listed, query.limit), parts, [])
        ended = " " if asked.text[-1:].isspace() else ""
        found, given = _find(text + ended, parts, query.limit)
        return _hits(_once(found, query.limit), parts, given)

    def suggest(self, query: SearchQuery) -> Suggestions:
        """Return what to try instead of a question that finds nothing, or guesses alone."""
        _ = query
        return Suggestions()

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

    def _follow_terms(self) -> None:
        if self._local.follow():
            with self._lock:
                for built in self._built.values():
                    built.know(self._local.lexicon)

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
                    codebook,
                    self._lexicon,
                    self._cache,
                    self._products,
                    self._checksum,
                    self._local.lexicon,
                )
                others = [(k, v) for k, v in self._built.items() if k != edition.id]
                self._built = dict([*others[-MOST_EDITIONS + 1 :], (edition.id, built)])
            return built


def _find(
    text: str, parts: Sequence[AskedEdition], limit: int
) -> tuple[list[list[_Candidate]], list[Answer]]:
    """Give what was found, and the answers of the word indexes it was found in.

    What kind of answer it is never depends on the filters, so that they only take away.
    """
    if looks_like_code(text):
        by_code = [_by_code(part, text, limit) for part in parts]
        if any(found is not None for found in by_code):
            return [found or [] for found in by_code], []
    named, rest = _named_codes(text, parts)
    question = Question.of(rest)
    given = [answer(question, part.search.reader, limit, part.entries) for part in parts]
    found = [named, *_products_aside(parts, given)]
    if looks_like_letters(text) and _wants_letters(text, given):
        found += [_by_code(part, text, limit) or [] for part in parts]
    return found, given


def _by_code(part: AskedEdition, text: str, limit: int) -> list[_Candidate] | None:
    """Give what the filters let through of the codes that were typed, None without any."""
    matches = part.search.codes.find(text, part.is_told, part.is_in_force)
    first = next(matches, None)
    if first is None:
        return None
    return _codes_of(filter(part.lets_through, chain((first,), matches)), limit)


def _codes_of(matches: Iterable[CodeMatch], limit: int) -> list[_Candidate]:
    return [_of_code(match) for match in islice(matches, limit)]


def _of_code(match: CodeMatch) -> _Candidate:
    kind = MatchKind.EXACT_CODE if match.is_exact else MatchKind.CODE_PREFIX
    system = _SYSTEMS.index(match.concept.system)
    return (_SECTION[kind], -1.0, system, match.bare, match.row, match)


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
    return named, " ".join(rest) if len(rest) < len(text.split()) else text


def _by_words(part: AskedEdition, given: Answer) -> list[_Candidate]:
    entries, sections, scores = given.found
    index = part.search.reader.index
    return list(
        zip(
            [_SECTION[SECTIONS[section]] for section in sections],
            [-score for score in scores],
            repeat(_SYSTEMS.index(part.search.edition.system)),
            [index.codes[entry] for entry in entries],
            index.rows[entries].tolist() if entries else [],
            entries,
            strict=False,
        )
    )


def _products_aside(
    parts: Sequence[AskedEdition], given: Sequence[Answer]
) -> list[list[_Candidate]]:
    """Put codes that answer by a product's name behind what its word means in another book."""
    has_rivals = sum(each.best_section == Tier.WORDS for each in given) > 1
    found: list[list[_Candidate]] = []
    for part, each in zip(parts, given, strict=True):
        named = named_by_product(each) if has_rivals else frozenset()
        by_words = _by_words(part, each)
        found.append(_behind(by_words, named) if named else by_words)
    return found


def _behind(found: Iterable[_Candidate], named: frozenset[int]) -> list[_Candidate]:
    return [
        (c[0], c[1] + PRODUCT_BESIDE_WORDS, *c[2:]) if c[0] == _WORDS and c[5] in named else c
        for c in found
    ]


def _wants_letters(text: str, given: Sequence[Answer]) -> bool:
    """Whether mere letters mean the beginning of a code: words go before them."""
    if len(text.strip()) == 1:
        return True
    best = min((each.best_section for each in given), default=Tier.GUESS)
    is_shouted = text.strip().isupper() and best > Tier.WORDS
    return is_shouted or best == Tier.GUESS


def _once(found: Iterable[list[_Candidate]], limit: int) -> list[_Candidate]:
    """Order them, each code in its best section only."""
    best: dict[tuple[int, str], _Candidate] = {}
    for candidate in sorted(chain.from_iterable(found), key=_BY_ORDER):
        best.setdefault(_CONCEPT(candidate), candidate)
        if len(best) == limit:
            break
    return list(best.values())


def _hits(
    chosen: Sequence[_Candidate], parts: Sequence[AskedEdition], given: Sequence[Answer]
) -> list[SearchHit]:
    asked = {_SYSTEMS.index(part.search.edition.system): part for part in parts}
    told = _told(chosen, dict(zip(asked, given, strict=False)))
    hits: list[SearchHit] = []
    for section, worse, system, _, row, source in chosen:
        part = asked[system]
        why = source.why if isinstance(source, CodeMatch) else told[system, source]
        hits.append(_hit(part.search.concepts[row], _KINDS[section], why, -worse, part.day))
    return hits


def _hit(concept: Concept, kind: MatchKind, why: str, score: float, day: date) -> SearchHit:
    return SearchHit(
        concept.system,
        concept.code,
        concept.title,
        kind,
        why,
        score,
        concept.mark,
        concept.may_be_principal,
        concept.is_leaf,
        concept.valid_to if concept.has_ended(day) else None,
    )


def _told(chosen: Sequence[_Candidate], given: Mapping[int, Answer]) -> dict[tuple[int, int], str]:
    """Give the reasons of the entries that are shown, by system and entry."""
    whys: dict[tuple[int, int], str] = {}
    for system, each in given.items():
        entries = [c[5] for c in chosen if c[2] == system and isinstance(c[5], int)]
        if entries:
            keys = zip(repeat(system), entries, strict=False)
            whys.update(zip(keys, reasons(each, entries), strict=True))
    return whys
