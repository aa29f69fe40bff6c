"""The rule book as screens read it: texts without the checks behind them."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.finding import RuleText
from app.domain.region import NO_REGION, Region, format_decision
from app.domain.regional import judged_severity
from app.domain.rule_page import RulePage
from app.rules.base import Rule
from app.rules.coverage import Coverage, coverage
from app.rules.page import build_page
from app.services.context import AppContext
from app.services.rule_sets import every_rule


def rule_pages(app: AppContext, region: Region = NO_REGION) -> tuple[RulePage, ...]:
    """Return the page of every rule, in the order of the book, as a region judges it."""
    return tuple(build_page(rule, region) for rule in every_rule(app))


def catalogue_coverage(app: AppContext) -> Mapping[int, str]:
    """Return what became of each number of the rule catalogue, in order of the numbers.

    The ids of its rules, that it is told as help beside codes, or why it is neither.
    """
    return {row.number: _covered(row) for row in coverage(app.rules)}


def _covered(row: Coverage) -> str:
    told = ("hjälptext",) if row.is_told else ()
    return ", ".join((*row.rule_ids, *told)) or f"{row.reason}."


def rule_texts(app: AppContext, region: Region = NO_REGION) -> dict[str, RuleText]:
    """Return the texts of every rule, by its id, with what a region has decided about it."""
    return {
        rule.rule_id: RuleText(
            rule_id=rule.rule_id,
            severity=rule.severity,
            explanation=rule.explanation,
            source=rule.source.label,
            is_verified=rule.is_verified,
            catalogue=rule.catalogue,
            decision=_decision(rule, region),
        )
        for rule in every_rule(app)
    }


def _decision(rule: Rule, region: Region) -> str:
    switch = region.switches.get(rule.rule_id)
    if switch is None:
        return ""
    judged = judged_severity(switch, is_verified=rule.is_verified)
    return format_decision(switch, rule.severity, judged)
