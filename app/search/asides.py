"""Words of a question that say in whom, how surely, since when or why not: not what it is.

A note says *akut bronkit hos rökare*, *feber utan känd orsak*, *75-årig kvinna med höftfraktur*.
What stands so narrows an answer where a title holds it too, and is never asked of a title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

#: Whoever the note is about, and how surely: with no meaning of their own anywhere.
_ALWAYS: Final = frozenset(
    [
        *("patient", "patienten", "patienter", "pt", "mycket", "ua", "misst", "trolig", "troligt"),
        *("om", "troligen", "sannolik", "sannolikt", "sannolika", "möjlig", "möjligt", "möjligen"),
        "ev",
        *("eventuell", "eventuellt", "frågeställning", "ospec", "oklart", "oklara"),
    ]
)
#: After `hos`, these are told apart by the classification itself.
_TOLD_APART: Final = frozenset(
    [
        *("nyfödd", "nyfödda", "spädbarn", "foster", "fostret", "prematur", "prematura"),
        *("modern", "gravid", "gravida"),
    ]
)
_PERSONS: Final = frozenset(["kvinna", "kvinnan", "man", "mannen", "pojke", "flicka", "barn"])
#: Where what stands after `hos` ends.
_SMALL: Final = frozenset(
    [
        *("med", "vid", "i", "på", "och", "efter", "av", "utan", "under", "pga", "samt", "för"),
        *("som", "eller", "till"),
    ]
)
_MOST_AFTER = 3
_WHETHER_KNOWN: Final = frozenset(
    [
        *("känd", "okänd", "oklar", "säker", "klar", "klarlagd", "påvisad", "uppenbar", "utan"),
        *("ospecificerad", "angiven", "tydlig", "synbar"),
    ]
)
_CAUSES: Final = frozenset(["orsak", "genes", "etiologi", "anledning", "förklaring"])
_SINCE: Final = frozenset(["sedan", "sen", "i"])
_TIMES: Final = frozenset(
    [
        *("dag", "dagar", "dygn", "vecka", "veckor", "månad", "månader", "mån", "år", "timme"),
        "timmar",
    ]
)
_AGES: Final = frozenset(["år", "årig", "åring", "årigt", "åriga"])


def asides_of(words: Sequence[str]) -> frozenset[str]:
    """Give the folded words of a question, small ones among them, that say nothing of what it is.

    None of them where nothing else would be left.
    """
    found = frozenset(word for at in _places(words) for word in words[at[0] : at[1]])
    return found if any(word not in found for word in words) else frozenset()


def _places(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the stretches that are asides."""
    for at, word in enumerate(words):
        if word in _ALWAYS:
            yield at, at + 1
        elif word == "hos":
            yield at + 1, _end_of_person(words, at + 1)
        elif word in _CAUSES and at and words[at - 1] in _WHETHER_KNOWN:
            yield at - 1, at + 1
        elif word in _TIMES and at > 1 and words[at - 2] in _SINCE:
            yield at - 2, at + 1
        elif word in _AGES and at and words[at - 1].isdigit():
            yield at - 1, at + 1 + (words[at + 1 : at + 2] != [] and words[at + 1] in _PERSONS)


def _end_of_person(words: Sequence[str], begin: int) -> int:
    end = begin
    while end < len(words) and end < begin + _MOST_AFTER and words[end] not in _SMALL:
        if words[end] in _TOLD_APART:
            return begin
        end += 1
    return end
