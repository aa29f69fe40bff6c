"""What stretches of several words mean together: words written apart, and terms of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.search.pointed import TypedTerm
from app.search.ranking import QUALITY
from app.search.readings import Reader
from app.search.spans import Reading
from app.search.terms import LONGEST_PHRASE

#: So many neighbours may be one word.
MOST_JOINED = 3
_PAIR = 2


class Segment(NamedTuple):
    """A reading of the words from `begin` up to `end`."""

    begin: int
    end: int
    reading: Reading


def joined(words: Sequence[str], reader: Reader) -> Iterator[Segment]:
    """Give neighbours that are one word, written apart by mistake: `blind tarms inflammation`."""
    for begin in range(len(words) - 1):
        for end in range(begin + _PAIR, min(begin + MOST_JOINED, len(words)) + 1):
            word = "".join(words[begin:end])
            turned = ["".join(reversed(words[begin:end]))] if end - begin == _PAIR else []
            named = [
                TypedTerm(term, QUALITY.joined)
                for one in (word, *turned)
                for term in reader.lexicon.exact([one], reader.system)
            ]
            for reading in (*reader.joined(word), *reader.terms(named)):
                yield Segment(begin, end, reading)


def named(words: Sequence[str], noise: Sequence[bool], reader: Reader) -> Iterator[Segment]:
    """Give the terms of two words and more; those of one are read with their word.

    Words that say little may stand between those of a term: `stukad vänster fot`.
    """
    yield from _named_at(range(len(words)), words, reader)
    telling = [at for at, is_noise in enumerate(noise) if not is_noise]
    if telling and telling[-1] - telling[0] >= len(telling):
        yield from _named_at(telling, words, reader, around_others=True)


def _named_at(
    places: Sequence[int], words: Sequence[str], reader: Reader, *, around_others: bool = False
) -> Iterator[Segment]:
    """Give the terms of words at places that follow on each other, maybe with others between."""
    in_phrase = [reader.lexicon.is_in_phrase(words[at]) for at in places]
    for first in range(len(places)):
        for last in range(first, min(first + LONGEST_PHRASE, len(places))):
            if not in_phrase[last]:
                break
            begin, end, count = places[first], places[last] + 1, last + 1 - first
            if count < _PAIR or (around_others and end - begin == count):
                continue
            phrase = [words[at] for at in places[first : last + 1]]
            found = [TypedTerm(term) for term in reader.lexicon.exact(phrase, reader.system)]
            for reading in reader.terms(found):
                yield Segment(begin, end, reading)
