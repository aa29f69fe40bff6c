"""Parting Swedish compounds with parts learned from the titles themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

SHORTEST_PART: Final = 4
SHORTEST_ROOT: Final = 3
#: A left part must have been met this often in front of a known word.
TIMES_SEEN: Final = 1
#: What one letter costs: inside a known part, as a link between parts, unknown.
PART_COST: Final = 1.0
LINK_COST: Final = 0.15
UNKNOWN_COST: Final = 0.35
#: No more than this share of the letters may be unknown.
MOST_UNKNOWN: Final = 0.42
LINKS: Final = "soeaui"
LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Split:
    """One way to part a word. `gap` counts the letters that belong to no part."""

    parts: tuple[str, ...]
    gap: int
    cost: float

    @property
    def label(self) -> str:
        """The parts as they are shown."""
        return "|".join(self.parts)


def learn_parts(vocabulary: Sequence[str], stems: Sequence[str], roots: Iterable[str]) -> list[str]:
    """Give the parts, sorted, that compounds of this vocabulary are made of."""
    known = {w for w in vocabulary if len(w) >= SHORTEST_PART and w.isalpha()}
    known.update(s for s in stems if len(s) >= SHORTEST_PART and s.isalpha())
    left: Counter[str] = Counter()
    for word in vocabulary:
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[cut:] in known:
                left[word[:cut]] += 1
    known.update(
        part.rstrip("s-") if len(part) > SHORTEST_PART else part
        for part, times in left.items()
        if times >= TIMES_SEEN
    )
    known.update(root for root in roots if len(root) >= SHORTEST_ROOT)
    return sorted(known)


class Splitter:
    """Parts words, given the sorted parts they are made of. Immutable."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._parts = frozenset(parts)
        self._sorted = parts

    def knows(self, part: str) -> bool:
        """Whether the letters are a part of their own."""
        return part in self._parts

    def split(self, word: str, *, is_begun: bool, most: int = 3) -> list[Split]:
        """Give the best ways to part a word into two or more parts, cheapest first.

        With `is_begun` the last part may be unfinished.
        """
        length = len(word)
        if not SHORTEST_ROOT + SHORTEST_ROOT <= length <= LONGEST_WORD:
            return []
        best: list[list[Split]] = [[] for _ in range(length + 1)]
        best[0] = [Split((), 0, 0.0)]
        for end in range(SHORTEST_ROOT, length + 1):
            best[end] = self._ending_at(word, end, best, is_begun=is_begun, most=most)
        allowed = MOST_UNKNOWN * length
        return [s for s in best[length] if len(s.parts) > 1 and s.gap <= allowed][:most]

    def _ending_at(
        self, word: str, end: int, best: list[list[Split]], *, is_begun: bool, most: int
    ) -> list[Split]:
        found: dict[tuple[str, ...], Split] = {}
        for begin in range(end - SHORTEST_ROOT + 1):
            part = word[begin:end]
            if not best[begin] or not self._fits(part, is_begun and end == len(word), begin):
                continue
            for head in best[begin]:
                _keep(found, Split((*head.parts, part), head.gap, head.cost + PART_COST))
        if best[end - 1]:
            for head in best[end - 1]:
                if head.parts:
                    _keep(found, _with_loose_letter(head, word, end))
        return sorted(found.values(), key=lambda s: (s.cost, s.parts))[:most]

    def _fits(self, part: str, may_be_unfinished: bool, begin: int) -> bool:
        if part in self._parts:
            return True
        if not may_be_unfinished or not begin or len(part) < SHORTEST_ROOT:
            return False
        at = bisect_left(self._sorted, part)
        return at < len(self._sorted) and self._sorted[at].startswith(part)


def _with_loose_letter(head: Split, word: str, end: int) -> Split:
    """Give the head with one more letter that belongs to no part."""
    is_link = word[end - 1] in LINKS and end < len(word)
    cost = LINK_COST if is_link else UNKNOWN_COST * 2
    return Split(head.parts, head.gap + (0 if is_link else 1), head.cost + cost)


def _keep(found: dict[tuple[str, ...], Split], split: Split) -> None:
    known = found.get(split.parts)
    if known is None or split.cost < known.cost:
        found[split.parts] = split
