"""The search: one question over the editions in force, answered in sections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from app.domain.codebook_ports import Codebook, CodebookLibrary
from app.domain.codes import CodeSystem
from app.domain.collector import collector_paused
from app.domain.coverage import Mention
from app.domain.search import MatchKind, SearchHit, SearchQuery, Suggestions
from app.search.beneath import with_codes_beneath
from app.search.cache import SearchCache
from app.search.candidates import (
    CONSIDERED,
    KINDS,
    Candidate,
    codes_of,
    find,
    first_page,
    once,
)
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.hits import Hits
from app.search.lexicon import LexiconFiles
from app.search.local_terms import LocalTerms, NoTerms, TermSource
from app.search.narrowing import Narrowing
from app.search.normalise import MAX_CHARACTERS, clip
from app.search.phrases import PhraseReader
from app.search.product_names import NoProducts, ProductSource
from app.search.query_syntax import AskedText, parse_question
from app.search.scoring import Answer
from app.search.successors import EarlierCodes
from app.search.terms import Term

#: Indexes of so many editions stay in memory.
MOST_EDITIONS = 6
#: Hits are counted so far.
MOST_COUNTED = 1000
_SYSTEMS = tuple(CodeSystem)


def _today() -> date:
    return datetime.now().astimezone().date()


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
        self._earlier = EarlierCodes(library)
        self._phrases = PhraseReader()
        self._checksum: str | None = None
        self._lock = threading.Lock()
        self._built: dict[str, EditionSearch] = {}

    @cached_property
    def _lexicon(self) -> LexiconFiles:
        return LexiconFiles(self._lexicon_dir)

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
        return self._lexicon.lexicon.pointing_at(code, system) + local

    def search(self, query: SearchQuery) -> Sequence[SearchHit]:
        """Give the best codes for a text, in sections, best first; any text is answered.

        An exact code comes first of all. The order is the same every time. Rows behind the first
        page are made when they are looked at.
        """
        parts = self.editions_asked(query)
        chosen, given = _choose(query, parts)
        return Hits(chosen, parts, given)

    def count(self, query: SearchQuery) -> int:
        """Tell how many hits a question has above the line, counted to a thousand."""
        limited = replace(query, limit=MOST_COUNTED)
        chosen, _ = _choose(limited, self.editions_asked(limited))
        return sum(KINDS[candidate[0]] is not MatchKind.FUZZY for candidate in chosen)

    def suggest(self, query: SearchQuery) -> Suggestions:
        """Return what to try instead of a question that finds nothing, or guesses alone."""
        from app.search.suggestions import suggest  # noqa: PLC0415 - seldom needed

        return suggest(self, query)

    def phrases(self, text: str, day: date | None = None) -> Sequence[Mention]:
        """Give the phrases of a note that name codes in use on a day, in order; none overlap."""
        books = self._library.for_day(day)
        editions = [self._edition(books.of(system)) for system in _SYSTEMS]
        return self._phrases.read(text, editions, self._local.lexicon, day or self._today())

    def terms(self) -> Iterator[Term]:
        """Yield every term of the lexicon, those of the workplace first."""
        yield from self._local.lexicon.terms
        yield from self._lexicon.lexicon.terms

    def editions_asked(self, query: SearchQuery) -> list[AskedEdition]:
        """Give the editions that a question goes to, with what it lets through of each."""
        books, day = self._library.for_day(query.day), query.day or self._today()
        narrowing = Narrowing.of(query, _parse(query.text[:MAX_CHARACTERS]))
        return [
            AskedEdition(
                self._edition(books.of(system)),
                day,
                system in books.outside,
                narrowing,
                query.show_retired,
                query.setting,
                self._earlier,
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


@lru_cache(16)
def _parse(text: str) -> AskedText:
    return parse_question(text.replace("\0", " "))


def _choose(
    query: SearchQuery, parts: Sequence[AskedEdition]
) -> tuple[list[Candidate], list[Answer]]:
    """Give the best that was found, and the answers of the word indexes it was found in."""
    asked = _parse(query.text[:MAX_CHARACTERS])
    text = clip(asked.text)
    if query.limit < 1:
        return [], []
    if not text:
        listed = [codes_of(part.listed(), query.limit) for part in parts if asked.names_codes]
        return once(listed, query.limit), []
    ended = " " if asked.text[-1:].isspace() else ""
    most = max(query.limit, CONSIDERED)
    found, given = find(text + ended, parts, most)
    best = with_codes_beneath(once(found, most), parts)
    return first_page(best)[: query.limit], given
