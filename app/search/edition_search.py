"""What is built to search one edition, and an edition asked for a day."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition
from app.domain.search import Setting
from app.search.cache import SearchCache
from app.search.code_table import CodeMatch, CodeOrder, CodeTable
from app.search.collector import collector_paused
from app.search.compiled import Compiled, compile_edition
from app.search.lexicon import Lexicon
from app.search.local_terms import NO_TERMS
from app.search.narrowing import Flags, Narrowing, in_force
from app.search.product_names import ProductSource
from app.search.readings import Reader
from app.search.setting import unusual_rows, usual_settings

#: Settings that are remembered: those of the last events on the desk.
MOST_SETTINGS = 16


class EditionSearch:
    """What is built for one edition: codes at once, words on first need."""

    def __init__(
        self,
        codebook: Codebook,
        lexicon: Lexicon,
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
        self._compiled = (
            cache.read(self.edition, len(self.concepts), self.checksum) if cache else None
        )
        self.order = self._compiled.order if self._compiled else CodeOrder.of(self.concepts)
        self.codes = CodeTable(self.order, self.concepts)
        self.unusual = lru_cache(MOST_SETTINGS)(self._unusual)

    @property
    def reader(self) -> Reader:
        """The word index with its readings, built by whoever asks first."""
        reader = self._reader
        if reader is None:
            compiled = self.compiled
            with self._lock:
                reader = self._reader
                if reader is None:
                    with collector_paused():
                        reader = self._reader = self._read_with(compiled)
        return reader

    @property
    def compiled(self) -> Compiled:
        """All that is built for the edition, by whoever asks first."""
        if self._compiled is None:
            with self._lock:
                if self._compiled is None:
                    with collector_paused():
                        self._compiled = self._build()
        return self._compiled

    def know(self, local: Lexicon) -> None:
        """Search with other local terms from the next question on; only they are built anew."""
        with self._lock:
            self._local, self._reader = local, None

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

    def _read_with(self, compiled: Compiled) -> Reader:
        return Reader(compiled, self._lexicon, self.edition.system, self._local)

    def _build(self) -> Compiled:
        system = self.edition.system
        products = self._products.all() if system is CodeSystem.ATC else ()
        built = compile_edition(self.concepts, self._lexicon, system, products)
        if self._cache and self._products.checksum() == self.checksum:
            self._cache.write_later(self.edition, built, self.checksum)
        return built


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

    def is_in_force(self, concept: Concept) -> bool:
        """Whether the code is in use on the day."""
        return self._has_begun(concept) and not concept.has_ended(self.day)

    def is_told(self, concept: Concept) -> bool:
        """Whether its validity lets the code be an answer: coming codes never are."""
        if concept.valid_to is None and concept.valid_from is None:
            return True
        is_used = self.with_retired or not concept.has_ended(self.day)
        return is_used and self._has_begun(concept)

    def lets_through(self, match: CodeMatch) -> bool:
        """Whether a concept found by its code has what the filters ask for."""
        if self._rows is None:
            return True
        return bool(self._rows[match.row]) and self.narrowing.lets_title_through(
            match.concept.title
        )

    @cached_property
    def entries(self) -> Flags | None:
        """The entries of the word index that may be answers; None where all may."""
        compiled = self.search.compiled
        index, allowed = compiled.index, self._rows
        if compiled.facts.is_dated:
            told = in_force(
                compiled.facts, self.day, is_outside=self.is_outside, with_retired=self.with_retired
            )
            allowed = told if allowed is None else allowed & told
        if allowed is None:
            return None
        return allowed[index.rows] & self.narrowing.titles(index)

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
        search = self.search
        return self.narrowing.rows(search.compiled.facts, search.order, search.concepts)


def _identity(edition: Edition) -> tuple[object, ...]:
    return edition.sources, edition.imported_at, edition.version
