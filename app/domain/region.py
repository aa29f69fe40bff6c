"""What a region has decided, ready for the review of an event: its block list and its switches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from app.domain.codes import CodeRange, has_icd_shape, has_kva_shape
from app.domain.customs import NO_CUSTOMS, Customs, Deepening
from app.domain.file_import import FileImport
from app.domain.finding import SEVERITY_LABEL, Severity
from app.domain.regional import (
    BLOCK_LABEL,
    REGIONAL_LABEL,
    Block,
    BlockKind,
    RegionalTable,
    RuleSwitch,
)
from app.domain.regional_layer import RegionalLayer, WorkplaceSwitch
from app.domain.review_tables import NO_TABLES, ReviewTables

#: Characters of a checksum that tell one file from another on paper.
_SHORT = 8
_CATEGORY_LENGTH = 3
#: More tables from one file than these are not named one by one.
_MOST_NAMED = 2
#: The order in which the imports are named.
_LABELLED = (
    RegionalTable.RULE_SWITCHES,
    RegionalTable.BLOCK_LIST,
    RegionalTable.PAIR_ORDERS,
    RegionalTable.DEEPENINGS,
    RegionalTable.WORKPLACE,
)


class BlockList:
    """A block list that answers at once which of its rows are about a code.

    Codes are given in canonical form; text that has no shape of a code is met by no row.
    """

    __slots__ = ("_met_by", "_rows")

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        rows = [_Row(b, _Codes.parse(b.codes), _Codes.parse(b.other)) for b in blocks]
        self._rows = {
            kind: tuple(row for row in rows if row.block.kind is kind) for kind in BlockKind
        }
        #: The rows that reach codes with the same three first characters, as they were asked.
        self._met_by: dict[tuple[BlockKind, str], tuple[_Row, ...]] = {}

    def __bool__(self) -> bool:
        """Whether the list has any row."""
        return any(self._rows.values())

    def about(self, kind: BlockKind, code: str, day: date | None) -> Iterator[Block]:
        """Yield the rows of a kind about a code that apply on a day (None = any), in order."""
        return (row.block for row in self._met(kind, code, day))

    def beside(
        self, code: str, others: Collection[str], day: date | None
    ) -> Iterator[tuple[Block, str]]:
        """Yield each row that forbids a code beside one of the others on a day, with that one."""
        for row in self._met(BlockKind.NOT_WITH, code, day):
            for other in others:
                if other != code and row.other.hold(other):
                    yield row.block, other

    def _met(self, kind: BlockKind, code: str, day: date | None) -> Iterator[_Row]:
        for row in self._near(kind, code):
            if row.codes.hold(code) and (day is None or row.block.valid.covers(day)):
                yield row

    def _near(self, kind: BlockKind, code: str) -> tuple[_Row, ...]:
        """Return the rows that may be about a code: those that begin like it."""
        place = code[:_CATEGORY_LENGTH]
        found = self._met_by.get((kind, place))
        if found is None:
            found = tuple(row for row in self._rows[kind] if row.codes.reach(place))
            if has_icd_shape(place) or has_kva_shape(code):  # odd text is not worth its room
                self._met_by[kind, place] = found
        return found


@dataclass(frozen=True, slots=True)
class Region:
    """Everything a region has decided that the review asks about."""

    switches: Mapping[str, RuleSwitch] = field(default_factory=dict)
    blocks: BlockList = field(default_factory=BlockList)
    #: Which imports these are, for paper and signed versions; empty where there is none.
    label: str = ""
    #: Which half of a pair stands first, and which codes are wanted finely.
    customs: Customs = NO_CUSTOMS
    #: What else the review asks: combinations, decisions on sentences of KVÅ, the day.
    tables: ReviewTables = NO_TABLES

    def requires_deepening(self, code: str, day: date | None = None) -> Deepening | None:
        """Return the row that wants this code at its finest level on a day, or None."""
        return self.customs.requires_deepening(code, day)


class RegionSource(Protocol):
    """Where the decisions in force come from."""

    def current(self) -> Region:
        """Return what is decided now, at any workstation on the same database.

        Raises:
            StorageError: storage cannot be asked and never was.

        """
        ...


class Undecided:
    """A `RegionSource` of a workstation that nothing was ever imported to."""

    def current(self) -> Region:
        """Return that nothing is decided."""
        return NO_REGION


def build_region(
    imports: Mapping[str, FileImport],
    layer: RegionalLayer,
    workplace: Iterable[WorkplaceSwitch] = (),
) -> Region:
    """Put what a region decided together with what the workplace did, and where it comes from.

    Where both have decided about a rule, the region's word counts.
    """
    known = {own.switch.rule_id: own.told for own in workplace}
    known |= {switch.rule_id: replace(switch, by=layer.name) for switch in layer.switches}
    return Region(known, BlockList(layer.blocks), _label(imports), layer.customs)


def format_decision(switch: RuleSwitch, usual: Severity, judged: Severity | None) -> str:
    """Say what a decision makes of a rule, and why; nothing where it changes nothing."""
    reason = f"skäl: ”{switch.reason}”."
    if judged is None:
        return (
            f"{switch.by}: avstängd, {reason}" if switch.by else f"Avstängd av regionen, {reason}"
        )
    if judged is usual:
        return ""
    new, old = SEVERITY_LABEL[judged].lower(), SEVERITY_LABEL[usual].lower()
    return f"{switch.by or 'Regionen'}: {new} i stället för {old}, {reason}"


def format_row(block: Block) -> str:
    """Quote a row of the block list as the source of a finding, its days included."""
    what = f"{block.codes} {BLOCK_LABEL[block.kind]} {block.other}".strip()
    days = [
        f"{word} {day.isoformat()}"
        for word, day in (("från", block.valid.start), ("till", block.valid.end))
        if day is not None
    ]
    return f"Raden i spärrlistan: {', '.join([what, ' '.join(days)]) if days else what}."


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes of a cell: a span of ICD codes, one KVÅ code, or nothing at all."""

    span: CodeRange | None = None
    procedure: str = ""

    @classmethod
    def parse(cls, text: str) -> _Codes:
        if not text or has_kva_shape(text):
            return cls(procedure=text)
        return cls(CodeRange.parse(text))

    def reach(self, place: str) -> bool:
        """Whether any code with these three first characters can be among them."""
        if self.span is None:
            return place == self.procedure[:_CATEGORY_LENGTH]
        first, last = self.span.first[:_CATEGORY_LENGTH], self.span.last[:_CATEGORY_LENGTH]
        return first <= place <= last and has_icd_shape(place)

    def hold(self, code: str) -> bool:
        if self.span is None:
            return code == self.procedure
        return has_icd_shape(code) and code in self.span


@dataclass(frozen=True, slots=True)
class _Row:
    block: Block
    codes: _Codes
    other: _Codes


def _label(imports: Mapping[str, FileImport]) -> str:
    names: dict[str, list[str]] = {}
    for table in _LABELLED:
        latest = imports.get(table.value)
        if latest is not None and latest.rows:
            sha = latest.source.sha256[:_SHORT]
            origin = f"{latest.imported_at:%Y-%m-%d %H:%M} ({sha})"
            names.setdefault(origin, []).append(REGIONAL_LABEL[table].lower())
    return ", ".join(f"{_named(tables)} {origin}" for origin, tables in names.items())


def _named(tables: list[str]) -> str:
    """Name the tables that one file filled; many of them are the whole layer."""
    return "regionens beslut" if len(tables) > _MOST_NAMED else " och ".join(tables)


#: Nothing is decided.
NO_REGION = Region()
