"""The page of a rule says what the rule book says, and what the region made of it."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.region import Region
from app.domain.regional import RuleSwitch, SwitchAct
from app.domain.rule_page import format_numbers, format_validity
from app.rules.base import Rule
from app.rules.page import build_page
from app.rules.registry import ALL_RULES

_BY_ID = {rule.rule_id: rule for rule in ALL_RULES}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.rule_id)
def test_every_rule_has_a_page_that_a_reader_can_read(rule: Rule) -> None:
    page = build_page(rule)

    assert page.topic and page.settings and page.standing and page.basis and page.source
    assert "{" not in page.message
    assert len(page.rows) == len(rule.table)
    assert page.fires_on and page.silent_on
    assert page.judged is rule.severity and not page.is_decided and not page.decision


def test_a_page_is_found_by_the_codes_of_its_table_and_of_its_examples() -> None:
    page = build_page(next(rule for rule in ALL_RULES if rule.table))
    row = page.rows[0]
    code = row.codes[0].ranges[0].first

    assert page.concerns(code)
    assert page.concerns(code[:3])
    assert not page.concerns("ZZ999")
    principal = build_page(_BY_ID["HD002"])
    assert all(principal.concerns(code) for code in principal.example_codes)


def test_a_rule_that_the_region_switched_off_says_so_with_the_reason() -> None:
    switch = RuleSwitch("HD002", SwitchAct.OFF, "Prövas under våren")

    page = build_page(_BY_ID["HD002"], Region({"HD002": switch}))

    assert page.is_off and page.is_decided and page.state == "Avstängd"
    assert "Prövas under våren" in page.decision


def test_a_regraded_rule_shows_the_severity_in_force_and_keeps_the_books() -> None:
    switch = RuleSwitch("HD002", SwitchAct.SEVERITY, "Granskas i efterhand", Severity.ADVICE)

    page = build_page(_BY_ID["HD002"], Region({"HD002": switch}))

    assert page.judged is Severity.ADVICE and page.severity is Severity.ERROR
    assert page.state == "Råd (regionen)" and not page.is_off


def test_validity_and_numbers_are_told_in_words() -> None:
    assert format_validity(Period()) == "gäller alla dagar"
    spring = Period(date(2022, 1, 1), None)
    assert format_validity(spring) == "gäller 2022-01-01 till tills vidare"
    assert format_numbers((3, 14)) == "3, 14"
    assert format_numbers(()) == "–"
