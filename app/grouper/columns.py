"""Columns of the rules as bit sets: one bit a rule, the first rule the lowest.

A column answers with the rules that it lets through for a contact. What the signs before a value
mean is told at each kind of column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import compress, count

from app.domain.drg import DEAD
from app.domain.errors import InputFileError

_LIMIT = re.compile(r"([<>])\s*(\d+)")


class SetColumn:
    """Asks for a value among several: `v` is among them, `-v` is not, blank asks nothing."""

    def __init__(self, cells: Sequence[str]) -> None:
        self._idle = 0
        self._wanted: dict[str, int] = {}
        self._barred: dict[str, int] = {}
        for cell, mask in masks_by_cell(cells).items():
            if not cell:
                self._idle |= mask
            elif cell[0] == "-":
                self._idle |= mask
                self._barred[cell[1:]] = mask
            else:
                self._wanted[cell] = mask
        #: Most values of a contact no rule asks for in this column.
        self._wanted_values = frozenset(self._wanted)
        self._barred_values = frozenset(self._barred)

    def allow(self, values: Iterable[str]) -> int:
        """Give the rules that these values let through."""
        allowed = self._idle
        for value in self._wanted_values.intersection(values):
            allowed |= self._wanted[value]
        for value in self._barred_values.intersection(values):
            allowed &= ~self._barred[value]
        return allowed


class OneColumn(SetColumn):
    """Asks for the one value there is: `v` equals, `-v` differs; a leading `+` says nothing."""

    def __init__(self, cells: Sequence[str]) -> None:
        super().__init__([cell.removeprefix("+") for cell in cells])
        self._answers: dict[str, int] = {}

    def of(self, value: str) -> int:
        """Give the rules that the value lets through; empty where there is none."""
        found = self._answers.get(value)
        if found is None:
            found = self._answers[value] = self.allow((value,) if value else ())
        return found


class LimitColumn:
    """Asks for a number of days: `<n` and `>n`, both strict."""

    def __init__(self, cells: Sequence[str], name: str) -> None:
        limits = [(_limit(cell, name), mask) for cell, mask in masks_by_cell(cells).items()]
        #: From these numbers on another set of rules is let through.
        self._points = sorted({number + (sign == ">") for (sign, number), _mask in limits if sign})
        samples = [self._points[0] - 1, *self._points] if self._points else [0]
        self._masks = [_mask_on(limits, day) for day in samples]

    def of(self, days: int) -> int:
        """Give the rules that a number of days lets through."""
        return self._masks[bisect_right(self._points, days)]


class AskedColumn:
    """Asks what only a function can answer, once for each different cell."""

    def __init__(self, cells: Sequence[str]) -> None:
        self._masks = masks_by_cell(cells)

    def of(self, is_met: Callable[[str], bool]) -> int:
        """Give the rules whose cell is met."""
        found = 0
        for cell, mask in self._masks.items():
            if is_met(cell):
                found |= mask
        return found


def masks_by_cell(cells: Sequence[str]) -> dict[str, int]:
    """Give the rules that have each cell. Most are blank, and those are told by the others."""
    found: dict[str, int] = {}
    filled = 0
    for place in compress(count(), cells):
        bit = 1 << place
        filled |= bit
        cell = cells[place]
        found[cell] = found.get(cell, 0) | bit
    blank = ((1 << len(cells)) - 1) ^ filled
    return found | {"": blank} if blank else found


def meets_level(cell: str, level: int) -> bool:
    """Whether a complication level meets its cell: `n` at least, `-n` other than, `<n`, `>n`."""
    if not cell:
        return True
    sign, number = (cell[0], cell[1:]) if cell[0] in "-<>" else ("", cell)
    wanted = int(number)
    return {"": level >= wanted, "-": level != wanted, "<": level < wanted, ">": level > wanted}[
        sign
    ]


def meets_rooms(cell: str, values: frozenset[str]) -> bool:
    """Whether operating-room values meet their cell.

    `S` asks for 1, `P` for 1 or 2, `N` for no 1, `Z` for neither, `+` for any, `-` for none.
    """
    if not cell:
        return True
    answers = {
        "S": "1" in values,
        "P": bool(values & {"1", "2"}),
        "N": "1" not in values,
        "Z": not values & {"1", "2"},
        "+": bool(values),
        "-": not values,
    }
    return answers.get(cell, False)


def meets_sex(cell: str, sex: str) -> bool:
    """Whether the sex meets its cell: `M` or `F`, and `-` asks that it is missing."""
    return not cell or (not sex if cell == "-" else cell == sex)


def meets_discharge(cell: str, letter: str) -> bool:
    """Whether a way of discharge meets its cell.

    `N` asks that the patient lives, another letter that it is that one, `-` before it that it is
    not; a leading `=` says nothing.
    """
    wanted = cell.removeprefix("=")
    if not wanted:
        return True
    if wanted[0] == "-":
        return letter != wanted[1:]
    return letter != DEAD if wanted == "N" else letter == wanted


def meets_principal(cell: str, has_principal: bool) -> bool:
    """Whether there being a valid principal diagnosis meets its cell: `+` yes, `-` no."""
    return not cell or (cell == "+") == has_principal


def _limit(cell: str, name: str) -> tuple[str, int]:
    if not cell:
        return "", 0
    read = _LIMIT.fullmatch(cell.strip())
    if read is None:
        raise InputFileError(
            f"Kolumnen {name} innehåller ”{cell}”, som inte är en gräns av formen <7 eller >6574. "
            "Kontrollera att tabellen är oförändrad."
        )
    return read[1], int(read[2])


def _mask_on(limits: Sequence[tuple[tuple[str, int], int]], day: int) -> int:
    found = 0
    for (sign, number), mask in limits:
        if not sign or (day < number if sign == "<" else day > number):
            found |= mask
    return found
