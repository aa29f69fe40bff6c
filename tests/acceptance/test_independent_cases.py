"""The evaluator's encounters (tests/rules/test_independent_cases.py) on the official editions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.codebook_ports import Codebooks
from app.exchange.encounter_json import read_encounter
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    json.loads(line)
    for path in sorted((ROOT / "tests" / "rules").glob("independent_cases_*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


def test_the_numbers_that_a_coder_expects_fire_in_the_official_editions(books: Codebooks) -> None:
    told = []
    for case in CASES:
        encounter = read_encounter(case["encounter"]).encounter
        fired = {number for f in judge(ALL_RULES, encounter, books) for number in f.catalogue}
        if not set(case["fires"]) <= fired or set(case["silent"]) & fired:
            told.append((case["encounter"]["id"], sorted(fired)))

    assert len(CASES) > 1000
    assert told == []
