"""The rule book as screens read it: texts without the checks behind them."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.region import NO_REGION, Region
from app.domain.rule_page import RulePage
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
