"""The rule book as screens read it: texts without the checks behind them."""

from __future__ import annotations

from app.domain.finding import RuleText
from app.services.context import AppContext


def rule_texts(app: AppContext) -> dict[str, RuleText]:
    """Return the texts of every rule, by its id."""
    return {
        rule.rule_id: RuleText(
            rule_id=rule.rule_id,
            severity=rule.severity,
            explanation=rule.explanation,
            source=rule.source.label,
            is_verified=rule.is_verified,
            catalogue=rule.catalogue,
        )
        for rule in app.rules
    }
