"""Correcting slips of the finger on the vocabulary, never on titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.normalise import plain, slip_key, slip_keys
from app.search.ranking import QUALITY
from app.search.vectors import Places

SHORTEST_KNOWN = 3
SHORTEST_CORRECTED = 4
_SHORT, _MIDDLE = 5, 12
#: Words this much farther away than the nearest are not offered.
FARTHER = 0.9
#: Keys lose doubled letters, so that `zzzzqq` is as short as `zq`: the letters have a say too.
LENIENCY = 0.3
#: What a slip in the first letter costs besides: it is the one that is seldom mistyped.
_FIRST_LETTER = 0.3

Distances = NDArray[np.uint8]
Masks = NDArray[np.uint64]


class Correction(NamedTuple):
    """A known word, and how far it is from what was typed; the nearest sorts first."""

    distance: float
    word: str


def allowed_edits(word: str) -> int:
    """How many slips a word of this length may hold."""
    return 1 if len(word) <= _SHORT else 2 if len(word) <= _MIDDLE else 3


def mask_of(word: str) -> int:
    """One bit a letter (of 64), so that most words are ruled out at once."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask


def masks_of(words: Sequence[str]) -> Masks:
    """Give the masks of many words, none of them empty."""
    if not words:
        return np.empty(0, np.uint64)
    points = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
    bits = np.left_shift(np.uint64(1), points.astype(np.uint64) & np.uint64(63))
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    return np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths)


def distances(words: Sequence[str], others: Sequence[str], limit: int) -> Distances:
    """How many slips part each word from each other one; beyond the limit, more than it."""
    if not words or not others:
        return np.empty((len(words), len(others)), np.uint8)
    table: Distances = process.cdist(
        words, others, scorer=OSA.distance, score_cutoff=limit, dtype=np.uint8, workers=1
    )
    return table


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words that may be meant, sorted, and the slip key of each."""

    words: Sequence[str]
    keys: Sequence[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> KnownWords:
        """Take the words that are long enough and made of letters."""
        known = sorted({w for w in words if len(w) >= SHORTEST_KNOWN and w.isalpha()})
        return cls(known, slip_keys(known))

    def including(self, words: Iterable[str]) -> KnownWords:
        """Return the same with some more words, which alone are worked on."""
        new = set(words)
        more = KnownWords.of(new.difference(self.words) if new else ())
        if not more.words:
            return self
        pairs = sorted(zip((*self.words, *more.words), (*self.keys, *more.keys), strict=True))
        return KnownWords([word for word, _ in pairs], [key for _, key in pairs])


class _Spelled:
    """Some words in one spelling, by length, with what rules most of them out."""

    def __init__(self, spelled: Sequence[str], numbers: Places) -> None:
        listed = np.array(spelled, object)[numbers]
        lengths = np.fromiter(map(len, listed), np.int16, len(listed))
        order = lengths.argsort(kind="stable")
        #: The number of each word, by the length of its spelling.
        self._numbers = numbers[order]
        self._lengths = lengths[order]
        self._spelled = listed[order]
        self._masks = masks_of(self._spelled.tolist())
        self._letters = np.bitwise_count(self._masks).astype(np.int8)

    def near(self, typed: str, limit: int) -> list[int]:
        """Give the numbers of the words within so many slips.

        A slip changes two letters at most, and one where it leaves one out or adds one.
        """
        low = int(self._lengths.searchsorted(len(typed) - limit))
        high = int(self._lengths.searchsorted(len(typed) + limit, "right"))
        mask = mask_of(typed)
        apart = np.bitwise_count(self._masks[low:high] ^ np.uint64(mask))
        apart = apart + np.abs(self._letters[low:high] - mask.bit_count())
        close = (apart <= 2 * limit).nonzero()[0] + low
        if not len(close):
            return []
        row = distances([typed], self._spelled[close].tolist(), limit)[0]
        near: list[int] = self._numbers[close[row <= limit]].tolist()
        return near


class Corrector:
    """Finds the words that may be meant. Immutable."""

    def __init__(self, known: KnownWords) -> None:
        self._words = known.words
        self._keys = known.keys
        self._plain = plain("\n".join(known.words)).split("\n") if known.words else []
        pairs = zip(self._keys, self._plain, strict=True)
        varied = np.array([key != bare for key, bare in pairs], np.bool_).nonzero()[0]
        every = np.arange(len(self._words))
        #: A slip may spoil a spelling rule (`hxöft`), and letters may differ where keys do not.
        self._by_key = _Spelled(self._keys, every)
        self._by_letter = _Spelled(self._plain, every)
        self._by_letter_where_varied = _Spelled(self._plain, varied)
        self._masks = masks_of(self._plain)
        self._by_plain: dict[str, list[int]] = {}
        for number, bare in enumerate(self._plain):
            self._by_plain.setdefault(bare, []).append(number)
        self._first = "".join(word[0] for word in self._words)

    def corrections(self, word: str, *, is_begun: bool, most: int = 4) -> list[Correction]:
        """Give the nearest known words, nearest first; the word itself is never among them."""
        if len(word) < SHORTEST_CORRECTED or not word.isalpha():
            return self.with_dots(word)
        found = self._near(word)
        if is_begun and len(word) > SHORTEST_CORRECTED:
            for number, distance in self._begun(word):
                found[number] = min(distance, found.get(number, distance))
        farthest = allowed_edits(word) + LENIENCY
        ranked = sorted(
            (d, self._words[n])
            for n, d in found.items()
            if self._words[n] != word and d <= farthest
        )
        best = ranked[0][0] if ranked else 0.0
        return [Correction(d, w) for d, w in ranked[:most] if d < best + FARTHER]

    def knows(self, word: str) -> bool:
        """Whether it is a known word as it stands."""
        return any(self._words[n] == word for n in self._by_plain.get(plain(word), ()))

    def with_dots(self, word: str) -> list[Correction]:
        """Give the known words that the word becomes with å, ä and ö; none if it has some."""
        if plain(word) != word:
            return []
        known = (self._words[n] for n in self._by_plain.get(word, ()))
        return [Correction(QUALITY.same_key, w) for w in known if w != word]

    def _near(self, word: str) -> dict[int, float]:
        limit, key, bare = allowed_edits(word), slip_key(word), plain(word)
        by_letter = self._by_letter_where_varied if key == bare else self._by_letter
        numbers = {*self._by_key.near(key, limit), *by_letter.near(bare, limit)}
        return {number: self._away(number, word, key, bare) for number in sorted(numbers)}

    def _away(self, number: int, word: str, key: str, bare: str) -> float:
        """Tell how far a known word is from what was typed, by its key and by its letters."""
        known = self._keys[number]
        if known == key:
            return QUALITY.same_key
        spelled = min(OSA.distance(key, known), OSA.distance(bare, self._plain[number]))
        lettered = OSA.distance(word, self._words[number])
        first = 0.0 if known[:1] == key[:1] else _FIRST_LETTER
        return (spelled + lettered) / 2 + first

    def _begun(self, word: str) -> list[tuple[int, float]]:
        """Longer words whose beginning is near; the first letter must be right."""
        limit = 1 if len(word) <= SHORTEST_CORRECTED * 2 else 2
        low = max(self._first.find(word[0]), 0)
        high = self._first.rfind(word[0]) + 1
        missing = np.bitwise_count(np.uint64(mask_of(plain(word))) & ~self._masks[low:high])
        near = (np.flatnonzero(missing <= limit) + low).tolist()
        longer = [n for n in near if len(self._words[n]) > len(word)]
        row = distances([word], [self._words[n][: len(word)] for n in longer], limit)[0]
        return [
            (longer[at], float(row[at]) + _unfinished(self._words[longer[at]], word))
            for at in np.flatnonzero(row <= limit).tolist()
        ]


def _unfinished(known: str, typed: str) -> float:
    """Tell what a word costs that is longer than what is typed so far."""
    return 0.1 + 0.02 * (len(known) - len(typed))
