"""Rules are found by words, ids, catalogue numbers and codes, and by what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.codes import CodeSet
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.rule_page import RulePage, RuleRow
from app.domain.rule_search import InForce, Reading, RuleFilter, find_pages

PLAIN = RulePage(
    rule_id="HD002",
    name="additional-code-as-principal",
    topic="Huvuddiagnos",
    severity=Severity.ERROR,
    standing="officiell",
    basis="läst i källan",
    is_verified=True,
    valid=Period(),
    settings="slutenvård",
    message="‹kod› får inte vara huvuddiagnos.",
    explanation="Koden är en tilläggskod.",
    source="Socialstyrelsen, ICD-10-SE",
    catalogue=(5, 39),
    rows=(RuleRow("B95–B98", "Smittämne.", "ICD-10-SE", (22,), (CodeSet.parse("B95-B98"),)),),
    fires_on=("huvuddiagnos Z37.0",),
    silent_on=("huvuddiagnos O80.9",),
    example_codes=frozenset({"Z37.0", "AF021"}),
    judged=Severity.ERROR,
)
AGE = replace(
    PLAIN,
    rule_id="KO004",
    topic="Kön och ålder",
    severity=Severity.WARNING,
    judged=Severity.WARNING,
    message="‹kod› stämmer inte med åldern.",
    explanation="Förlossning förekommer i vissa åldrar.",
    catalogue=(8,),
    rows=(),
    example_codes=frozenset({"O80.9"}),
    is_verified=False,
    basis="ej verifierad",
    standing="praxis",
    valid=Period(date(2025, 1, 1), None),
)
OFF = replace(AGE, rule_id="KO005", judged=None, decision="Region Skåne: avstängd, skäl: ”x”.")
MILDER = replace(PLAIN, rule_id="HD003", judged=Severity.ADVICE)
PAGES = (PLAIN, AGE, OFF, MILDER)


def ids(**asked: object) -> list[str]:
    return [page.rule_id for page in find_pages(PAGES, RuleFilter(**asked))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["HD002", "KO004", "KO005", "HD003"]),
        ("tilläggskod", ["HD002", "HD003"]),
        ("ÅLDRAR förlossning", ["KO004", "KO005"]),
        ("hd003", ["HD003"]),
        ("KO", ["KO004", "KO005", "HD002", "HD003"]),
        ("39", ["HD002", "HD003"]),
        ("b95.6", ["HD002", "HD003"]),
        ("B95", ["HD002", "HD003"]),
        ("Z370", ["HD002", "HD003"]),
        ("O80.9", ["KO004", "KO005"]),
        ("af021", ["HD002", "HD003"]),
        ("BF021", []),
        ("Skåne", ["KO005"]),
        ("åldrar tilläggskod", []),
        ("999", []),
    ],
)
def test_every_word_is_asked_of_every_rule(text: str, found: list[str]) -> None:
    assert sorted(ids(text=text)) == sorted(found)


def test_the_rule_that_is_named_comes_first() -> None:
    named = replace(PLAIN, rule_id="AD001", explanation="Se även HD003.")

    found = find_pages((named, *PAGES), RuleFilter("HD003"))

    assert [page.rule_id for page in found] == ["HD003", "AD001"]


def test_each_choice_narrows_the_list() -> None:
    assert ids(topic="Huvuddiagnos") == ["HD002", "HD003"]
    assert ids(severity=Severity.ADVICE) == ["HD003"]
    assert ids(standing="praxis") == ["KO004", "KO005"]
    assert ids(reading=Reading.UNREAD) == ["KO004", "KO005"]
    assert ids(reading=Reading.READ) == ["HD002", "HD003"]
    assert ids(in_force=InForce.OFF) == ["KO005"]
    assert ids(in_force=InForce.IN_USE) == ["HD002", "KO004", "HD003"]
    assert ids(in_force=InForce.REGRADED) == ["HD003"]
    assert ids(in_force=InForce.DECIDED) == ["KO005", "HD003"]
    assert ids(day=date(2024, 12, 31)) == ["HD002", "HD003"]
    assert ids(text="åldrar", in_force=InForce.IN_USE) == ["KO004"]
