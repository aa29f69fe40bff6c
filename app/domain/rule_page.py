"""A rule as a reader meets it: everything the rule book says of it, without its check.

The rule browser, the side panel beside a finding and the printed book are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.codes import CodeRange, CodeSet, has_icd_shape
from app.domain.finding import SEVERITY_LABEL, Severity
from app.domain.period import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of a rule's table, with its own source."""

    #: The codes and the condition on them, in words.
    told: str
    reason: str
    source: str
    catalogue: tuple[int, ...] = ()
    #: Every span of codes that the row names, for a question about one code.
    codes: tuple[CodeSet, ...] = field(default=(), repr=False)

    def concerns(self, code: str) -> bool:
        """Whether the row is about a code in canonical form, or about one below it."""
        is_icd = has_icd_shape(code)
        return any(
            _holds(span, code)
            for codes in self.codes
            for span in codes.ranges
            if has_icd_shape(span.first) is is_icd
        )


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule of the rule book, told in Swedish. Texts end as sentences do."""

    rule_id: str
    #: What is objected to, in English words with hyphens.
    name: str
    #: The coder's question: "Huvuddiagnos", "Läkemedel" …
    topic: str
    #: How the rule book judges it.
    severity: Severity
    #: How much weight the source bears: "officiell", "regional", "praxis" …
    standing: str
    #: How well the source was read: "läst i källan", "ej verifierad" …
    basis: str
    is_verified: bool
    valid: Period
    #: Where it applies: "slutenvård", "öppenvård" or both.
    settings: str
    #: The line of the review list, with words for what it fills in.
    message: str
    explanation: str
    #: Publisher, title and place, as it is cited.
    source: str
    catalogue: tuple[int, ...]
    rows: tuple[RuleRow, ...]
    #: Examples in words: those the rule objects to, and those it lets be.
    fires_on: tuple[str, ...]
    silent_on: tuple[str, ...]
    #: What the examples assume beyond an official edition; empty for nothing.
    assumes: str = ""
    #: What the examples assume of a region, of imported tables and of the day, in words.
    assumed: tuple[str, ...] = ()
    #: The codes of the examples that fire, in canonical form.
    example_codes: frozenset[str] = field(default=frozenset(), repr=False)
    #: What the region has decided about the rule, with its reason; empty where nothing.
    decision: str = ""
    #: How the region judges it; None where it is switched off, the book's own where nothing.
    judged: Severity | None = None

    @property
    def is_off(self) -> bool:
        """Whether the region has switched the rule off."""
        return self.judged is None

    @property
    def is_decided(self) -> bool:
        """Whether the region judges the rule otherwise than the book, or not at all."""
        return self.judged is not self.severity

    @property
    def state(self) -> str:
        """The severity in force in a word or two: "Fel", "Avstängd", "Råd (regionen)"."""
        if self.judged is None:
            return "Avstängd"
        label = SEVERITY_LABEL[self.judged]
        return f"{label} (regionen)" if self.is_decided else label

    def applies_on(self, day: date) -> bool:
        """Whether the rule is valid on a day."""
        return self.valid is ALWAYS or self.valid.covers(day)

    def concerns(self, code: str) -> bool:
        """Whether its table or its firing examples are about a code, given canonically."""
        return code in self.example_codes or any(row.concerns(code) for row in self.rows)


def format_validity(valid: Period) -> str:
    """Say when a rule applies."""
    if valid == ALWAYS:
        return "gäller alla dagar"
    return f"gäller {valid.start or '…'} till {valid.end or 'tills vidare'}"


def format_numbers(numbers: tuple[int, ...]) -> str:
    """Write catalogue numbers in a row, or a dash where there are none."""
    return ", ".join(str(number) for number in numbers) or "–"


def _holds(span: CodeRange, code: str) -> bool:
    """Whether a code lies in a span, or holds, asked for whole, one of its ends."""
    return code in span or span.first.startswith(code) or span.last.startswith(code)
