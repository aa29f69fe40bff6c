"""Counts of rules are added up, and a reason in free words is counted without its words."""

from __future__ import annotations

from app.domain.finding import Severity
from app.domain.rule_statistics import (
    OTHER_REASON,
    OVERRIDE_REASONS,
    RuleCount,
    counted_reason,
    total_by_rule,
)


def test_totals_come_with_what_is_set_aside_most_often_first() -> None:
    counts = [
        RuleCount("2026-03", "HD005", Severity.WARNING, 1, 2, (("a", 2),)),
        RuleCount("2026-03", "KO004", Severity.ADVICE, 9, 0),
        RuleCount("2026-04", "HD005", Severity.ADVICE, 0, 3, (("b", 2), ("a", 1))),
    ]

    first, second = total_by_rule(counts)

    assert (first.rule_id, first.hits, first.overridden) == ("HD005", 6, 5)
    assert first.reasons == (("a", 3), ("b", 2))
    assert first.severity is Severity.WARNING
    assert first.share == 5 / 6
    assert (second.rule_id, second.overridden, second.share) == ("KO004", 0, 0.0)
    assert RuleCount("2026-03", "X", Severity.ADVICE, 0, 0).share == 0.0


def test_a_reason_in_free_words_is_counted_without_its_words() -> None:
    assert counted_reason(OVERRIDE_REASONS[1]) == OVERRIDE_REASONS[1]
    assert counted_reason("Patienten Karin minns inte") == OTHER_REASON
