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
from app.rules.rule_sets import rules_for


def judge(
    rules: Sequence[Rule], encounter: Encounter, books: Codebooks, region: Region = NO_REGION
) -> Iterator[Finding]:
    """Yield what the rules find in rule-book order: none of a rule that the region turned off.

    Where the region judges a rule otherwise, the findings have the new severity and a remark.
    """
    case = Case(encounter, books, region.blocks, region.customs, region.tables)
    switches = region.switches
    for rule in _RuleBook.of(rules_for(rules, encounter)).asked(case):
        switch = switches.get(rule.rule_id) if switches else None
        if switch is None:
            yield from rule.findings_in(case)
        else:
            yield from _switched(rule, switch, case)


#: More sequences of rules than these are made by tests alone.
_MOST_BOOKS = 4


class _RuleBook:
    """Rules sorted by what they need, kept for the next event: always the same are asked."""

    #: One for the Swedish rules and one for the Norwegian, by the identity of their tuple.
    _known: ClassVar[dict[int, _RuleBook]] = {}

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._bits = [(1 << place, rule) for place, rule in enumerate(rules)]
        self._asked = Asked([rule.needs for rule in rules], [rule.settings for rule in rules])

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> _RuleBook:
        """Return the book of these very rules; two threads may make it twice, to no harm."""
        known = cls._known.get(id(rules))
        if known is None or known.rules is not rules:
            if len(cls._known) >= _MOST_BOOKS:
                cls._known.clear()
            known = cls._known[id(rules)] = cls(rules)
        return known

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
