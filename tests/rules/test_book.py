"""The rule book says everything, and the file in docs is the one that the program writes."""

from __future__ import annotations

import json
from pathlib import Path

from app.rules.base import Standing
from app.rules.book import TOPICS, rules_json, rules_markdown
from app.rules.registry import ALL_RULES, RULE_SET_VERSION

BOOK = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_the_book_in_docs_is_up_to_date() -> None:
    text = BOOK.read_text(encoding="utf-8")

    assert text == rules_markdown(ALL_RULES, RULE_SET_VERSION) + "\n", (
        "Skriv om den: kodklar rules --markdown > docs/rules.md"
    )


def test_the_book_has_every_rule_with_source_and_examples_and_no_placeholder() -> None:
    text = rules_markdown(ALL_RULES, RULE_SET_VERSION)

    assert "{" not in text
    for rule in ALL_RULES:
        assert rule.explanation in text
        assert rule.source.label in text
    assert text.count("Tiger:") == len(ALL_RULES)


def test_our_own_service_rules_and_the_regions_are_not_called_official() -> None:
    regional = [rule for rule in ALL_RULES if rule.standing is Standing.REGIONAL]
    own = [rule for rule in ALL_RULES if not rule.catalogue and rule not in regional]

    assert own and regional
    decided = [rule for rule in ALL_RULES if rule.blocks or rule.customs]
    assert all(rule.standing is Standing.REGIONAL for rule in decided)
    for rule in ALL_RULES:
        assert (rule.standing is Standing.KODKLAR) == (rule in own)
        is_own = rule.source.publisher == "Kodklar" and rule.is_verified
        assert is_own == (rule in own)
    text = rules_markdown(ALL_RULES, RULE_SET_VERSION)
    assert text.count("· Kodklar, egen tjänst ·") == len(own)


def test_what_is_not_verified_is_marked() -> None:
    text = rules_markdown(ALL_RULES, RULE_SET_VERSION)
    unverified = [rule for rule in ALL_RULES if not rule.is_verified]

    # Once in the introduction and once a rule.
    assert text.count("ej verifierad") == 1 + len(unverified)


def test_the_table_driven_rule_shows_its_rows_with_their_sources() -> None:
    text = rules_markdown(ALL_RULES, RULE_SET_VERSION)

    for rule in ALL_RULES:
        for row in rule.table:
            assert row.source in text
            assert row.reason in text


def test_the_json_book_can_be_written_as_json_and_names_the_catalogue() -> None:
    book = json.loads(json.dumps(rules_json(ALL_RULES), ensure_ascii=False))

    assert [entry["rule"] for entry in book] == [rule.rule_id for rule in ALL_RULES]
    assert {entry["severity"] for entry in book} == {"error", "warning", "advice"}
    assert next(e for e in book if e["rule"] == "HD001")["settings"] == ["inpatient"]
    assert {entry["topic"] for entry in book} == set(TOPICS.values())
