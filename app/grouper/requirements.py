"""Filled columns of a rule: what each asks for in words, and whether a contact meets it.

The same questions as the bit sets answer, one rule at a time; a test holds both to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple

from app.domain.drg import DrgCase
from app.domain.drg_tables import LogicRow
from app.grouper import columns
from app.grouper.engine import meets_second
from app.grouper.features import Features

_DGPROPS = ("dgprop1", "dgprop2", "dgprop3", "dgprop4")
#: The columns of a rule in the order that they are told.
ORDER = (
    "icd",
    "mdc",
    "dgcat",
    "pdgprop",
    "or_proc",
    "procpro",
    "secpro",
    *_DGPROPS,
    "compl",
    "agelim",
    "sex",
    "dur",
    "disch",
)
#: The kind of text that explains a value of a column.
TEXT_KIND = {
    "mdc": "mdc",
    "dgcat": "dgcat",
    "pdgprop": "pdgprop",
    "procpro": "procpro",
    "secpro": "procpro",
    **dict.fromkeys(_DGPROPS, "dgprop"),
}
_ROOMS = {
    "S": "en åtgärd i operationssal",
    "P": "en åtgärd i eller utanför operationssal som påverkar grupperingen",
    "N": "ingen åtgärd i operationssal",
    "Z": "ingen åtgärd som påverkar grupperingen",
    "+": "en åtgärd som påverkar grupperingen",
    "-": "ingen åtgärd som påverkar grupperingen",
}
_DISCHARGES = {"E": "avliden", "R": "flyttad till annat sjukhus", "L": "utskriven på egen begäran"}
_SEXES = {"M": "man", "F": "kvinna", "-": "kön saknas"}
_LEVELS = {"1": "komplicerande tillstånd", "2": "mycket komplicerande tillstånd"}


class Requirement(NamedTuple):
    """A filled column of a rule."""

    column: str
    cell: str


def requirements(row: LogicRow) -> Iterator[Requirement]:
    """Yield the filled columns of a rule."""
    for column in ORDER:
        cell = getattr(row, column)
        if cell:
            yield Requirement(column, cell)


def is_met(asked: Requirement, row: LogicRow, case: DrgCase, found: Features) -> bool:
    """Whether a contact meets one filled column of a rule."""
    return _TESTS[asked.column](asked.cell, row, case, found)


def in_words(asked: Requirement, texts: Mapping[str, Mapping[str, str]]) -> str:
    """Say in Swedish what a column asks for, with the words that the tables have."""
    column, cell = asked
    fixed = _FIXED.get(column)
    if fixed is not None:
        return fixed(cell)
    bare = cell.lstrip("+-")
    if not bare:
        return (
            "ingen annan åtgärd i operationssal"
            if cell == "-"
            else "en annan åtgärd i operationssal"
        )
    text = texts.get(TEXT_KIND.get(column, ""), {}).get(bare, "")
    named = f"{bare} {text}".strip()
    return f"{_NOUN[column]} är inte {named}" if cell[0] == "-" else f"{_NOUN[column]} är {named}"


_NOUN = {
    "mdc": "huvudgruppen (MDC)",
    "dgcat": "huvuddiagnosens kategori",
    "pdgprop": "en egenskap hos huvuddiagnosen",
    "procpro": "en egenskap hos en åtgärd",
    "secpro": "en egenskap hos ytterligare en åtgärd",
    **dict.fromkeys(_DGPROPS, "en egenskap hos koderna"),
}


def _level_in_words(cell: str) -> str:
    if cell in _LEVELS:
        return f"minst ett {_LEVELS[cell]}"
    sign = {"-": "annan nivå än", "<": "nivå under", ">": "nivå över"}[cell[0]]
    return f"komplikationsnivå: {sign} {cell[1:]}"


def _days_in_words(noun: str) -> Callable[[str], str]:
    def told(cell: str) -> str:
        return f"{noun} {'under' if cell[0] == '<' else 'över'} {cell[1:]} dagar"

    return told


def _discharge_in_words(cell: str) -> str:
    letter = cell.lstrip("=-")
    if letter == "N" and "-" not in cell:
        return "patienten är i livet"
    named = _DISCHARGES.get(letter, f"utskrivningssätt {letter}")
    return f"inte {named}" if "-" in cell else named


def _principal_in_words(cell: str) -> str:
    return "giltig huvuddiagnos" if cell == "+" else "giltig huvuddiagnos saknas"


def _rooms_in_words(cell: str) -> str:
    return _ROOMS.get(cell, f"operationskod {cell}")


def _sex_in_words(cell: str) -> str:
    return _SEXES.get(cell, cell)


_FIXED: dict[str, Callable[[str], str]] = {
    "icd": _principal_in_words,
    "or_proc": _rooms_in_words,
    "compl": _level_in_words,
    "agelim": _days_in_words("ålder"),
    "dur": _days_in_words("vårdtid"),
    "sex": _sex_in_words,
    "disch": _discharge_in_words,
}


def _is_one(cell: str, value: str) -> bool:
    wanted = cell.removeprefix("+")
    if wanted in ("", "-"):  # a sign alone asks for nothing
        return True
    return value != wanted[1:] if wanted[0] == "-" else value == wanted


def _is_among(cell: str, values: Container[str]) -> bool:
    return cell[1:] not in values if cell[0] == "-" else cell in values


def _is_within(cell: str, days: int) -> bool:
    return days < int(cell[1:]) if cell[0] == "<" else days > int(cell[1:])


_Test = Callable[[str, LogicRow, DrgCase, Features], bool]
_TESTS: dict[str, _Test] = {
    "icd": lambda cell, _r, _c, f: columns.meets_principal(cell, bool(f.dgcat)),
    "mdc": lambda cell, _r, _c, f: _is_one(cell, f.mdc),
    "dgcat": lambda cell, _r, _c, f: _is_one(cell, f.dgcat),
    "pdgprop": lambda cell, _r, _c, f: _is_among(cell, tuple(f.pdgprops)),
    "or_proc": lambda cell, _r, _c, f: columns.meets_rooms(cell, frozenset(f.or_values)),
    "procpro": lambda cell, _r, _c, f: _is_among(cell, f.procpros),
    "secpro": lambda _cell, r, _c, f: meets_second(r, f),
    **dict.fromkeys(_DGPROPS, lambda cell, _r, _c, f: _is_among(cell, f.dgprops)),
    "compl": lambda cell, _r, _c, f: columns.meets_level(cell, f.level),
    "agelim": lambda cell, _r, c, _f: _is_within(cell, c.age_days),
    "sex": lambda cell, _r, c, _f: columns.meets_sex(cell, c.sex.value),
    "dur": lambda cell, _r, c, _f: _is_within(cell, c.stay_days),
    "disch": lambda cell, _r, c, _f: columns.meets_discharge(cell, c.discharge),
}
