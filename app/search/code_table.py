"""Look-up of codes as they are typed: with or without point, in any case, whole or begun."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from app.domain.concept import Concept

#: Headings that stand in both parts of KVÅ carry the part before their letters.
_NOISE = re.compile(r"^\s*(?:KKÅ|KMÅ):|[\s.,*†+]", re.IGNORECASE)
_RANGE = re.compile(r"([A-Z]\d\d)[-–—]([A-Z]\d\d)")
#: Letters, at least one digit, letters and digits: never a Swedish word. Chapters are numbers.
_CODE = re.compile(r"[A-Z]{1,3}\d[0-9A-Z]{0,5}|\d\d")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[A-Z]{1,3}")
#: Whether a concept may be an answer.
Wanted = Callable[[Concept], bool]
#: The shortest start of a code that a code typed too long falls back to.
_SHORTEST = 3


def _is_any(_concept: Concept) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A concept found by its code."""

    concept: Concept
    is_exact: bool
    why: str
    #: Place of the concept in its edition, and its code without point.
    row: int
    bare: str


def bare_code(text: str) -> str:
    """Give the code in capitals without point, blanks, marks and part of KVÅ."""
    return _NOISE.sub("", text).upper()


def bare_known_codes(codes: Sequence[str]) -> list[str]:
    """Give the same for canonical codes of an edition, all at once."""
    if not codes:
        return []
    bare = "\n".join(codes).replace(".", "").split("\n")
    return [code.rpartition(":")[2] if ":" in code else code for code in bare]


def looks_like_code(text: str) -> bool:
    """Whether the whole text has the shape of a code or of a range of codes."""
    if not _DIGIT.search(text):
        return False
    bare = bare_code(text)
    return bool(_CODE.fullmatch(bare) or _RANGE.fullmatch(bare))


def looks_like_letters(text: str) -> bool:
    """Whether the text can be the letters that a code begins with, or an abbreviation."""
    return _LETTERS.fullmatch(bare_code(text)) is not None


@dataclass(frozen=True, slots=True)
class CodeOrder:
    """The bare codes of an edition, sorted, and the place of each among its concepts."""

    codes: Sequence[str]
    places: Sequence[int]

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> CodeOrder:
        """Sort the codes of an edition."""
        bare = bare_known_codes([concept.code for concept in concepts])
        places = sorted(range(len(bare)), key=bare.__getitem__)
        return cls([bare[at] for at in places], places)


class CodeTable:
    """The codes of one edition in order. Immutable."""

    def __init__(self, order: CodeOrder, concepts: Sequence[Concept]) -> None:
        self._codes = order.codes
        self._places = order.places
        self._concepts = concepts

    def find(
        self, text: str, wanted: Wanted = _is_any, is_in_force: Wanted = _is_any
    ) -> Iterator[CodeMatch]:
        """Yield the wanted concepts whose code is, or begins with, what was typed.

        The exact one comes first. With a code that does not exist, or is not in force, comes
        the nearest one that is.
        """
        bare = bare_code(text)
        if not bare:
            return
        span = _RANGE.fullmatch(bare)
        if span:
            yield from self._in_range(bare, span[1], span[2], wanted)
            return
        found = self._beginning(bare, wanted)
        first = next(found, None)
        if first is not None:
            yield from chain((first,), found)
        if first is None or (first.is_exact and not is_in_force(first.concept)):
            yield from self._nearest(bare, is_in_force)

    def exact(self, text: str, wanted: Wanted = _is_any) -> CodeMatch | None:
        """Give the wanted concept with exactly that code, or None."""
        bare = bare_code(text)
        at = bisect_left(self._codes, bare)
        if not bare or at == len(self._codes) or self._codes[at] != bare:
            return None
        match = self._match(at, is_exact=True, why="exakt kod")
        return match if wanted(match.concept) else None

    def at_places(self, places: Iterable[int], why: str) -> Iterator[CodeMatch]:
        """Yield the concepts at places in the order of the codes, with why they are answers."""
        return (self._match(at, is_exact=False, why=why) for at in places)

    def _match(self, at: int, *, is_exact: bool, why: str) -> CodeMatch:
        row = self._places[at]
        return CodeMatch(self._concepts[row], is_exact, why, row, self._codes[at])

    def _beginning(self, bare: str, wanted: Wanted) -> Iterator[CodeMatch]:
        low = bisect_left(self._codes, bare)
        high = bisect_right(self._codes, bare + "\uffff", low)
        for at in range(low, high):
            is_exact = self._codes[at] == bare
            why = "exakt kod" if is_exact else f"koden börjar med {bare}"
            match = self._match(at, is_exact=is_exact, why=why)
            if wanted(match.concept):
                yield match

    def _in_range(self, bare: str, first: str, last: str, wanted: Wanted) -> Iterator[CodeMatch]:
        bare_block = bare.replace("–", "-").replace("—", "-")
        block = self.exact(bare_block, wanted)
        if block:
            yield block
        low = bisect_left(self._codes, first)
        high = bisect_right(self._codes, last + "\uffff")
        why = f"ligger i {first}–{last}"
        for at in range(low, high):
            match = self._match(at, is_exact=False, why=why)
            if self._codes[at] != bare_block and wanted(match.concept):
                yield match

    def _nearest(self, bare: str, wanted: Wanted) -> Iterator[CodeMatch]:
        """Give the longest wanted code that the typed one begins with."""
        if len(bare) <= _SHORTEST or not _CODE.fullmatch(bare):
            return
        for length in range(len(bare) - 1, _SHORTEST - 1, -1):
            near = self.exact(bare[:length], wanted)
            if near and not near.concept.is_structural:
                yield replace(near, is_exact=False, why=f"{self._fault(bare)}, närmaste kod")
                return

    def _fault(self, bare: str) -> str:
        """Tell why a typed code is no answer."""
        unwanted = self.exact(bare)
        if unwanted is None:
            return f"{bare} finns inte"
        concept = unwanted.concept
        is_over = concept.valid_to is not None
        return f"{bare} utgick {concept.valid_to}" if is_over else f"{bare} gäller inte än"
