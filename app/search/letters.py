"""Where letters stand in a long text, found without reading the text."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Letters in a row that are numbered together.
_RUN: Final = 4
#: The first and the last of the letters that stand for themselves.
_BLANK: Final = "\x00"
_LAST: Final = "\xff"


class LetterTable:
    """The places of all runs of four letters in a text. Immutable."""

    def __init__(self, text: str) -> None:
        self._text = text
        #: Blanks behind the text, so that a run begins at each of its places.
        self._runs = _runs(text + _BLANK * (_RUN - 1))
        self._order = np.argsort(self._runs).astype(np.int32)
        self._sorted = self._runs[self._order]

    def find(self, letters: str, limit: int) -> NDArray[np.int64]:
        """Give the first places where the letters stand, in order; they may overlap."""
        if not letters or not _is_numbered(letters):
            return self._read(letters, limit)
        first, last = _run(letters, _BLANK), _run(letters, _LAST)
        low = self._sorted.searchsorted(first)
        high = self._sorted.searchsorted(last, "right")
        places = self._order[low:high].astype(np.int64)
        rest = len(letters) - _RUN
        if rest > 0:
            for shift in {*range(_RUN, rest, _RUN), rest}:
                places = places[places + shift < len(self._runs)]
                places = places[self._runs[places + shift] == _run(letters[shift:], _BLANK)]
        places.sort()
        return places[:limit]

    def _read(self, letters: str, limit: int) -> NDArray[np.int64]:
        """Find letters that are none, or too foreign, for the table."""
        places: list[int] = []
        place = self._text.find(letters)
        while place >= 0 and len(places) < limit:
            places.append(place)
            place = self._text.find(letters, place + 1)
        return np.array(places, np.int64)


def _is_numbered(letters: str) -> bool:
    """Whether each letter is one of the 256 that stand for themselves in the table."""
    return "?" not in letters and min(letters) > _BLANK and max(letters) < "\u0100"


def _run(letters: str, behind: str) -> np.uint32:
    """Give the number of the run that a few letters begin with, filled up where they are fewer."""
    run = letters[:_RUN].ljust(_RUN, behind)
    return np.uint32(int.from_bytes(run.encode("latin-1"), "big"))


def _runs(text: str) -> NDArray[np.uint32]:
    """Give the number of the run at each place of a text but the last three."""
    codes = np.frombuffer(text.encode("latin-1", "replace"), np.uint8).astype(np.uint32)
    if len(codes) < _RUN:
        return np.empty(0, np.uint32)
    runs: NDArray[np.uint32] = np.zeros(len(codes) - _RUN + 1, np.uint32)
    for place in range(_RUN):
        runs = runs << np.uint32(8) | codes[place : len(runs) + place]
    return runs
