"""All rules that any event can be judged by, and choosing a rule set for events by hand."""

from __future__ import annotations

from app.domain.norwegian import NORWAY
from app.rules.base import Rule
from app.rules.rule_sets import NORWEGIAN_RULES
from app.services.context import AppContext

#: The country that a rule set is bound to, by the name of the set on the command line.
COUNTRY_OF_SET = {"swedish": "SE", "norwegian": NORWAY}


def every_rule(app: AppContext) -> tuple[Rule, ...]:
    """Return the rules of the book, and the Norwegian ones after them."""
    return (*app.rules, *NORWEGIAN_RULES)
