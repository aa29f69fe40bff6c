"""Editions with three times the entries, as if Latin and inclusion terms were indexed as well.

Each concept that is searched by word gets two more beside it: its title as Latin would spell and
end it, and an inclusion term that shares some of its words with a neighbour's. Made from a seed;
no word is taken from the official file.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search_editions import FixedLibrary

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.search.index import is_searched_by_word

_WORD = re.compile(r"[^\W\d_]{4,}")
_SPELLED = (("kv", "qu"), ("k", "c"), ("f", "ph"), ("t", "th"), ("ä", "ae"), ("ö", "oe"))
_ENDED = ("us", "um", "a", "is", "itis", "osis", "ica", "alis")


def three_times(library: FixedLibrary, seed: int = 2026) -> FixedLibrary:
    """Give the same editions with two more entries for each that titles are searched for."""
    dice = random.Random(seed)
    books: dict[CodeSystem, MemoryCodebook] = {}
    for system in CodeSystem:
        book = library.for_day(None).of(system)
        grown = list(_grown(book.concepts(), dice))
        books[system] = MemoryCodebook(book.edition, grown)
    return FixedLibrary(books)


def _grown(concepts: Sequence[Concept], dice: random.Random) -> Iterator[Concept]:
    neighbour = ""
    for concept in concepts:
        yield concept
        if is_searched_by_word(concept):
            yield replace(concept, code=concept.code + "~L", title=_latin(concept.title, dice))
            inclusion = _mixed(concept.title, neighbour, dice)
            yield replace(concept, code=concept.code + "~I", title=inclusion)
            neighbour = concept.title


def _latin(title: str, dice: random.Random) -> str:
    def spelled(match: re.Match[str]) -> str:
        word = match[0].lower()
        for swedish, latin in _SPELLED:
            if dice.random() < 1 / 2:
                word = word.replace(swedish, latin)
        return word.rstrip("aeiouåäö") + dice.choice(_ENDED)

    return _WORD.sub(spelled, title)


def _mixed(title: str, neighbour: str, dice: random.Random) -> str:
    words = [word for word in (*title.split(), *neighbour.split()) if dice.random() < 2 / 3]
    dice.shuffle(words)
    return " ".join(words) or title
