"""The whole rule book against one event, as the region has decided that it is to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.region import NO_REGION, Region, format_decision
from app.domain.regional import RuleSwitch, judged_severity
from app.rules.base import Rule
from app.rules.case import Case
from app.rules.needs import Asked


def judge(
    rules: Sequence[Rule], encounter: Encounter, books: Codebooks, region: Region = NO_REGION
) -> Iterator[Finding]:
    """Yield what the rules find in rule-book order: none of a rule that the region turned off.

    Where the region judges a rule otherwise, the findings have the new severity and a remark.
    """
    case = Case(encounter, books, region.blocks, region.customs, region.tables)
    switches = region.switches
    for rule in _RuleBook.of(rules).asked(case):
        switch = switches.get(rule.rule_id) if switches else None
        if switch is None:
            yield from rule.findings_in(case)
        else:
            yield from _switched(rule, switch, case)


class _RuleBook:
    """Rules sorted by what they need, kept for the next event: always the same are asked."""

    _latest: ClassVar[_RuleBook | None] = None

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._bits = [(1 << place, rule) for place, rule in enumerate(rules)]
        self._asked = Asked([rule.needs for rule in rules], [rule.settings for rule in rules])

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> _RuleBook:
        """Return the book of these very rules; two threads may make it twice, to no harm."""
        latest = cls._latest
        if latest is None or latest.rules is not rules:
            latest = cls._latest = cls(rules)
        return latest

    def asked(self, case: Case) -> list[Rule]:
        """Return the rules that can speak about the event at all, in the order of the book."""
        places = self._asked.places(case)
        return [rule for bit, rule in self._bits if places & bit]


def _switched(rule: Rule, switch: RuleSwitch, case: Case) -> Iterator[Finding]:
    severity = judged_severity(switch, is_verified=rule.is_verified)
    if severity is not None:
        told = format_decision(switch, rule.severity, severity)
        for finding in rule.findings_in(case):
            yield _regraded(finding, severity, told)


def _regraded(finding: Finding, severity: Severity, told: str) -> Finding:
    if severity is finding.severity:
        return finding
    remark = " ".join(filter(None, (told, finding.remark)))
    return replace(finding, severity=severity, usual=finding.severity, remark=remark)
