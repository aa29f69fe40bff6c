"""Terms that name codes, read many at a time: each begun letter makes a dozen of them likely."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from app.domain.codes import CodeSystem, format_code
from app.search.index import WordIndex
from app.search.ranking import (
    QUALITY,
    TERM_EXPLAINS,
    TERM_EXPLAINS_BELOW,
    TERM_EXPLAINS_NEXT,
)
from app.search.spans import Reading, Tier
from app.search.terms import KIND_LABEL, Term
from app.search.vectors import Floats, Places, Vector

#: Of so many terms it is remembered where their codes stand.
_REMEMBERED = 4096
_NO_WORDS = np.empty(0, np.intp)
_NO_QUALITY = np.empty(0, np.float32)
_ROUNDING = np.float32(1e4)


class TypedTerm(NamedTuple):
    """A term of the lexicon as far as it is typed."""

    term: Term
    #: What of its worth is left, and what of a title it explains, for being typed in part.
    factor: float = 1.0
    share: float = 1.0


class _Target(NamedTuple):
    """Where the entries of a code that a term names stand, and what it is worth there."""

    begin: int
    entries: int
    value: float
    #: What it explains of the title of the code itself, if that has one, and of those below.
    explains: float
    explains_below: float
    code: str


class PointedCodes:
    """Where the codes that terms name stand in one index. Safe to share between threads."""

    def __init__(self, index: WordIndex, system: CodeSystem) -> None:
        self._index = index
        self._system = system
        self._targets = lru_cache(_REMEMBERED)(self._found)

    def read(self, typed: Sequence[TypedTerm], tier: Tier, *, are_products: bool) -> list[Reading]:
        """Give the meaning of terms that all name codes; nothing where the index has none.

        A product means exactly its codes, and not what stands below them.
        """
        found = [
            (each, target)
            for each in typed
            for target in self._targets(each.term.codes, are_products)
        ]
        if not found:
            return []
        counts = np.array([target.entries for _, target in found])
        values = np.array([target.value * each.factor for each, target in found], np.float32)
        ends = counts.cumsum()
        begins = np.array([target.begin for _, target in found])
        at = (begins + counts - ends).repeat(counts)
        at += np.arange(len(at))
        vector = Vector(at, values.repeat(counts))
        whys = _Whys(found, vector, counts, self._system)
        return [
            Reading(
                vector,
                tier,
                "",
                _NO_WORDS,
                _NO_QUALITY,
                Vector(at, _explained(found, counts, ends)),
                are_products,
                tell=whys.tell,
            )
        ]

    def _found(self, codes: Sequence[str], is_exact: bool) -> tuple[_Target, ...]:
        index = self._index
        look_up = index.with_code if is_exact else index.with_code_prefix
        targets: list[_Target] = []
        for rank, code in enumerate(codes):
            found = look_up(code)
            loss = min(rank * QUALITY.next_target, QUALITY.last_target)
            below = TERM_EXPLAINS_BELOW - TERM_EXPLAINS_NEXT * loss
            own = TERM_EXPLAINS - TERM_EXPLAINS_NEXT * loss
            if found:
                explains = own if index.codes[found.start] == code else below
                value = QUALITY.code_term - loss
                targets.append(_Target(found.start, len(found), value, explains, below, code))
        return tuple(targets)


def _explained(found: Sequence[tuple[TypedTerm, _Target]], counts: Places, ends: Places) -> Floats:
    shares = np.array([each.share for each, _ in found], np.float32)
    below = np.array([target.explains_below for _, target in found], np.float32) * shares
    own = np.array([target.explains for _, target in found], np.float32) * shares
    explained: Floats = below.repeat(counts)
    explained[ends - counts] = own
    return explained


class _Whys:
    """Which term is the best for an entry that several reach, the first of equal ones."""

    def __init__(
        self,
        found: Sequence[tuple[TypedTerm, _Target]],
        vector: Vector,
        counts: Places,
        system: CodeSystem,
    ) -> None:
        self._found = found
        self._vector = vector
        self._counts = counts
        self._system = system

    def tell(self, entry: int) -> str:
        """Tell which term leads to an entry."""
        (term, *_), target = self._found[self._best[entry]]
        if term.is_product:
            return f"{KIND_LABEL[term.kind]}: {term.text}"
        return f"{term.label}: {term.text} → {format_code(self._system, target.code)}"

    @cached_property
    def _best(self) -> dict[int, int]:
        """The number of the best term for each entry: worked out only where it is told."""
        values = np.rint(self._vector.value * _ROUNDING)
        order = (-values).argsort(kind="stable")[::-1]
        numbers = np.arange(len(self._counts)).repeat(self._counts)
        return dict(zip(self._vector.at[order].tolist(), numbers[order].tolist(), strict=True))
