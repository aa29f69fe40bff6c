"""Every number of the catalogue is a rule, a help text, or has its reason in the docs."""

from __future__ import annotations

import re
from pathlib import Path

from app.rules.coverage import NOT_IMPLEMENTED, coverage
from app.rules.guidance import guidance_rows
from app.rules.registry import ALL_RULES

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROWS = coverage(ALL_RULES)


def test_every_number_is_covered_and_none_is_both_covered_and_left_out() -> None:
    assert [row.number for row in ROWS] == list(range(1, 165))
    for row in ROWS:
        is_covered = bool(row.rule_ids) or row.is_told
        assert is_covered is not bool(row.reason), row.number


def test_at_most_fourteen_numbers_are_left_out() -> None:
    assert len(NOT_IMPLEMENTED) <= 14


def test_the_hand_written_file_says_the_same() -> None:
    text = (DOCS / "rules-not-implemented.md").read_text(encoding="utf-8")

    written = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)

    assert {int(number): reason for number, reason in written} == NOT_IMPLEMENTED


def test_facts_are_told_and_no_rule_or_text_has_a_number_that_is_not_there() -> None:
    facts = {3, 4, 7, 13, 16, 40, 41, 43, 46, 66, 84, 85, 91, 103, 115, 122, 127, 137, 138, 141}
    facts |= {147, 158, 162, 164}
    told = {row.guidance.number for row in guidance_rows()}

    assert facts <= told
    assert {n for rule in ALL_RULES for n in rule.catalogue} | told <= set(range(1, 165))


def test_the_book_in_docs_has_the_table() -> None:
    text = (DOCS / "rules.md").read_text(encoding="utf-8")

    assert "## Regelkatalogen" in text
    assert text.count("| ja |") == len({row.guidance.number for row in guidance_rows()})
