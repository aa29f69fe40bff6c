"""What is built to search one edition, and an edition asked for a day."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.collector import collector_paused
from app.domain.concept import Concept, Edition
from app.domain.search import Setting
from app.search.cache import SearchCache
from app.search.code_table import CodeMatch, CodeOrder, CodeTable
from app.search.compiled import Compiled, compile_edition
from app.search.lexicon import Lexicon, LexiconFiles
from app.search.local_terms import NO_TERMS
from app.search.narrowing import Flags, Narrowing, in_force
from app.search.product_names import ProductSource
from app.search.readings import Reader
from app.search.setting import unusual_rows, usual_settings
from app.search.shipped import Shipped, shared_of
from app.search.successors import EarlierCodes, find_successors

#: Settings that are remembered: those of the last events on the desk.
MOST_SETTINGS = 16
#: What filters let through is remembered for so many of them: the next letter asks it again.
MOST_FILTERS = 8
#: A day, whether it lies outside the edition, and whether retired codes are let through.
Days = tuple[date, bool, bool]


class EditionSearch:
    """What is built for one edition: codes at once, words on first need."""

    def __init__(
        self,
        codebook: Codebook,
        lexicon: LexiconFiles,
        cache: SearchCache | None,
        products: ProductSource,
        checksum: str,
        local: Lexicon = NO_TERMS,
    ) -> None:
        self.edition = codebook.edition
        self.concepts = codebook.concepts()
        self._lexicon = lexicon
        self._cache = cache
        self._products = products
        self._local = local
        #: Of the product names that it is built with.
        self.checksum = checksum
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._shared = shared_of(codebook)
        self._shipped = self._find()
        self.order = self._shipped.compiled.order if self._shipped else CodeOrder.of(self.concepts)
        self.codes = CodeTable(self.order, self.concepts)
        self.unusual = lru_cache(MOST_SETTINGS)(self._unusual)
        self.rows = lru_cache(MOST_FILTERS)(self._rows)
        self.entries = lru_cache(MOST_FILTERS)(self._entries)

    @property
    def reader(self) -> Reader:
        """The word index with its readings, built by whoever asks first."""
        reader = self._reader
        if reader is None:
            shipped = self._built()
            with self._lock:
                reader = self._reader
                if reader is None:
                    with collector_paused():
                        reader = self._reader = self._read_with(shipped)
        return reader

    @property
    def is_ready(self) -> bool:
        """Whether the word index is there already, so that asking it makes nobody wait."""
        return self._reader is not None

    def names(self, words: Sequence[str]) -> bool:
        """Whether words are a term of the lexicon or of the workplace."""
        return bool(self.reader.lexicon.exact(words, self.edition.system))

    @property
    def compiled(self) -> Compiled:
        """All that is built for the edition, by whoever asks first."""
        return self._built().compiled

    def know(self, local: Lexicon) -> None:
        """Search with other local terms from the next question on; only they are built anew."""
        with self._lock:
            self._local = local
            if self._reader is not None:
                self._reader = self._reader.beside(local)

    def look_in(self, concepts: Sequence[Concept]) -> None:
        """Give the concepts of the edition as they were loaded last, and let go of the others."""
        if concepts is not self.concepts:
            self.concepts = concepts
            self.codes = CodeTable(self.order, concepts)

    def is_of(self, edition: Edition) -> bool:
        """Whether it was built on this edition, as it is now."""
        return self.edition is edition or _identity(self.edition) == _identity(edition)

    def is_still(self, edition: Edition, checksum: str) -> bool:
        """Whether it was built on this edition, and on the product names of that checksum."""
        is_atc = edition.system is CodeSystem.ATC
        return self.is_of(edition) and (not is_atc or self.checksum == checksum)

    def _unusual(self, setting: Setting) -> Flags | None:
        """Tell which concepts are unusual in a setting; None where none is."""
        return unusual_rows(usual_settings(), setting, self.order, self.edition.system)

    def _rows(self, narrowing: Narrowing) -> Flags:
        """Tell which concepts a filter lets through."""
        return narrowing.rows(self.compiled.facts, self.order, self.concepts)

    def _entries(self, narrowing: Narrowing, days: Days | None) -> Flags:
        """Tell which entries of the word index a filter lets through, in force on the days."""
        index = self.compiled.index
        rows = self.rows(narrowing)
        if days is not None:
            day, is_outside, with_retired = days
            rows = rows & in_force(
                self.compiled.facts, day, is_outside=is_outside, with_retired=with_retired
            )
        return rows[index.rows] & narrowing.titles(index)

    def _read_with(self, shipped: Shipped) -> Reader:
        return shipped.reader.beside(self._local) if self._local.terms else shipped.reader

    def _find(self) -> Shipped | None:
        """Give what another search of this process uses, or what the last start has left."""
        cache, edition = self._cache, self.edition
        if cache is None:
            return None
        made_for = cache.made_for(edition, self.checksum)
        found = self._shared.find(made_for)
        if found is not None:
            if not cache.holds(edition, self.checksum):
                cache.write_later(edition, found.compiled, self.checksum)
            return found
        compiled = cache.read(edition, len(self.concepts), self.checksum)
        if compiled is None:
            return None
        return self._shared.share(made_for, Shipped(compiled, edition.system))

    def _built(self) -> Shipped:
        if self._shipped is None:
            with self._lock:
                if self._shipped is None:
                    with collector_paused():
                        self._shipped = self._build()
        return self._shipped

    def _build(self) -> Shipped:
        system, cache = self.edition.system, self._cache
        products = self._products.all() if system is CodeSystem.ATC else ()
        built = compile_edition(self.concepts, self._lexicon.lexicon, system, products)
        shipped = Shipped(built, system)
        if cache is None or self._products.checksum() != self.checksum:
            return shipped
        cache.write_later(self.edition, built, self.checksum)
        return self._shared.share(cache.made_for(self.edition, self.checksum), shipped)


@dataclass(frozen=True)
class AskedEdition:
    """An edition that a question goes to, for a day, and what it lets through."""

    search: EditionSearch
    day: date
    #: The day lies outside the edition, so that what begins later says nothing of it.
    is_outside: bool
    narrowing: Narrowing
    with_retired: bool
    setting: Setting | None = None
    earlier: EarlierCodes | None = None

    def is_in_force(self, concept: Concept) -> bool:
        """Whether the code is in use on the day."""
        return self._has_begun(concept) and not concept.has_ended(self.day)

    def is_told(self, concept: Concept) -> bool:
        """Whether its validity lets the code be an answer: coming codes never are."""
        if concept.valid_to is None and concept.valid_from is None:
            return True
        is_used = self.with_retired or not concept.has_ended(self.day)
        return is_used and self._has_begun(concept)

    def gone(self, text: str) -> Concept | None:
        """Give the code that was typed in full and is out of use on the day, with its last day."""
        match = self.search.codes.exact(text)
        if match is not None:
            return match.concept if match.concept.has_ended(self.day) else None
        return self.earlier.find(text, self.search.edition) if self.earlier else None

    def successors(self, gone: Concept) -> tuple[Concept, ...]:
        """Give the code in use on the day that took over from one that is not."""
        search = self.search
        return find_successors(gone, search.compiled.index, search.concepts, self.is_in_force)

    def lets_through(self, match: CodeMatch) -> bool:
        """Whether a concept found by its code has what the filters ask for."""
        if self._rows is None:
            return True
        is_listed = match.row >= 0 and bool(self._rows[match.row])
        return is_listed and self.narrowing.lets_title_through(match.concept.title)

    @property
    def entries(self) -> Flags | None:
        """The entries of the word index that may be answers; None where all may."""
        facts, day, coming = self.search.compiled.facts, self.day, self.is_outside
        days = (day, coming, self.with_retired) if facts.is_dated else None
        if days is None and self.narrowing.lets_all_through():
            return None
        return self.search.entries(self.narrowing, days)

    @cached_property
    def unusual(self) -> Flags | None:
        """The concepts that stand last in the setting of the event; None where none does."""
        return self.search.unusual(self.setting) if self.setting else None

    def listed(self) -> Iterator[CodeMatch]:
        """Yield all that filters which name codes let through, in order of the codes."""
        rows = self._rows
        if rows is None:
            return
        allowed = rows[self.search.order.places].nonzero()[0]
        for match in self.search.codes.at_places(allowed.tolist(), self.narrowing.why):
            if self.is_told(match.concept) and self.lets_through(match):
                yield match

    def _has_begun(self, concept: Concept) -> bool:
        return self.is_outside or concept.has_begun(self.day)

    @cached_property
    def _rows(self) -> Flags | None:
        """The concepts that the filters let through, None without any."""
        if self.narrowing.lets_all_through():
            return None
        return self.search.rows(self.narrowing)


def _identity(edition: Edition) -> tuple[object, ...]:
    return edition.sources, edition.imported_at, edition.version
