"""Where the words that a hit was found by stand in its title.

Worked out for the rows that are shown, from what they are told to be answers for; nothing is
kept for it while the question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from app.search.normalise import fold, spelling_key, stem, words_of
from app.search.ranking import GENERAL_WORDS, NOISE_WORDS, STOP_WORDS
from app.search.terms import SHORTEST_KEYED

#: Half-open, in characters of the title.
Range = tuple[int, int]

_STEP = re.compile(r"(?:^|, )([^:,→|]+): ")
_ARROW = " → "
_WORD = re.compile(r"[^\W_]+")
#: Titles whose words are remembered, and words with their stems.
_REMEMBERED = 16384
#: A word of a title that stands inside a typed compound has so many letters.
SHORTEST_PART = 4
#: Words of a title that make it no narrower than the one beside them.
_SAYS_LITTLE = (
    STOP_WORDS
    | NOISE_WORDS
    | GENERAL_WORDS
    | {"annan", "annat", "andra", "eller", "sjukdom", "sjukdomar", "specificerad"}
)
#: How a word stands in a title, best first.
_WHOLE, _BEGUN, _INSIDE = range(3)
_stem = lru_cache(_REMEMBERED)(stem)
_folded = lru_cache(_REMEMBERED)(fold)


class _Reach(IntEnum):
    """How far a word of the title may be from the one that is looked for."""

    #: The word itself, inflected or in its other spelling.
    WHOLE = 0
    #: A longer word that begins with it or holds it, or a part of it, too.
    PART = 1
    #: The same, without asking whether a longer word is the same one inflected.
    BEGUN = 2


class _Wanted(NamedTuple):
    """A word to look for in a title."""

    word: str
    stem: str
    reach: _Reach


_REACH = {"ord": _Reach.WHOLE, "ordbörjan": _Reach.BEGUN}


class TitleWords(Protocol):
    """What is known of the words of titles, so that most titles need not be cut into words."""

    def holds_form(self, entry: int, word: str) -> bool:
        """Whether the title of an entry may hold a word inflected or in another spelling."""
        ...

    def holds_part(self, entry: int, word: str) -> bool:
        """Whether the title of an entry may hold a word that a compound is made of."""
        ...

    def alike(self, word: str) -> tuple[str, ...]:
        """Give what means the same, as a lexicon writes it: `malign tumör`, `kardi*`."""
        ...


def mark_title(title: str, why: str, known: TitleWords, entry: int) -> tuple[Range, ...]:
    """Give where the words stand that an entry was found by: in order, never overlapping.

    Of a longer word only what was typed is marked; a word found by its meaning is marked whole.
    """
    lowered = title.lower()
    found: list[Range] = []
    for wanted in _wanted(why):
        here = _standing(lowered, wanted)
        found += here or _otherwise(title, wanted, known, entry)
    if len(lowered) != len(title):
        return ()
    return _joined(found) if len(found) > 1 else tuple(found)


def says_more(title: str, why: str, marked: Sequence[Range]) -> bool:
    """Tell whether a title says something besides the words that it was found by.

    What a term stands for is all that was asked; what is in parentheses is said already.
    """
    if _ARROW in why:
        return False
    aside = title.find("(", marked[-1][1] if marked else 0)
    last = aside if aside >= 0 else len(title)
    others = (
        word
        for begin, end, word in _words_in(title)
        if begin < last and not any(begin < e and b < end for b, e in marked)
    )
    return any(word not in _SAYS_LITTLE for word in others)


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
    reach = _REACH.get(label, _Reach.PART)
    yield from ((word, reach) for word in words_of(target or typed))


def _standing(lowered: str, wanted: _Wanted) -> list[Range]:
    """Find a word as it is written: as a word, or else as a beginning, or else inside others."""
    word, root, reach = wanted
    at = lowered.find(root)
    found: list[Range] = []
    best = _INSIDE
    while at >= 0:
        end = at + (len(word) if lowered.startswith(word, at) else len(root))
        level = _INSIDE
        if not at or not lowered[at - 1].isalnum():
            level, end = _beginning(lowered, at, end, wanted)
        if level < best:
            best, found = level, [(at, end)]
        elif level == best:
            found.append((at, end))
        at = lowered.find(root, end)
    return found if reach or best == _WHOLE else []


def _beginning(lowered: str, at: int, end: int, wanted: _Wanted) -> tuple[int, int]:
    """Tell whether a word of the title that begins so is the wanted one, and where that ends."""
    if end == len(lowered) or not lowered[end].isalnum():
        return _WHOLE, end
    if wanted.reach is _Reach.BEGUN:
        return _BEGUN, end
    longer = _WORD.match(lowered, at)
    if longer and _stem(longer[0]) == wanted.stem:
        return _WHOLE, longer.end()
    return _BEGUN, end


@lru_cache(_REMEMBERED)
def _words_in(title: str) -> tuple[tuple[int, int, str], ...]:
    """Give the words of a title, folded, and where each stands."""
    places = (match.span() for match in _WORD.finditer(title))
    return tuple((begin, end, _folded(title[begin:end])) for begin, end in places)


def _otherwise(title: str, wanted: _Wanted, known: TitleWords, entry: int) -> list[Range]:
    """Find a word that is written in another way: its spelling, its parts, its meaning."""
    if known.holds_form(entry, wanted.word):
        return [(b, e) for b, e, each in _words_in(title) if _is_same(each, wanted)]
    lowered = title.lower()
    if "-" in lowered and wanted.word in lowered.replace("-", ""):
        return _with_hyphen(_words_in(title), wanted.word)
    if not wanted.reach:
        return []
    if known.holds_part(entry, wanted.word):
        return [(b, e) for b, e, each in _words_in(title) if _is_part(each, wanted.word)]
    meant = _meant(known.alike(wanted.word))
    return [place for word in meant for place in _standing(lowered, word)]


def _with_hyphen(words: Sequence[tuple[int, int, str]], word: str) -> list[Range]:
    """Give the neighbours that are the word together: `AV-block`."""
    return [(b, e) for (b, _, one), (_, e, other) in pairwise(words) if one + other == word]


@lru_cache(256)
def _meant(targets: tuple[str, ...]) -> tuple[_Wanted, ...]:
    words = dict.fromkeys(word for target in targets for word in words_of(target))
    return tuple(_Wanted(word, _stem(word), _Reach.PART) for word in words)


def _is_same(word: str, wanted: _Wanted) -> bool:
    if word == wanted.word or _stem(word) == wanted.stem:
        return True
    is_long = min(len(word), len(wanted.word)) >= SHORTEST_KEYED
    return is_long and spelling_key(word) == spelling_key(wanted.word)


def _is_part(word: str, compound: str) -> bool:
    return len(_stem(word)) >= SHORTEST_PART and _stem(word) in compound


def _joined(found: Iterable[Range]) -> tuple[Range, ...]:
    """Put ranges in order; those that touch become one."""
    joined: list[Range] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
