"""How often each rule spoke when events were signed, and how often it was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.domain.finding import Severity

#: Short list of reasons for setting a warning aside; free text may be given instead.
OVERRIDE_REASONS = (
    "Journalen stöder koden",
    "Klinikerns bedömning",
    "Regionens anvisning",
    "Avser annat tillstånd",
)
#: What a reason in free words is counted as: the words may tell of the patient.
OTHER_REASON = "Eget skäl"


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule in one month: its findings at signing. A signature of a reopened event counts."""

    #: `2026-03`
    month: str
    rule_id: str
    #: As it was judged when it was signed.
    severity: Severity
    #: Findings that were let stand, which advice may be.
    stood: int
    #: Findings that were set aside with a reason.
    overridden: int
    #: How often each reason was given, the most frequent first; unknown ones are not here.
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def hits(self) -> int:
        """All findings of the rule."""
        return self.stood + self.overridden

    @property
    def share(self) -> float:
        """The part of the findings that was set aside, 0 to 1; 0 where there are none."""
        return self.overridden / self.hits if self.hits else 0.0


class RuleCounts(Protocol):
    """The findings of all signed versions, counted by the database."""

    def by_month(self, first: str = "", last: str = "") -> list[RuleCount]:
        """Return the counts from one month to another, both included; empty leaves an end open.

        In order of month, then of rule id, then of severity.
        """
        ...


def counted_reason(reason: str) -> str:
    """Return what a reason is counted as."""
    return reason if reason in OVERRIDE_REASONS else OTHER_REASON


def total_by_rule(counts: Iterable[RuleCount]) -> tuple[RuleCount, ...]:
    """Add up months and severities; most set aside first, then by hits, then by id.

    The month of a total is empty, its severity the gravest.
    """
    found: dict[str, RuleCount] = {}
    for count in counts:
        known = found.get(count.rule_id, RuleCount("", count.rule_id, count.severity, 0, 0))
        found[count.rule_id] = RuleCount(
            "",
            count.rule_id,
            max(known.severity, count.severity),
            known.stood + count.stood,
            known.overridden + count.overridden,
            add_reasons((*known.reasons, *count.reasons)),
        )
    return tuple(sorted(found.values(), key=lambda c: (-c.overridden, -c.hits, c.rule_id)))


def add_reasons(reasons: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Add up the times each reason was given, the most frequent first."""
    found: dict[str, int] = {}
    for reason, times in reasons:
        found[reason] = found.get(reason, 0) + times
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
