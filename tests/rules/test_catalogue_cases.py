"""Every catalogue number about diagnoses: events that must set it off, and near misses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.exchange.encounter_json import read_encounter
from app.persistence.readers.file_readers import FileReaders
from app.persistence.readers.starter import starter_editions, starter_file
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("catalogue_cases.jsonl").read_text("utf-8").splitlines()
]
#: What the practice edition, which is a selection, can show by itself.
BY_PRACTICE = [case for case in CASES if not case.get("official")]


@pytest.fixture(scope="module")
def practice() -> Codebooks:
    """The practice edition that ships with the program."""
    readers, folder = FileReaders(ROOT / "resources"), ROOT / "codebooks" / "starter"
    loaded = {
        edition.system: MemoryCodebook(edition, readers.read(starter_file(folder, edition)))
        for edition in starter_editions(folder)
    }
    return Codebooks(loaded[CodeSystem.ICD10SE], loaded[CodeSystem.KVA], loaded[CodeSystem.ATC])


def test_every_number_is_tried_twice_each_way() -> None:
    tried = Counter((case["number"], case["fires"]) for case in CASES)

    assert len(tried) > 160
    assert {key for key, count in tried.items() if count < 2} == set()


@pytest.mark.parametrize("case", BY_PRACTICE, ids=lambda case: case["encounter"]["id"])
def test_the_number_fires_where_it_should_and_only_there(
    case: dict[str, Any], practice: Codebooks
) -> None:
    encounter = read_encounter(case["encounter"]).encounter

    findings = list(judge(ALL_RULES, encounter, practice))

    fired = {number for finding in findings for number in finding.catalogue}
    assert (case["number"] in fired) is case["fires"], [f.message for f in findings]
