"""A region's own decisions: codes it blocks, and rules it turns off or judges otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.codes import CodeRange, format_icd, has_icd_shape, has_kva_shape
from app.domain.finding import Severity
from app.domain.period import ALWAYS, Period

_DASH = re.compile(r"\s*[-–]\s*")


class RegionalTable(StrEnum):
    """What a region decides in a file; the value is the name it is remembered by."""

    BLOCK_LIST = "SPÄRRLISTA"
    RULE_SWITCHES = "REGELVAL"
    PAIR_ORDERS = "PARORDNING"
    DEEPENINGS = "FÖRDJUPNING"
    #: Decided in the rule browser by the workplace itself, not read from a file.
    WORKPLACE = "ARBETSPLATSVAL"


REGIONAL_LABEL = {
    RegionalTable.BLOCK_LIST: "Spärrlista",
    RegionalTable.RULE_SWITCHES: "Regionala regelval",
    RegionalTable.PAIR_ORDERS: "Ordning i par († *)",
    RegionalTable.DEEPENINGS: "Krav på fördjupningskod",
    RegionalTable.WORKPLACE: "Arbetsplatsens regelval",
}


class BlockKind(StrEnum):
    """What a blocked code may not be."""

    NOT_PRINCIPAL = "not-principal"
    NOT_SECONDARY = "not-secondary"
    NOT_WITH = "not-with"


BLOCK_LABEL = {
    BlockKind.NOT_PRINCIPAL: "ej huvuddiagnos",
    BlockKind.NOT_SECONDARY: "ej bidiagnos",
    BlockKind.NOT_WITH: "ej med",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One row of the block list: the codes, what they may not be, and why."""

    #: An ICD code or range in canonical form, or a KVÅ code; a code means those below it too.
    codes: str
    kind: BlockKind
    reason: str
    #: For NOT_WITH: the code or range that it may not stand beside.
    other: str = ""
    valid: Period = ALWAYS

    def covers(self, code: str) -> bool:
        """Whether the row is about a code, given in canonical form."""
        return matches(self.codes, code)

    def forbids_beside(self, code: str) -> bool:
        """Whether this code may not stand beside the codes of the row."""
        return self.kind is BlockKind.NOT_WITH and matches(self.other, code)


class SwitchAct(StrEnum):
    """What is done to a rule."""

    OFF = "off"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class RuleSwitch:
    """A region's decision about one rule of the rule book, and why."""

    rule_id: str
    act: SwitchAct
    reason: str
    #: For SEVERITY: how the rule is judged here.
    severity: Severity | None = None
    #: Who decided, as it is told: `Region Skåne`; empty for a region without a name.
    by: str = ""


def judged_severity(switch: RuleSwitch, *, is_verified: bool) -> Severity | None:
    """Tell how a rule is judged under a decision; None where it is turned off.

    A rule whose source nobody has read can not be made a Fel: it becomes at most a Varning.
    """
    if switch.severity is None:
        return None
    return switch.severity if is_verified else min(switch.severity, Severity.WARNING)


def parse_codes(text: str) -> str:
    """Write an ICD code or range, or a KVÅ code, in canonical form.

    Raises:
        ValueError: it is neither, or the range ends before it begins.

    """
    code = _DASH.sub("-", text.strip().upper())
    if has_kva_shape(code):
        return code
    span = CodeRange.parse(code)
    if span.last < span.first and not span.first.startswith(span.last):
        raise ValueError(f"the range ends before it begins: {text!r}")
    return str(span)


def matches(codes: str, code: str) -> bool:
    """Whether a code lies in the code or range, or below it; both in canonical form."""
    if has_kva_shape(codes):
        return code == codes
    return has_icd_shape(code) and format_icd(code) in CodeRange.parse(codes)


def blocks_on(blocks: Iterable[Block], day: date) -> tuple[Block, ...]:
    """Return the rows of the block list that apply on a day, in the order given."""
    return tuple(block for block in blocks if block.valid.covers(day))
