"""What is built to search one edition, and an edition asked for a day."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition
from app.search.cache import SearchCache
from app.search.code_table import CodeOrder, CodeTable
from app.search.collector import collector_paused
from app.search.compiled import Compiled, compile_edition
from app.search.lexicon import Lexicon
from app.search.product_names import ProductSource
from app.search.readings import Reader


class EditionSearch:
    """What is built for one edition: codes at once, words on first need."""

    def __init__(
        self,
        codebook: Codebook,
        lexicon: Lexicon,
        cache: SearchCache | None,
        products: ProductSource,
        checksum: str,
    ) -> None:
        self.edition = codebook.edition
        self.concepts = codebook.concepts()
        self._lexicon = lexicon
        self._cache = cache
        self._products = products
        #: Of the product names that it is built with.
        self.checksum = checksum
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._compiled = (
            cache.read(self.edition, len(self.concepts), self.checksum) if cache else None
        )
        self._order = self._compiled.order if self._compiled else CodeOrder.of(self.concepts)
        self.codes = CodeTable(self._order, self.concepts)

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

    def look_in(self, concepts: Sequence[Concept]) -> None:
        """Give the concepts of the edition as they were loaded last, and let go of the others."""
        if concepts is not self.concepts:
            self.concepts = concepts
            self.codes = CodeTable(self._order, concepts)

    def is_of(self, edition: Edition) -> bool:
        """Whether it was built on this edition, as it is now."""
        return self.edition is edition or _identity(self.edition) == _identity(edition)

    def is_still(self, edition: Edition, checksum: str) -> bool:
        """Whether it was built on this edition, and on the product names of that checksum."""
        is_atc = edition.system is CodeSystem.ATC
        return self.is_of(edition) and (not is_atc or self.checksum == checksum)

    def _build(self) -> Compiled:
        system = self.edition.system
        products = self._products.all() if system is CodeSystem.ATC else ()
        built = compile_edition(self.concepts, self._lexicon, system, products)
        if self._cache and self._products.checksum() == self.checksum:
            self._cache.write_later(self.edition, built, self.checksum)
        return built


class AskedEdition(NamedTuple):
    """An edition that a question goes to, and the day that it is asked for."""

    search: EditionSearch
    day: date
    #: The day lies outside the edition, so that what begins later says nothing of it.
    is_outside: bool

    def is_in_force(self, concept: Concept) -> bool:
        """Whether the code may be an answer; retired codes and coming ones never are."""
        if concept.valid_to is None and concept.valid_from is None:
            return True
        has_begun = self.is_outside or concept.has_begun(self.day)
        return has_begun and not concept.has_ended(self.day)


def _identity(edition: Edition) -> tuple[object, ...]:
    return edition.sources, edition.imported_at, edition.version
