"""Catalogue numbers about event, procedures, drugs and the record: what fires, and near misses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.domain.codebook_ports import Codebooks
from app.exchange.encounter_json import read_encounter
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

_FILE = Path(__file__).with_name("catalogue_cases_event.jsonl")
CASES = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]


def test_every_number_is_tried_twice_each_way() -> None:
    tried = Counter((case["number"], case["fires"]) for case in CASES)

    assert {number for number, _ in tried} >= {*range(130, 137), 139, 140, *range(142, 146)}
    assert {number for number, _ in tried} >= {15, 19, 45, 48, 52, 56, 59, 119, *range(148, 162)}
    assert {key for key, count in tried.items() if count < 2} == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["encounter"]["id"])
def test_the_number_fires_where_it_should_and_only_there(
    case: dict[str, Any], practice: Codebooks
) -> None:
    read = read_encounter(case["encounter"])

    findings = list(judge(ALL_RULES, read.encounter, practice))

    fired = {number for finding in findings for number in finding.catalogue}
    assert read.remarks == ()
    assert (case["number"] in fired) is case["fires"], [f.message for f in findings]
