"""The whole rule book against one event, as the region has decided that it is to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.region import NO_REGION, Region, format_decision
from app.domain.regional import RuleSwitch, judged_severity
from app.rules.base import Rule
from app.rules.case import Case


def judge(
    rules: Sequence[Rule], encounter: Encounter, books: Codebooks, region: Region = NO_REGION
) -> Iterator[Finding]:
    """Yield what the rules find in rule-book order: none of a rule that the region turned off.

    Where the region judges a rule otherwise, the findings have the new severity and a remark.
    """
    case = Case(encounter, books, region.blocks)
    switches = region.switches
    for rule in rules:
        switch = switches.get(rule.rule_id)
        if switch is None:
            yield from rule.findings_in(case)
        else:
            yield from _switched(rule, switch, case)


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
