"""`kodklar rules --statistics`: what rules said at signing, and how often they were set aside."""

from __future__ import annotations

import argparse

from app.cli.output import print_json, print_table
from app.domain.finding import SEVERITY_LABEL
from app.domain.rule_statistics import RuleCount
from app.services.context import AppContext
from app.services.rule_statistics import rule_statistics

_HEADERS = ("Regel", "Månad", "Grad", "Anmärkte", "Avfärdades", "Andel", "Vanligaste skäl")
_NOTHING = "Inga anmärkningar fanns kvar vid signering under den tiden."


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the totals of the rules, or every month of them as JSON."""
    month = args.month or ""
    found = rule_statistics(app, month, month)
    if args.json:
        for count in found.by_month:
            print_json(_written(count))
        return 0
    counts = found.by_month if month else found.by_rule
    ordered = sorted(counts, key=lambda c: (-c.overridden, -c.hits, c.rule_id))
    print_table(_HEADERS, [_cells(count) for count in ordered], _NOTHING)
    return 0


def _cells(count: RuleCount) -> tuple[str, ...]:
    return (
        count.rule_id,
        count.month or "alla",
        SEVERITY_LABEL[count.severity],
        str(count.hits),
        str(count.overridden),
        f"{count.share:.0%}".replace("%", " %"),
        count.reasons[0][0] if count.reasons else "",
    )


def _written(count: RuleCount) -> dict[str, object]:
    return {
        "rule": count.rule_id,
        "month": count.month,
        "severity": count.severity.key,
        "hits": count.hits,
        "stood": count.stood,
        "overridden": count.overridden,
        "reasons": dict(count.reasons),
    }
