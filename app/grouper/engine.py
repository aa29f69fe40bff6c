"""The rules, compiled once into bit sets: a case is a handful of ANDs, the first rule wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.drg import DrgCase, DrgOutcome
from app.domain.drg_tables import DefinitionTables, LogicRow
from app.grouper import columns
from app.grouper.columns import AskedColumn, LimitColumn, OneColumn, SetColumn
from app.grouper.compiled import CompiledTables, compile_tables
from app.grouper.features import Features, FeatureTables, ProcedureFacts, derive

_NO_RULE = DrgOutcome()


class Grouper:
    """Groups contacts by one set of tables. Immutable once made; safe in any thread."""

    def __init__(self, tables: DefinitionTables | CompiledTables) -> None:
        compiled = tables if isinstance(tables, CompiledTables) else compile_tables(tables)
        #: The tables by code, with their texts and names.
        self.tables = compiled
        self.features = FeatureTables(compiled)
        self.rules = rows = compiled.rules
        self._mdc = OneColumn([row.mdc for row in rows])
        self._dgcat = OneColumn([row.dgcat for row in rows])
        self._pdgprop = SetColumn([row.pdgprop for row in rows])
        self._procpro = SetColumn([row.procpro for row in rows])
        self._dgprops = [SetColumn([row.dgprops[at] for row in rows]) for at in range(4)]
        self._age = LimitColumn([row.agelim for row in rows], "agelim")
        self._stay = LimitColumn([row.dur for row in rows], "dur")
        self._principal = AskedColumn([row.icd for row in rows])
        self._sex = AskedColumn([row.sex for row in rows])
        self._discharge = AskedColumn([row.disch for row in rows])
        self._level = AskedColumn([row.compl for row in rows])
        self._rooms = AskedColumn([row.or_proc for row in rows])
        self._by_frame: dict[tuple[bool, str, str, int, frozenset[str]], int] = {}
        self._asks_second = AskedColumn([row.secpro for row in rows]).of(bool)

    def group(self, case: DrgCase) -> DrgOutcome:
        """Return the group of a contact by the first rule whose filled columns are all met."""
        found = derive(case, self.features)
        for place in self.matching(case, found):
            row = self.rules[place]
            return DrgOutcome(row.drg, row.ord, row.rtc, found.mdc)
        return DrgOutcome(mdc=found.mdc) if found.mdc else _NO_RULE

    def name(self, drg: str) -> str:
        """Return what a DRG is called in the tables; empty where they do not say."""
        known = self.tables.names.get(drg)
        return known.text if known is not None else ""

    def mdc_of(self, drg: str) -> str:
        """Return the major category a DRG is listed under; not always that of the principal."""
        known = self.tables.names.get(drg)
        return known.mdc if known is not None else ""

    def matching(self, case: DrgCase, found: Features) -> Iterator[int]:
        """Yield the places of all rules that a contact meets, the one that wins first."""
        left = self._candidates(case, found)
        while left:
            lowest = left & -left
            place = lowest.bit_length() - 1
            if not lowest & self._asks_second or meets_second(self.rules[place], found):
                yield place
            left ^= lowest

    def _candidates(self, case: DrgCase, found: Features) -> int:
        """Give the rules whose columns are met, apart from that of the second procedure."""
        left = self._frame(case, found) & self._dgcat.of(found.dgcat) & self._mdc.of(found.mdc)
        left &= self._age.of(case.age_days) & self._stay.of(case.stay_days)
        left &= self._pdgprop.allow(found.pdgprops) & self._procpro.allow(found.procpros)
        for column in self._dgprops:
            if not left:
                break
            left &= column.allow(found.dgprops)
        return left

    def _frame(self, case: DrgCase, found: Features) -> int:
        """Give the rules that what is told of the whole contact lets through; asked for once."""
        rooms = frozenset(found.or_values)
        key = (bool(found.dgcat), case.sex.value, case.discharge, found.level, rooms)
        mask = self._by_frame.get(key)
        if mask is None:
            if len(self._by_frame) > _MOST_FRAMES:
                self._by_frame.clear()
            mask = self._by_frame[key] = self._mask_of_frame(*key)
        return mask

    def _mask_of_frame(
        self, has_principal: bool, sex: str, letter: str, level: int, rooms: frozenset[str]
    ) -> int:
        return (
            self._principal.of(lambda cell: columns.meets_principal(cell, has_principal))
            & self._sex.of(lambda cell: columns.meets_sex(cell, sex))
            & self._discharge.of(lambda cell: columns.meets_discharge(cell, letter))
            & self._level.of(lambda cell: columns.meets_level(cell, level))
            & self._rooms.of(lambda cell: columns.meets_rooms(cell, rooms))
        )


#: Kinds of contacts that are remembered; letters of discharge are the caller's.
_MOST_FRAMES = 4_096


def meets_second(row: LogicRow, found: Features) -> bool:
    """Whether a rule's second procedure is there: another occurrence than the first one's.

    A lone sign asks for any other procedure of an operating room. One without a property of its
    own does not count (reference grouper, Iceland 2012: TEST 19340 and 19589).
    """
    first, second = row.procpro.removeprefix("-"), row.secpro
    has_first = bool(row.procpro) and row.procpro[0] != "-"
    if second in ("-", "+"):
        others = (p for p in found.procedures if not (has_first and first in p.procpros))
        return any("1" in p.or_values and p.procpros for p in others) == (second == "+")
    if second[0] == "-":
        return second[1:] not in found.procpros
    if not has_first:
        return second in found.procpros
    return _are_two(found.procedures, first, second)


def _are_two(procedures: Sequence[ProcedureFacts], first: str, second: str) -> bool:
    """Whether two occurrences carry one property each; one that carries both serves once."""
    firsts = [at for at, each in enumerate(procedures) if first in each.procpros]
    seconds = [at for at, each in enumerate(procedures) if second in each.procpros]
    return any(one != other for one in firsts for other in seconds)
