"""Parting Swedish compounds with parts learned from the titles themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

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
#: So many ways to part a word, or its beginning, are looked at; and beginnings remembered.
_MOST_WAYS: Final = 3
_REMEMBERED: Final = 1024
_BY_COST = attrgetter("cost", "parts")


class Split(NamedTuple):
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
    """Parts words, given the sorted parts they are made of. Safe to share between threads."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._parts = frozenset(parts)
        self._sorted = parts
        #: Ways to part the beginning of a word: with the next letter only the last step is new.
        self._heads = lru_cache(_REMEMBERED)(self._parted)

    def knows(self, part: str) -> bool:
        """Whether the letters are a part of their own."""
        return part in self._parts

    def split(self, word: str, *, is_begun: bool) -> list[Split]:
        """Give the three best ways to part a word into two or more parts, cheapest first.

        With `is_begun` the last part may be unfinished.
        """
        length = len(word)
        if not SHORTEST_ROOT + SHORTEST_ROOT <= length <= LONGEST_WORD:
            return []
        allowed = MOST_UNKNOWN * length
        ways = self._ways(word, may_be_unfinished=is_begun, may_link=False)
        return [s for s in ways if len(s.parts) > 1 and s.gap <= allowed]

    def _parted(self, head: str) -> Sequence[Split]:
        """Give the best ways to part the beginning of a longer word."""
        if len(head) < SHORTEST_ROOT:
            return () if head else (Split((), 0, 0.0),)
        return self._ways(head, may_be_unfinished=False, may_link=True)

    def _ways(self, word: str, *, may_be_unfinished: bool, may_link: bool) -> Sequence[Split]:
        found: dict[tuple[str, ...], Split] = {}
        for begin in range(len(word) - SHORTEST_ROOT + 1):
            part = word[begin:]
            if part in self._parts or (begin and may_be_unfinished and self._is_begun(part)):
                for head in self._heads(word[:begin]):
                    _keep(found, Split((*head.parts, part), head.gap, head.cost + PART_COST))
        for head in self._heads(word[:-1]):
            if head.parts:
                _keep(found, _with_loose_letter(head, may_link and word[-1] in LINKS))
        if len(found) <= 1:
            return tuple(found.values())
        return sorted(found.values(), key=_BY_COST)[:_MOST_WAYS]

    def _is_begun(self, part: str) -> bool:
        """Whether a part begins with the letters."""
        at = bisect_left(self._sorted, part)
        return at < len(self._sorted) and self._sorted[at].startswith(part)


def _with_loose_letter(head: Split, is_link: bool) -> Split:
    """Give the head with one more letter that belongs to no part."""
    cost = LINK_COST if is_link else UNKNOWN_COST * 2
    return Split(head.parts, head.gap + (0 if is_link else 1), head.cost + cost)


def _keep(found: dict[tuple[str, ...], Split], split: Split) -> None:
    known = found.get(split.parts)
    if known is None or split.cost < known.cost:
        found[split.parts] = split
