"""Correcting slips of the finger on the vocabulary, never on titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.compounds import SHORTEST_PART
from app.search.normalise import plain, slip_keys
from app.search.ranking import QUALITY

SHORTEST_KNOWN = 3
SHORTEST_CORRECTED = 4
_SHORT, _MIDDLE = 5, 12
#: Words this much farther away than the nearest are not offered.
FARTHER = 0.9
#: Keys lose doubled letters, so that `zzzzqq` is as short as `zq`: the letters have a say too.
_LENIENCY = 0.3


@dataclass(frozen=True, slots=True)
class Correction:
    """A known word, and how far it is from what was typed."""

    word: str
    distance: float


def allowed_edits(word: str) -> int:
    """How many slips a word of this length may hold."""
    return 1 if len(word) <= _SHORT else 2 if len(word) <= _MIDDLE else 3


def _mask(word: str) -> int:
    """One bit a letter (of 64), so that most words are ruled out at once."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask


def _masks(words: Sequence[str]) -> NDArray[np.uint64]:
    """Give the masks of many words, none of them empty."""
    if not words:
        return np.empty(0, np.uint64)
    points = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
    bits = np.left_shift(np.uint64(1), points.astype(np.uint64) & np.uint64(63))
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    return np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths)


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


class Corrector:
    """Finds the words that may be meant. Immutable."""

    def __init__(self, known: KnownWords) -> None:
        self._words = known.words
        self._plain = known.keys
        self._masks = _masks(self._plain)
        lengths = np.fromiter(map(len, self._plain), np.int16, len(self._words))
        #: The numbers of the words by the length of their keys, and the same keys and masks.
        self._by_length = lengths.argsort(kind="stable")
        self._lengths = lengths[self._by_length]
        self._masks_by_length = self._masks[self._by_length]
        self._keys_by_length = np.array(self._plain, object)[self._by_length]
        self._by_plain: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            if len(word) < SHORTEST_CORRECTED:
                self._by_plain.setdefault(plain(word), []).append(number)
        self._first = "".join(word[0] for word in self._words)

    def corrections(self, word: str, *, is_begun: bool, most: int = 4) -> list[Correction]:
        """Give the nearest known words, nearest first; the word itself is never among them."""
        if len(word) < SHORTEST_CORRECTED or not word.isalpha():
            return self._missing_dots(word)
        key = slip_keys([word])[0]
        found = {number: self._distance(word, key, number) for number in self._near(word, key)}
        if is_begun and len(word) > SHORTEST_CORRECTED:
            for number, distance in self._begun(word):
                found[number] = min(distance, found.get(number, distance))
        farthest = allowed_edits(word) + _LENIENCY
        ranked = sorted(
            (d, self._words[n])
            for n, d in found.items()
            if self._words[n] != word and d <= farthest
        )
        best = ranked[0][0] if ranked else 0.0
        return [Correction(w, d) for d, w in ranked[:most] if d < best + FARTHER]

    def compounds(self, word: str, parts: Sequence[str], *, most: int = 2) -> list[Correction]:
        """Words whose one part is known and whose other part was mistyped."""
        found: list[Correction] = []
        for part in parts:
            if word.startswith(part):
                rest = self.corrections(word[len(part) :], is_begun=False, most=1)
                found += [Correction(part + c.word, c.distance) for c in rest]
            elif word.endswith(part):
                rest = self.corrections(word[: -len(part)], is_begun=False, most=1)
                found += [Correction(c.word + part, c.distance) for c in rest]
        return sorted(found, key=lambda c: (c.distance, c.word))[:most]

    def _missing_dots(self, word: str) -> list[Correction]:
        """Short words are only given back their å, ä and ö."""
        bare = plain(word)
        known = (self._words[n] for n in self._by_plain.get(bare, ()))
        return [Correction(w, QUALITY.same_key) for w in known if w != word]

    def _near(self, word: str, key: str) -> list[int]:
        limit = allowed_edits(word)
        low = int(self._lengths.searchsorted(len(key) - limit))
        high = int(self._lengths.searchsorted(len(key) + limit, "right"))
        apart = np.bitwise_count(self._masks_by_length[low:high] ^ np.uint64(_mask(key)))
        close = (apart <= 2 * limit).nonzero()[0] + low
        distances = _distances(key, self._keys_by_length[close].tolist(), limit)
        near: list[int] = self._by_length[close[distances <= limit]].tolist()
        return near

    def _distance(self, word: str, key: str, number: int) -> float:
        by_key = OSA.distance(key, self._plain[number])
        if by_key == 0:
            return QUALITY.same_key
        letters = OSA.distance(word, self._words[number])
        first = 0.3 if key[:1] != self._plain[number][:1] else 0.0
        return (by_key + letters) / 2 + first

    def _begun(self, word: str) -> list[tuple[int, float]]:
        """Longer words whose beginning is near; the first letter must be right."""
        limit = 1 if len(word) <= SHORTEST_CORRECTED * 2 else 2
        low = max(self._first.find(word[0]), 0)
        high = self._first.rfind(word[0]) + 1
        mask = np.uint64(_mask(slip_keys([word])[0]))
        missing = np.bitwise_count(mask & ~self._masks[low:high])
        near = (np.flatnonzero(missing <= limit) + low).tolist()
        longer = [n for n in near if len(self._words[n]) > len(word)]
        cut = [self._words[n][: len(word)] for n in longer]
        distances = _distances(word, cut, limit)
        return [
            (longer[at], float(distances[at]) + _unfinished(self._words[longer[at]], word))
            for at in np.flatnonzero(distances <= limit).tolist()
        ]


def _distances(word: str, others: Sequence[str], limit: int) -> NDArray[np.uint8]:
    """How many slips part a word from each other word; beyond the limit, more than it."""
    if not others:
        return np.empty(0, np.uint8)
    table = process.cdist(
        [word], others, scorer=OSA.distance, score_cutoff=limit, dtype=np.uint8, workers=1
    )
    row: NDArray[np.uint8] = table[0]
    return row


def _unfinished(known: str, typed: str) -> float:
    """Tell what a word costs that is longer than what is typed so far."""
    return 0.1 + 0.02 * (len(known) - len(typed))


def known_parts(word: str, is_part: Callable[[str], bool]) -> list[str]:
    """Give the longest known beginning and end of a word, leaving letters enough to correct."""
    lengths = range(len(word) - SHORTEST_CORRECTED, SHORTEST_PART - 1, -1)
    heads = (word[:length] for length in lengths)
    tails = (word[-length:] for length in lengths)
    longest = (next(filter(is_part, heads), ""), next(filter(is_part, tails), ""))
    return [part for part in longest if part]
