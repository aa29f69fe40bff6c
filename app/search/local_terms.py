"""Terms that the workplace approved, searched beside the lexicon that ships with the program.

They are no part of what is compiled for an edition: a term that is approved is found with the
next question, and costs the few milliseconds that a reader takes to be made.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from app.domain.codes import CodeSystem
from app.domain.local_term import LocalTerm
from app.search.lexicon import Lexicon
from app.search.terms import FROM_WORKPLACE, Term, TermKind

NO_TERMS: Final = Lexicon(())


class TermSource(Protocol):
    """The terms of the workplace."""

    def checksum(self) -> str:
        """Tell what differs whenever the terms differ; empty where there never were any."""
        ...

    def approved(self) -> Sequence[LocalTerm]:
        """Every term that is to be searched, in the order of its proposal."""
        ...


class NoTerms:
    """A workplace without terms of its own."""

    def checksum(self) -> str:
        """Nothing ever changed."""
        return ""

    def approved(self) -> Sequence[LocalTerm]:
        """None."""
        return ()


class TermLookup(Protocol):
    """Terms looked up by phrase, by beginning and by part."""

    def exact(self, words: Sequence[str], system: CodeSystem) -> list[Term]:
        """Give the terms that are exactly these words, in any order."""
        ...

    def is_in_phrase(self, word: str) -> bool:
        """Whether a word stands in a term of several words."""
        ...

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        """Give the shortest terms that begin with a half-typed text."""
        ...

    def synsets(self, part: str, system: CodeSystem) -> list[Term]:
        """Give groups of like words that a word, or a part of a compound, belongs to."""
        ...


class LocalTerms:
    """The approved terms as they were read last. Safe to share between threads."""

    def __init__(self, source: TermSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._checksum = ""
        self._lexicon: Lexicon | None = None

    @property
    def lexicon(self) -> Lexicon:
        """The terms, read by whoever asks first."""
        found = self._lexicon
        if found is None:
            self.follow()
            found = self._lexicon
        return found or NO_TERMS

    def follow(self) -> bool:
        """Read the terms again where they have changed; True if so."""
        with self._lock:
            # The checksum first: a change in between is then seen the next time.
            checksum = self._source.checksum()
            if self._lexicon is not None and checksum == self._checksum:
                return False
            terms = self._source.approved() if checksum else ()
            self._lexicon, self._checksum = as_lexicon(terms), checksum
            return True


def as_lexicon(terms: Iterable[LocalTerm]) -> Lexicon:
    """Give local terms as a lexicon, so that they are read as its terms are."""
    return Lexicon(
        Term(
            each.text.term,
            each.text.targets,
            each.text.system,
            TermKind(each.text.kind.value),
            FROM_WORKPLACE,
        )
        for each in terms
    )


def with_local_terms(shipped: TermLookup, local: Lexicon) -> TermLookup:
    """Give a lexicon with local terms before its own; the lexicon itself where there are none."""
    return _Both(shipped, local) if local.terms else shipped


class _Both:
    """Two lexicons asked as one. Immutable."""

    def __init__(self, shipped: TermLookup, local: Lexicon) -> None:
        self._shipped, self._local = shipped, local

    def exact(self, words: Sequence[str], system: CodeSystem) -> list[Term]:
        """Give the terms that are exactly these words, in any order."""
        return self._local.exact(words, system) + self._shipped.exact(words, system)

    def is_in_phrase(self, word: str) -> bool:
        """Whether a word stands in a term of several words."""
        return self._local.is_in_phrase(word) or self._shipped.is_in_phrase(word)

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        """Give the shortest terms that begin with a half-typed text."""
        begun = self._local.beginning(text, system, limit)
        begun += self._shipped.beginning(text, system, limit)
        return sorted(begun, key=lambda term: (len(term.text), term.text))[:limit]

    def synsets(self, part: str, system: CodeSystem) -> list[Term]:
        """Give the groups of like words, of which there are no local ones."""
        return self._shipped.synsets(part, system)
