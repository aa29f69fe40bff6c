"""What a question says besides what it is about: after what, because of what, in whom.

*Ryggont efter tungt lyft* is about the back, and *gastroskopi hos patient med blödning* about the
examination. Where titles hold all of it they are the answer; where none does, the head is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.search.asides import asides_of
from app.search.ranking import NOISE_WORDS, STOP_WORDS

_BEGIN: Final = frozenset(["efter", "pga", "hos", "inför"])
_BEGIN_TOGETHER: Final = (
    ("p", "g", "a"),
    ("på", "grund", "av"),
    ("i", "samband", "med"),
    ("till", "följd", "av"),
)
#: Of a disease, what stands behind these often says the most, or where it is; of what is done,
#: the least.
_BEGIN_OF_PROCEDURE: Final = frozenset(["med", "vid"])
#: In these the classification tells most diseases apart: they are no mere circumstance.
_TOLD_APART: Final = frozenset(
    [
        *("nyfödd", "nyfödda", "spädbarn", "foster", "fostret", "prematur", "prematura"),
        *("modern", "gravid", "gravida", "graviditet", "graviditeten", "förlossning"),
        *("förlossningen", "missfall", "abort", "amning", "barnsäng"),
    ]
)
#: What is no head: whom it is about, or merely that something is, or is done.
_NO_HEAD: Final = frozenset(
    [
        *("kvinna", "kvinnan", "man", "mannen", "pojke", "flicka", "barn", "dam", "herre"),
        *("besvär", "problem", "symtom", "sjuk", "sjukdom", "tillstånd", "status", "st", "följd"),
        *("kontroll", "uppföljning", "behandling", "undersökning", "utredning", "operation"),
        *("komplikation", "komplikationer", "reaktion", "biverkan", "skada", "blödning", "fall"),
        *("olycka", "vård", "vårdas", "inlagd", "inkommer", "söker"),
    ]
)
#: Nor what the classification parts by its cause.
_GENERAL: Final = ("sjukdom", "sjukdomar", "komplikation", "komplikationer")


class Circumstances(NamedTuple):
    """The words of a question that its head can do without."""

    #: Whatever the head is.
    of_any: frozenset[str] = frozenset()
    #: Where the head is something that is done.
    of_procedure: frozenset[str] = frozenset()


def circumstances_of(words: Sequence[str]) -> Circumstances:
    """Give what the folded words of a question, small ones among them, say besides its head.

    None where nothing says what the question is about, or the classification tells it apart.
    """
    end = len(words)
    begin = next((at for at in range(1, end) if _begins(words, at)), end)
    first = next((at for at in range(1, begin) if words[at] in _BEGIN_OF_PROCEDURE), begin)
    if first == end:
        return Circumstances()
    asides = asides_of(words)
    return Circumstances(_behind(words, begin, asides), _behind(words, first, asides))


def _begins(words: Sequence[str], at: int) -> bool:
    if words[at] in _BEGIN:
        return True
    return any(tuple(words[at : at + len(each)]) == each for each in _BEGIN_TOGETHER)


def _behind(words: Sequence[str], begin: int, asides: frozenset[str]) -> frozenset[str]:
    """Give the words from a place on, where those before it are a head."""
    head, rest = words[:begin], frozenset(words[begin:])
    if not rest or not _TOLD_APART.isdisjoint(rest) or not _is_head(head, asides):
        return frozenset()
    return rest.difference(head)


def _is_head(words: Sequence[str], asides: frozenset[str]) -> bool:
    small = (NOISE_WORDS, STOP_WORDS, _NO_HEAD, asides)
    return any(
        not word.isdigit()
        and not word.endswith(_GENERAL)
        and not any(word in each for each in small)
        for word in words
    )
