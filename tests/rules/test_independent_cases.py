"""Encounters that an evaluator outside the rules' own work wrote from the rule catalogue.

The first half was written before any rule was read, the rest after reading parts of them and
their answers. Expectations that the evaluator took back are not kept, so that this guards what was
agreed; it measures nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domain.codebook_ports import Codebooks
from app.exchange.encounter_json import read_encounter
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

CASES = [
    json.loads(line)
    for path in sorted(Path(__file__).parent.glob("independent_cases_*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


def disagreements(cases: list[dict[str, Any]], books: Codebooks) -> list[str]:
    """Tell for each event the numbers that stayed silent or fired against the expectation."""
    told = []
    for case in cases:
        encounter = read_encounter(case["encounter"]).encounter
        fired = {number for f in judge(ALL_RULES, encounter, books) for number in f.catalogue}
        missed = sorted(set(case["fires"]) - fired)
        wrong = sorted(set(case["silent"]) & fired)
        if missed or wrong:
            told.append(f"{case['encounter']['id']}: silent {missed}, fired {wrong}")
    return told


def test_the_cases_reach_over_the_catalogue_in_both_directions() -> None:
    fires = {number for case in CASES for number in case["fires"]}
    silent = {number for case in CASES for number in case["silent"]}

    assert len(CASES) > 1000
    assert len(fires) >= 125
    assert len(silent) >= 125


def test_the_numbers_that_a_coder_expects_fire_in_the_practice_edition(practice: Codebooks) -> None:
    cases = [case for case in CASES if not case.get("official")]

    assert len(cases) > 1000
    assert disagreements(cases, practice) == []
