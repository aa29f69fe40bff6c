"""The search engine on a lexicon that can look away from some of its lines."""

from __future__ import annotations

from collections.abc import Iterable

from search_editions import ROOT, FixedLibrary

from app.domain.codes import CodeSystem
from app.domain.search import SearchHit, SearchQuery
from app.search.engine import LibrarySearch
from app.search.lexicon import Lexicon
from app.search.local_terms import NO_TERMS
from app.search.product_names import NO_NAMES, NamedLexicon
from app.search.terms import Term, TermKind

LEXICON = ROOT / "codebooks" / "lexicon"
#: So many hits are asked for: those on the first page.
FIRST = 10
#: Readings of words that only groups of like words have a part in.
_OF_GROUPS = ("word", "part", "whole")


def members(term: Term) -> frozenset[str]:
    """Give all members of a group of like words, or the term and its targets."""
    return frozenset((term.text, *term.targets))


class LexiconBut(Lexicon):
    """The lexicon, looking away from some terms."""

    _hidden: frozenset[Term] = frozenset()
    _groups: frozenset[frozenset[str]] = frozenset()

    def look_away_from(self, terms: Iterable[Term]) -> None:
        """Hide these terms, and no others, from now on."""
        self._hidden = frozenset(terms)
        groups = (term for term in self._hidden if term.kind is TermKind.SYNSET)
        self._groups = frozenset(map(members, groups))

    def of_key(self, key: str, system: CodeSystem) -> list[Term]:
        return [term for term in super().of_key(key, system) if term not in self._hidden]

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        found = super().beginning(text, system, limit + len(self._hidden))
        return [term for term in found if term not in self._hidden][:limit]

    def synsets(self, part: str, system: CodeSystem) -> list[Term]:
        """Leave out what the hidden groups give; each member stands for the others."""
        found = super().synsets(part, system)
        return [term for term in found if members(term) not in self._groups]


class Asker:
    """The engine on a lexicon that can look away from lines."""

    def __init__(self, library: FixedLibrary, lexicon: LexiconBut) -> None:
        self.terms = lexicon.terms
        self._engine = LibrarySearch(library, LEXICON)
        self._engine.prepare()
        books = library.for_day(None)
        editions = [self._engine._edition(books.of(each)) for each in CodeSystem]
        self._readers = [edition.reader for edition in editions]
        self._lexicons = [LexiconBut.of(edition.compiled.terms) for edition in editions]
        for reader, own in zip(self._readers, self._lexicons, strict=True):
            reader._shipped = NamedLexicon(own, NO_NAMES)
            reader._take_in(NO_TERMS)
        self._groups_hidden: frozenset[frozenset[str]] = frozenset()
        #: Lines that are gone for good.
        self.gone: list[Term] = []

    def ask(self, text: str, system: CodeSystem, hidden: Term | None = None) -> list[SearchHit]:
        """Give the first ten hits without the lines that are gone, and without one more."""
        gone = [term for term in self.gone if term is not hidden]
        for lexicon in self._lexicons:
            lexicon.look_away_from(gone if hidden is None else [*gone, hidden])
        self._forget()
        return self._engine.search(SearchQuery(text, (system,), FIRST))

    def _forget(self) -> None:
        """Forget the readings that hidden lines may have had a part in."""
        groups, self._groups_hidden = self._groups_hidden, self._lexicons[0]._groups
        kept = _OF_GROUPS if groups == self._groups_hidden else ()
        for reader in self._readers:
            reader.last = None
            for name, remembered in vars(reader).items():
                if hasattr(remembered, "cache_clear") and name not in kept:
                    remembered.cache_clear()
