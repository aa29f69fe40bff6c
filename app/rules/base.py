"""What a rule is: one object with its texts, its source, its examples and its check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NotRequired, TypedDict, Unpack

from app.domain.care_types import CareSetting
from app.domain.codebook_ports import Codebooks
from app.domain.customs import NO_CUSTOMS, Customs
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.period import ALWAYS, Period
from app.domain.region import BlockList
from app.domain.regional import Block
from app.domain.review_tables import NO_TABLES, ReviewTables
from app.rules.case import Case
from app.rules.needs import ALWAYS_ASKED, Needs
from app.rules.tables import TableRow


class Basis(StrEnum):
    """How well the source of a rule is known to us."""

    #: The words were read in the source named.
    READ = "read"
    #: Only the contents list or the opening of the source was read.
    CONTENTS = "contents"
    #: Nothing was read: never a Fel, and marked "ej verifierad".
    GENERAL_KNOWLEDGE = "general_knowledge"


class Standing(StrEnum):
    """How much weight the source of a rule bears (the catalogue's status column)."""

    OFFICIAL = "official"
    REGIONAL = "regional"
    PRACTICE = "practice"
    #: Our own service to the coder, about the program and not about the coding.
    KODKLAR = "kodklar"


class Assumes(StrEnum):
    """Which codebooks the examples of a rule are judged by."""

    #: Official editions that cover the day.
    OFFICIAL = "official"
    #: Only the starter editions are loaded.
    STARTER = "starter"
    #: Official editions, none of which covers the day.
    OUTSIDE = "outside"


BASIS_LABEL = {
    Basis.READ: "läst i källan",
    Basis.CONTENTS: "endast innehållsförteckningen läst",
    Basis.GENERAL_KNOWLEDGE: "ej verifierad",
}
STANDING_LABEL = {
    Standing.OFFICIAL: "officiell",
    Standing.REGIONAL: "regional",
    Standing.PRACTICE: "praxis",
    Standing.KODKLAR: "Kodklar, egen tjänst",
}

INPATIENT = frozenset({CareSetting.INPATIENT})
OUTPATIENT = frozenset({CareSetting.OUTPATIENT})
ANY_SETTING = INPATIENT | OUTPATIENT


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written, so that a coder can read it for herself."""

    publisher: str
    title: str
    place: str = ""

    @property
    def label(self) -> str:
        """Publisher, title and place on one line, as it is cited."""
        return ", ".join(part for part in (self.publisher, self.title, self.place) if part)


@dataclass(frozen=True, slots=True)
class Objection:
    """What a check found: the codes it concerns, and what the message wants to say of them.

    `{code}` and `{title}` of the first code are always known to the message; `values` holds
    the rest. `catalogue` narrows the numbers of the rule where only some of them apply.
    """

    codes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    catalogue: tuple[int, ...] | None = None
    #: What the region says of it, as whole Swedish sentences.
    remark: str = ""


#: A check yields what it objects to and knows nothing of texts or severities.
Check = Callable[[Case], Iterator[Objection]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A coding rule. Everything a reader needs is in this one object."""

    rule_id: str
    #: What is objected to, in English words with hyphens: `additional-code-as-principal`.
    name: str
    severity: Severity
    #: One line in the review list, with `{placeholders}`.
    message: str
    #: The paragraph in the side panel: why, and what to do instead.
    explanation: str
    source: Source
    #: Numbers in the rule catalogue that this rule implements; empty for our own service rules.
    catalogue: tuple[int, ...]
    fires_on: tuple[Encounter, ...]
    silent_on: tuple[Encounter, ...]
    check: Check = field(repr=False)
    settings: frozenset[CareSetting] = ANY_SETTING
    valid: Period = ALWAYS
    basis: Basis = Basis.READ
    standing: Standing = Standing.OFFICIAL
    #: Rules that may speak beside this one on its own examples, because they object to
    #: something else in the same coding.
    companions: frozenset[str] = frozenset()
    #: The rows of a table-driven rule, each with its own source.
    table: tuple[TableRow, ...] = ()
    assumes: Assumes = Assumes.OFFICIAL
    #: The block list that the examples are judged by; in use it is the region's own.
    blocks: tuple[Block, ...] = ()
    #: The orders of pairs and wanted depths that the examples are judged by; see blocks.
    customs: Customs = NO_CUSTOMS
    #: The imported tables and the day that the examples are judged by; see blocks.
    tables: ReviewTables = NO_TABLES
    #: What an event must hold for the rule to find anything; see app.rules.needs.
    needs: Needs = ALWAYS_ASKED

    @property
    def is_verified(self) -> bool:
        """Whether the source was read; what is not is marked "ej verifierad"."""
        return self.basis is not Basis.GENERAL_KNOWLEDGE

    def applies_to(self, case: Case) -> bool:
        """Whether the rule speaks about events of this setting, on this event's day."""
        if case.setting not in self.settings:
            return False
        return self.valid is ALWAYS or case.day is None or self.valid.covers(case.day)

    def findings(self, encounter: Encounter, books: Codebooks) -> Iterator[Finding]:
        """Yield what the rule objects to in one encounter, judged by the editions of its day."""
        yield from self.findings_in(Case(encounter, books))

    def example_findings(self, encounter: Encounter, books: Codebooks) -> Iterator[Finding]:
        """Yield the same for an example of the rule, which may assume a region's decisions."""
        blocks = BlockList(self.blocks)
        yield from self.findings_in(Case(encounter, books, blocks, self.customs, self.tables))

    def findings_in(self, case: Case) -> Iterator[Finding]:
        """Yield the same for an event that other rules are asked about too."""
        if self.applies_to(case):
            for objection in self.check(case):
                yield self._finding(objection, case)

    def _finding(self, objection: Objection, case: Case) -> Finding:
        code = objection.codes[0] if objection.codes else ""
        values = {"code": code, "title": case.title(code), **objection.values}
        text = " ".join(self.message.format_map(values).split())
        numbers = self.catalogue if objection.catalogue is None else objection.catalogue
        return Finding(
            self.rule_id, self.severity, objection.codes, text, numbers, objection.remark
        )


class RuleParts(TypedDict):
    """The parts of a rule as its decorator takes them, by name; see Rule."""

    rule_id: str
    name: str
    severity: Severity
    message: str
    explanation: str
    source: Source
    catalogue: tuple[int, ...]
    fires_on: tuple[Encounter, ...]
    silent_on: tuple[Encounter, ...]
    settings: NotRequired[frozenset[CareSetting]]
    valid: NotRequired[Period]
    basis: NotRequired[Basis]
    standing: NotRequired[Standing]
    companions: NotRequired[frozenset[str]]
    table: NotRequired[tuple[TableRow, ...]]
    assumes: NotRequired[Assumes]
    blocks: NotRequired[tuple[Block, ...]]
    needs: NotRequired[Needs]
    customs: NotRequired[Customs]
    tables: NotRequired[ReviewTables]


def rule(**parts: Unpack[RuleParts]) -> Callable[[Check], Rule]:
    """Turn a check into a Rule. Registers nothing: see app.rules.registry."""

    def build(check: Check) -> Rule:
        return Rule(check=check, **parts)

    return build
