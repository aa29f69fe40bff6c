"""Correcting compounds that are known only by their parts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_
from typing import Final, NamedTuple

import numpy as np

from app.search.compounds import LINKS, SHORTEST_PART, SHORTEST_ROOT
from app.search.normalise import plain
from app.search.ranking import QUALITY
from app.search.spelling import LENIENCY, Correction, allowed_edits, distances, mask_of, masks_of
from app.search.vectors import Places

#: Shorter words have no two parts that a slip leaves to be known.
SHORTEST_COMPOUND: Final = 7
LONGEST_COMPOUND: Final = 40
#: A part of so many letters may hold two slips, a shorter one only one.
TWO_SLIPS_FROM: Final = 6
#: Two parts make a compound that nobody may ever have written: a known word goes before it.
COMPOUND_COST: Final = 0.2
#: Parts that end, or begin, at the same letter: so many of the nearest are tried.
_KEPT_PARTS: Final = 4


class _Side(NamedTuple):
    """The letters of one side of a compound as they may be meant, and how many slips that is."""

    slips: int
    parts: int
    text: str


_Sides = dict[int, list[_Side]]


@dataclass(frozen=True, slots=True)
class _Known:
    """Parts without å, ä and ö, and how each is written with them."""

    sorted: Sequence[str]
    written: Mapping[str, str]


class CompoundCorrector:
    """Finds two sides, each known or nearly so, that a mistyped compound may be made of.

    Immutable. What is found is a word to be read like any other: its parts are known.
    """

    def __init__(self, parts: Sequence[str]) -> None:
        written: dict[str, str] = {}
        for part, bare in zip(parts, plain("\n".join(parts)).split("\n"), strict=False):
            if bare not in written or part == bare:
                written[bare] = part
        self._known = _Known(sorted(written), written)
        bares = [bare for bare in self._known.sorted if len(bare) >= SHORTEST_PART]
        self._bares = np.array(bares, object)
        self._masks = masks_of(bares)
        self._lengths = np.fromiter(map(len, bares), np.int64, len(bares))
        self._limits = np.where(self._lengths >= TWO_SLIPS_FROM, 2, 1).astype(np.uint8)
        #: The two letters at the end of each part, and at its beginning: one of them is right.
        letters = np.frombuffer("".join(bares).encode("utf-32-le"), np.uint32).astype(np.uint8)
        after = self._lengths.cumsum()
        first = after - self._lengths
        self._outer = [
            (letters[after - 1], letters[after - 2]),
            (letters[first], letters[first + 1]),
        ]

    def corrections(self, word: str, *, is_begun: bool, most: int = 3) -> list[Correction]:
        """Give the nearest compounds, nearest first; the word itself is never among them.

        With `is_begun` the last part may be unfinished.
        """
        if not (SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND and word.isalpha()):
            return []
        bare = plain(word)
        heads, tails = self._chains(bare), self._ending_chains(bare, is_begun=is_begun)
        found = set(_joined(word, heads, tails, 0))
        if not found - {word}:
            self._add_near(heads, bare, is_head=True)
            self._add_near(tails, bare, is_head=False)
            found.update(_joined(word, heads, tails, allowed_edits(word)))
        return _nearest(word, bare, sorted(found - {word}), most)

    def _chains(self, bare: str) -> _Sides:
        """Give the beginnings that are known parts, linked or not, by where they end."""
        ends: _Sides = {0: [_Side(0, 0, "")]}
        for end in range(SHORTEST_ROOT, len(bare) + 1):
            for begin in sorted(ends):
                part = self._known.written.get(bare[begin:end])
                if part is not None and end - begin >= SHORTEST_ROOT:
                    _keep(ends, end, [_and(head, part) for head in ends[begin]])
                    if end + 1 < len(bare) and bare[end] in LINKS:
                        linked = [_and(head, part + bare[end], 0) for head in ends[begin]]
                        _keep(ends, end + 1, linked)
        return {end: sides for end, sides in ends.items() if end}

    def _ending_chains(self, bare: str, *, is_begun: bool) -> _Sides:
        """Give the ends that are one known part or the beginning of one, by where they begin."""
        begins: _Sides = {}
        for begin in range(SHORTEST_ROOT, len(bare) - SHORTEST_ROOT + 1):
            tail = bare[begin:]
            part = self._known.written.get(tail)
            if part is None and is_begun:
                part = self._begun(tail)
            if part is not None:
                begins[begin] = [_Side(0, 1, part)]
        return begins

    def _begun(self, tail: str) -> str | None:
        at = bisect_left(self._known.sorted, tail)
        if at == len(self._known.sorted) or not self._known.sorted[at].startswith(tail):
            return None
        return self._known.written[self._known.sorted[at]][: len(tail)]

    def _add_near(self, sides: _Sides, bare: str, *, is_head: bool) -> None:
        """Add parts that the letters of one side are nearly."""
        cuts = range(SHORTEST_ROOT, len(bare) - SHORTEST_ROOT + 1)
        typed = [bare[:at] if is_head else bare[at:] for at in cuts]
        numbers = self._possible(bare, is_head=is_head)
        if not len(numbers):
            return
        table = distances(typed, self._bares[numbers].tolist(), 2)
        near = (table > 0) & (table <= self._limits[numbers])
        for row, column in zip(*(axis.tolist() for axis in near.nonzero()), strict=True):
            part = self._known.written[self._bares[numbers[column]]]
            _keep(sides, cuts[row], [_Side(int(table[row, column]), 1, part)])

    def _possible(self, bare: str, *, is_head: bool) -> Places:
        """Give the parts whose letters nearly all stand on that side of the word."""
        outer, inner = self._outer[is_head]
        first, second = _letters(bare[0], bare[1]) if is_head else _letters(bare[-1], bare[-2])
        is_fit = (outer == first) | (outer == second) | (inner == first) | (inner == second)
        is_fit &= self._lengths <= len(bare) - SHORTEST_ROOT + 2
        found = is_fit.nonzero()[0]
        inwards = bare if is_head else bare[::-1]
        letters = np.array([0, *accumulate(map(mask_of, inwards), or_)], np.uint64)
        stretch = np.minimum(self._lengths[found] + self._limits[found], len(bare))
        missing = np.bitwise_count(self._masks[found] & ~letters[stretch])
        possible: Places = found[missing <= self._limits[found]]
        return possible


def _letters(outer: str, inner: str) -> tuple[int, int]:
    return ord(outer) & 255, ord(inner) & 255


def _and(head: _Side, more: str, parts: int = 1) -> _Side:
    return _Side(head.slips, head.parts + parts, head.text + more)


def _keep(sides: _Sides, at: int, new: Sequence[_Side]) -> None:
    sides[at] = sorted({*sides.get(at, ()), *new})[:_KEPT_PARTS]


def _joined(word: str, heads: _Sides, tails: _Sides, most: int) -> Iterator[str]:
    """Give what each head and the tail behind it make, with or without a link between them."""
    for end, before in heads.items():
        for gap in (0, 1):
            if gap and word[end : end + 1] not in LINKS:
                continue
            link = word[end : end + gap]
            for head in before:
                for tail in tails.get(end + gap, ()):
                    if head.slips + tail.slips <= most:
                        yield head.text + link + tail.text


def _nearest(word: str, bare: str, found: Sequence[str], most: int) -> list[Correction]:
    if not found:
        return []
    limit = allowed_edits(word)
    bared = distances([bare], [plain(each) for each in found], limit)[0]
    lettered = distances([word], found, limit + 2)[0]
    away = np.where(bared == 0, QUALITY.same_key, (bared.astype(np.float32) + lettered) / 2)
    ranked = sorted(zip(away.tolist(), found, strict=True))
    return [
        Correction(distance + COMPOUND_COST, text)
        for distance, text in ranked[:most]
        if distance <= limit + LENIENCY
    ]
