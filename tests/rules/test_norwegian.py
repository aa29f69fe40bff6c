"""The Norwegian rule set proves itself on its own examples, and is chosen by the country."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.domain.norwegian import NORWAY, NorwegianStay, parse_country
from app.domain.region import Region
from app.domain.regional import RuleSwitch, SwitchAct
from app.rules.base import Assumes, Rule
from app.rules.judgement import judge
from app.rules.page import ALL_TOPICS
from app.rules.registry import ALL_RULES, RETIRED_IDS, RULE_SET_VERSION
from app.rules.rule_sets import (
    NORWEGIAN_RULES,
    NORWEGIAN_SET_VERSION,
    rules_for,
    set_version_for,
)
from tests.rules.test_any_encounter import encounters

BooksFor = Callable[[Assumes], Codebooks]
VALID = NORWEGIAN_RULES[0].silent_on[0]

each_rule = pytest.mark.parametrize("rule", NORWEGIAN_RULES, ids=lambda rule: rule.rule_id)


@each_rule
def test_fires_on_every_bad_example(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.fires_on:
        assert list(rule.example_findings(encounter, books_for(rule.assumes))), encounter


@each_rule
def test_is_silent_on_every_good_example(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.silent_on:
        assert not list(rule.example_findings(encounter, books_for(rule.assumes))), encounter


@each_rule
def test_is_documented_in_swedish_with_the_norwegian_term_quoted(rule: Rule) -> None:
    assert re.fullmatch(r"NO\d{3}", rule.rule_id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert re.match(r"”[^”]+”", rule.message)
    assert rule.message.endswith(".") and rule.explanation.endswith(".")
    assert rule.fires_on and rule.silent_on
    assert ALL_TOPICS[rule.rule_id[:2]].startswith("Gyldig opphold")


@each_rule
def test_fires_alone_on_its_examples(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.fires_on:
        fired = [f.rule_id for f in judge(ALL_RULES, encounter, books_for(rule.assumes))]
        assert fired == [rule.rule_id], encounter


@each_rule
def test_speaks_whole_sentences(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.fires_on:
        for finding in rule.example_findings(encounter, books_for(rule.assumes)):
            assert finding.severity is rule.severity
            assert finding.message.endswith(".")
            assert "{" not in finding.message and "  " not in finding.message


def test_ids_are_unique_and_no_rule_has_two_sets() -> None:
    ids = [rule.rule_id for rule in (*ALL_RULES, *NORWEGIAN_RULES)]
    names = [rule.name for rule in (*ALL_RULES, *NORWEGIAN_RULES)]

    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))
    assert RETIRED_IDS.isdisjoint(ids)


def test_the_country_of_the_event_chooses_the_rules_and_their_version() -> None:
    swedish = replace(VALID, country="")

    assert rules_for(ALL_RULES, VALID) is NORWEGIAN_RULES
    assert rules_for(ALL_RULES, swedish) is ALL_RULES
    assert rules_for(ALL_RULES, replace(VALID, country="SE")) is ALL_RULES
    assert set_version_for(RULE_SET_VERSION, VALID) == NORWEGIAN_SET_VERSION
    assert set_version_for(RULE_SET_VERSION, swedish) == RULE_SET_VERSION


def test_blanks_are_nothing_and_of_a_stored_event_the_record_is_not_known(
    books_for: BooksFor,
) -> None:
    def fired(**changes: Any) -> set[str]:
        event = replace(VALID, **changes)
        return {f.rule_id for f in judge(ALL_RULES, event, books_for(Assumes.OFFICIAL))}

    assert fired(referral=" \n") == {"NO001"}
    assert fired(record_text=" \n") == {"NO007"}
    assert fired(record_text="", version=1) == set()


def test_events_of_both_countries_take_turns_without_taking_each_others_rules(
    books_for: BooksFor,
) -> None:
    books = books_for(Assumes.OFFICIAL)
    norwegian = NORWEGIAN_RULES[0].fires_on[0]
    swedish = next(rule for rule in ALL_RULES if rule.rule_id == "HD001").fires_on[0]

    found = [
        {finding.rule_id for finding in judge(ALL_RULES, event, books)}
        for event in (norwegian, swedish, norwegian, swedish)
    ]

    assert found[0] == found[2] == {"NO001"}
    assert found[1] == found[3]
    assert "HD001" in found[1]


def test_a_region_switches_norwegian_rules_like_any_other(books_for: BooksFor) -> None:
    region = Region({"NO001": RuleSwitch("NO001", SwitchAct.SEVERITY, "x", Severity.ADVICE)})
    event = NORWEGIAN_RULES[0].fires_on[0]

    (finding,) = judge(ALL_RULES, event, books_for(Assumes.OFFICIAL), region)

    assert finding.severity is Severity.ADVICE and finding.usual is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "country"),
    [("no", NORWAY), ("Norge", NORWAY), ("NOR", NORWAY), (" norway ", NORWAY), ("578", NORWAY),
     ("se", "SE"), ("", ""), ("Danmark", "DANMARK")],
)  # fmt: skip
def test_norway_is_recognised_however_it_is_written(text: str, country: str) -> None:
    assert parse_country(text) == country


@given(event=encounters, facts=st.builds(NorwegianStay), referral=st.text(max_size=5))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_event_in_norway_is_judged_by_the_norwegian_rules_alone(
    books_for: BooksFor, event: Encounter, facts: NorwegianStay, referral: str
) -> None:
    there = replace(event, country=NORWAY, norwegian=facts, referral=referral)

    found = list(judge(ALL_RULES, there, books_for(Assumes.OFFICIAL)))

    assert {finding.rule_id[:2] for finding in found} <= {"NO"}
