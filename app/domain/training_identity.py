"""Identity numbers that stand in a text, however they are written: with hyphen, blanks, points.

An exercise may name nobody who exists. What passes as a personnummer or samordningsnummer and
is none of the tax agency's test numbers is taken for somebody's; what nearly passes is doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from app.domain.identity import IdentityKind, IdentityNumber, read_identity

#: Asks whether a canonical number is one that nobody has.
IsTest = Callable[[str], bool]

_TEN, _TWELVE = 10, 12
#: Serial number and check digit.
_TAIL = 4
_LENGTHS = (_TEN, _TWELVE)
_CIVIC = frozenset({IdentityKind.PERSONNUMMER, IdentityKind.SAMORDNINGSNUMMER})
#: Bytes of the fingerprint of a test number: two numbers share one once in four thousand million.
_PRINT = 4
_GROUP = re.compile(r"\d+")
#: What may stand between digits of one number.
_GAP = re.compile(r"[\s.\-‐‑‒–—−+/\u200b\u00ad\ufeff]{1,3}")
_ISO_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_RESERVE = re.compile(r"(?<![0-9A-Za-zÅÄÖåäö])\d{8}[-+]?[0-9A-Z]{4}(?![0-9A-Za-zÅÄÖåäö])")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """Where a number stands, and what it is."""

    start: int
    end: int
    number: IdentityNumber = field(repr=False)

    @property
    def is_valid(self) -> bool:
        """Whether somebody may have it; else it only looks like a number with a slip in it."""
        return self.number.is_valid


@dataclass(frozen=True, slots=True)
class TestNumbers:
    """The tax agency's test numbers, known by their fingerprints."""

    #: Not a test of pytest, whatever its name begins with.
    __test__ = False

    prints: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def read(cls, content: bytes) -> TestNumbers:
        """Read sorted fingerprints of four bytes each."""
        return cls(tuple(content[at : at + _PRINT] for at in range(0, len(content), _PRINT)))

    def __call__(self, number: str) -> bool:
        """Whether a canonical number of twelve digits is a test number."""
        wanted = fingerprint(number)
        place = bisect_left(self.prints, wanted)
        return place < len(self.prints) and self.prints[place] == wanted


def fingerprint(number: str) -> bytes:
    """Return what a test number is known by."""
    return sha256(number.encode()).digest()[:_PRINT]


def find_numbers(text: str, is_test: IsTest, today: date) -> list[FoundNumber]:
    """Return every number that somebody may have, or nearly, in the order of the text.

    Test numbers are not among them. Two that share digits are both returned.
    """
    found = [*_civic_numbers(text, is_test, today), *_reserve_numbers(text, today)]
    return sorted(found, key=lambda each: (each.start, each.end))


def _civic_numbers(text: str, is_test: IsTest, today: date) -> Iterator[FoundNumber]:
    days = [match.span() for match in _ISO_DAY.finditer(text)]
    for run in _runs(text):
        for start, end, is_tidy in (*_windows(run), *_over_gaps(text, run)):
            if _cuts(days, start, end):
                continue
            number = read_identity(_digits(text[start:end]), today)
            if number.kind not in _CIVIC or is_test(number.text):
                continue
            if number.is_valid or (is_tidy and number.birth_date is not None):
                yield FoundNumber(start, end, number)


def _reserve_numbers(text: str, today: date) -> Iterator[FoundNumber]:
    for match in _RESERVE.finditer(text):
        number = read_identity(match[0], today)
        if number.is_valid and number.kind not in _CIVIC:
            yield FoundNumber(*match.span(), number)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield groups of digits that stand so close that they may be one number."""
    run: list[tuple[int, int]] = []
    for match in _GROUP.finditer(text):
        if run and not _GAP.fullmatch(text, run[-1][1], match.start()):
            yield run
            run = []
        run.append(match.span())
    if run:
        yield run


def _windows(run: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Yield where ten or twelve digits stand together, and whether as a number is written."""
    for first, (start, end) in enumerate(run):
        if end - start > _TEN and end - start != _TWELVE:
            yield from _inside(start, end)
        count = 0
        for place in range(first, len(run)):
            count += run[place][1] - run[place][0]
            if count > _TWELVE:
                break
            if count in _LENGTHS:
                last = run[place][1] - run[place][0]
                yield start, run[place][1], place == first or last == _TAIL


def _over_gaps(text: str, run: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Yield six or eight digits before a gap and four after, though more digits are glued on."""
    for place in range(1, len(run)):
        first, last = run[place]
        if last - first < _TAIL:
            continue
        digits = [at for at in range(run[0][0], run[place - 1][1]) if text[at].isdecimal()]
        for length in (_TEN - _TAIL, _TWELVE - _TAIL):
            if len(digits) >= length:
                yield digits[-length], first + _TAIL, False


def _inside(start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    for length in _LENGTHS:
        for at in range(start, end - length + 1):
            yield at, at + length, False


def _cuts(days: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span takes a part of a day, which then is a day and no number."""
    return any(first < end and start < last and not (start <= first and last <= end)
               for first, last in days)  # fmt: skip


def _digits(text: str) -> str:
    """Return the digits of a text in ASCII, whatever script they are written in."""
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
