"""Slips in the words of a note: which of them may be a phrase, asked of many words at once.

Most words of a note are no slip but ordinary Swedish, and the corrector takes a millisecond for
each. So only those go there from which a phrase is one letter away, told by what is left of both
when any one letter is taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.spelling import Corrector
from app.search.terms import key_of_word

#: Shorter words are taken as they are.
SHORTEST: Final = 6
#: A slip that is more than dots, doubled letters or spelling needs a word as long as this.
_SHORTEST_CHANGED: Final = 8
#: How far a correction may be: dots, doubled letters and spelling alone; or one slip.
_SAME, _ONE_SLIP = 0.5, 1.0

#: Of so many words it is remembered what they are slips of.
_REMEMBERED: Final = 4096

Hashes = NDArray[np.int64]


class PhraseSpelling:
    """Corrects words to phrases of one word. Safe to share between threads."""

    def __init__(self, corrector: Corrector, keys: Iterable[str]) -> None:
        self._corrector = corrector
        self.corrected = lru_cache(_REMEMBERED)(self._corrected)
        self._keys = frozenset(k for k in keys if len(k) >= SHORTEST - 1 and k.isalpha())
        left = np.fromiter((hash(each) for key in self._keys for each in _left(key)), np.int64)
        left.sort()
        self._left: Hashes = left

    def near(self, words: Collection[str]) -> set[str]:
        """Give those of the words from which a phrase may be one letter away."""
        asked = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        left = [(word, hash(each)) for word in asked for each in _left(key_of_word(word))]
        if not left:
            return set()
        hashes = np.fromiter((each for _, each in left), np.int64, len(left))
        at = np.minimum(self._left.searchsorted(hashes), len(self._left) - 1)
        is_known = self._left[at] == hashes if len(self._left) else np.zeros(len(left), bool)
        return {word for (word, _), known in zip(left, is_known.tolist(), strict=True) if known}

    def _corrected(self, word: str) -> str:
        """Give the key of the phrase that a word is a slip of; empty where that is not sure."""
        allowed = _ONE_SLIP if len(word) >= _SHORTEST_CHANGED else _SAME
        found = self._corrector.corrections(word, is_begun=False)
        if not found or found[0].distance > allowed or found[0].word[0] != word[0]:
            return ""
        keys = {key_of_word(each.word) for each in found if each.distance <= found[0].distance}
        return keys.pop() if len(keys) == 1 and keys <= self._keys else ""


def _left(key: str) -> Iterator[str]:
    yield key
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]
