"""What a question denies (*magsår utan blödning*), and titles that say the opposite of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from app.search.normalise import fold, stem
from app.search.ranking import NOISE_WORDS, STOP_WORDS

WITHOUT: Final = "utan"
_WITH: Final = "med"
#: What is denied, or said to be there besides, ends before these.
_ENDS: Final = frozenset(["efter", "vid", "hos", "pga", "som", "inför"])
#: Where something is lacking is there: *utan inflammation i gallblåsan*.
_OF_PLACE: Final = frozenset(["i", "på", "av", "från"])
#: In a title these end it too: *utan inklämning, primärbråck*.
_PARTS: Final = re.compile(r"[,;:()\[\]]|-(?=[A-ZÅÄÖ])")
_SHORTEST_PART: Final = 4


class Said(NamedTuple):
    """The words that are said to be lacking, those said to be there besides, and the others."""

    lacking: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said to be lacking, or to be there besides."""
        return not (self.lacking or self.joined)


def said_of(words: Sequence[str]) -> Said:
    """Tell what folded words, small ones among them, deny and join.

    Nothing is denied before it is said what it is about; *med eller utan aura* says neither.
    """
    if WITHOUT not in words and _WITH not in words:
        return Said()
    found: dict[str, set[str]] = {WITHOUT: set(), _WITH: set(), "": set()}
    is_place = False
    for said, word in _each(words):
        is_place = bool(said) and (is_place or word in _OF_PLACE)
        if not is_place and word not in STOP_WORDS and word not in NOISE_WORDS:
            found[said].add(word)
    others, lacking, joined = found[""], found[WITHOUT], found[_WITH]
    if not others:
        return Said()
    return Said(
        frozenset(lacking - others - joined),
        frozenset(joined - others - lacking),
        frozenset(others),
    )


def contradicts(title: str, asked: Said) -> bool:
    """Whether a title tells of what is asked to be lacking, or denies what is asked for.

    One that does both says the same in another order.
    """
    lacking, there = _of_title(title)
    tells = any(_tells(there, word) for word in asked.lacking)
    wanted = asked.joined | asked.others if lacking else ()
    denies = any(_tells(lacking, word) and not _tells(there, word) for word in wanted)
    return tells != denies


def denies_too(title: str, asked: Said) -> bool:
    """Whether a title denies something that the question denies."""
    lacking, _ = _of_title(title)
    return any(_tells(lacking, word) for word in asked.lacking)


def _each(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each word with what it is said to be: there besides, lacking, or neither."""
    said = ""
    for at, word in enumerate(words):
        if word in (WITHOUT, _WITH):
            around = {*words[max(0, at - 2) : at], *words[at + 1 : at + 3]}
            is_either = "eller" in around and not around.isdisjoint((WITHOUT, _WITH))
            said = "" if is_either else word
        elif word in _ENDS:
            said = ""
        else:
            yield said, word


def _of_title(title: str) -> tuple[set[str], set[str]]:
    """Give the words that a title says are lacking, and those that it says are there."""
    if WITHOUT not in title.lower():
        return set(), set(fold(title).replace("-", " ").split())
    lacking: set[str] = set()
    there: set[str] = set()
    for part in _PARTS.split(title):
        for said, word in _each(fold(part).replace("-", " ").split()):
            (lacking if said == WITHOUT else there).add(word)
    return lacking, there


def _tells(words: Iterable[str], asked: str) -> bool:
    """Whether some of the words are the asked one, or what it is made of."""
    forms = {form for word in words for form in (word, stem(word))}
    if not forms.isdisjoint((asked, stem(asked))):
        return True
    parts = [each for each in forms if len(each) >= _SHORTEST_PART]
    return any(asked.startswith(each) for each in parts) and any(
        stem(asked).endswith(each) for each in parts
    )
