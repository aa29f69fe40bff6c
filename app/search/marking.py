"""Where the words that a hit was found by stand in its title.

Worked out for the rows that are shown, from what they are told to be answers for; nothing is
kept for it while the question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.search.lexicon import SHORTEST_KEYED
from app.search.normalise import fold, spelling_key, stem, words_of
from app.search.ranking import STOP_WORDS

#: Half-open, in characters of the title.
Range = tuple[int, int]
#: Gives the words that mean the same as one, as a lexicon writes them: `malign tumör`, `kardi*`.
Alike = Callable[[str], Iterable[str]]

_STEP = re.compile(r"(?:^|, )([^:,→|]+): ")
_ARROW = " → "
_WORD = re.compile(r"[^\W_]+")
#: Titles whose words are remembered, and words with their stems.
_REMEMBERED = 4096
#: A word of a title that stands inside a typed compound has so many letters.
_SHORTEST_PART = 4


_stem = lru_cache(_REMEMBERED)(stem)
_folded = lru_cache(_REMEMBERED)(fold)


class _Reach(IntEnum):
    """How far a word of the title may be from the one that is looked for."""

    #: The word itself, inflected or in its other spelling.
    WHOLE = 0
    #: A longer word that begins with it or holds it, or a part of it, too.
    PART = 1


class _Wanted(NamedTuple):
    """A word to look for in a title."""

    word: str
    stem: str
    reach: _Reach


def mark_title(title: str, why: str, alike: Alike) -> tuple[Range, ...]:
    """Give where the words stand that a hit was found by: in order, never overlapping.

    Of a longer word only what was typed is marked; a word found by its meaning is marked whole.
    """
    lowered = title.lower()
    is_as_long = len(lowered) == len(title)
    found: list[Range] = []
    for wanted in _wanted(why):
        here = _standing(lowered, wanted) if is_as_long else []
        found += here or _otherwise(title, wanted, alike)
    return _joined(found) if found else ()


@lru_cache(1024)
def _wanted(why: str) -> tuple[_Wanted, ...]:
    """Give the words that a reason names: what was typed, or what that was taken for."""
    steps = _STEP.split(why)[1:]
    named: dict[str, _Wanted] = {}
    for label, text in zip(steps[::2], steps[1::2], strict=True):
        for word, reach in _named(label, text):
            named.setdefault(word, _Wanted(word, _stem(word), reach))
    return tuple(named.values())


def _named(label: str, text: str) -> Iterator[tuple[str, _Reach]]:
    typed, _, target = text.partition(_ARROW)
    if target[:1].isupper():
        words = [word for word in words_of(typed) if word not in STOP_WORDS]
        yield from ((word, _Reach.WHOLE) for word in words)
        return
    reach = _Reach.WHOLE if label == "ord" else _Reach.PART
    yield from ((word, reach) for word in words_of(target or typed))


def _standing(lowered: str, wanted: _Wanted) -> list[Range]:
    """Find a word as it is written: as a word, or else as a beginning, or else inside others."""
    word, root, reach = wanted
    levels: tuple[list[Range], list[Range], list[Range]] = ([], [], [])
    at = lowered.find(root)
    while at >= 0:
        level, end = _judge(lowered, at, word, root)
        levels[level].append((at, end))
        at = lowered.find(root, end)
    whole, begun, inside = levels
    return whole or (begun or inside if reach is _Reach.PART else [])


def _judge(lowered: str, at: int, word: str, root: str) -> tuple[int, int]:
    """Tell how a word stands at a place where its root does, and where that ends."""
    typed_end = at + (len(word) if lowered.startswith(word, at) else len(root))
    if at and lowered[at - 1].isalnum():
        return 2, typed_end
    found = _WORD.match(lowered, at)
    end = found.end() if found else typed_end
    is_whole = lowered[at:end] == word or _stem(lowered[at:end]) == root
    return (0, end) if is_whole else (1, typed_end)


@lru_cache(_REMEMBERED)
def _words_in(title: str) -> tuple[tuple[int, int, str], ...]:
    """Give the words of a title, folded, and where each stands."""
    places = (match.span() for match in _WORD.finditer(title))
    return tuple((begin, end, _folded(title[begin:end])) for begin, end in places)


def _otherwise(title: str, wanted: _Wanted, alike: Alike) -> list[Range]:
    """Find a word that is written in another way: its spelling, its parts, its meaning."""
    words = _words_in(title)
    whole = [(b, e) for b, e, each in words if _is_same(each, wanted)] or [
        (b, e) for (b, _, one), (_, e, other) in pairwise(words) if one + other == wanted.word
    ]
    if whole or wanted.reach is not _Reach.PART:
        return whole
    parts = [(b, e) for b, e, each in words if _is_part(each, wanted.word)]
    return parts or [
        place
        for target in alike(wanted.word)
        for word in words_of(target)
        for place in _standing(title.lower(), _Wanted(word, _stem(word), _Reach.PART))
    ]


def _is_same(word: str, wanted: _Wanted) -> bool:
    if word == wanted.word or _stem(word) == wanted.stem:
        return True
    is_long = min(len(word), len(wanted.word)) >= SHORTEST_KEYED
    return is_long and spelling_key(word) == spelling_key(wanted.word)


def _is_part(word: str, compound: str) -> bool:
    root = _stem(word)
    return len(root) >= _SHORTEST_PART and root in compound


def _joined(found: Iterable[Range]) -> tuple[Range, ...]:
    """Put ranges in order; those that touch become one."""
    joined: list[Range] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
