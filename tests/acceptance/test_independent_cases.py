"""The evaluator's encounters (tests/rules/test_independent_cases.py) on the official editions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.period import Period
from app.exchange.encounter_json import read_encounter
from app.persistence.readers.file_readers import FileReaders
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    CodeSystem.ICD10SE: Path("icd10se", "2022"),
    CodeSystem.KVA: Path("kva", "2021"),
    CodeSystem.ATC: Path("atc", "atc-sv-2020.tsv"),
}
CASES = [
    json.loads(line)
    for path in sorted((ROOT / "tests" / "rules").glob("independent_cases_*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def books(shared_data: Path) -> Codebooks:
    readers = FileReaders(ROOT / "resources")
    loaded: dict[CodeSystem, MemoryCodebook] = {}
    for system, place in FILES.items():
        found = next(f for f in readers.recognise([shared_data / place]) if f.system is system)
        edition = Edition(system.value, system, found.name, found.version, Period())
        loaded[system] = MemoryCodebook(edition, readers.read(found))
    return Codebooks(loaded[CodeSystem.ICD10SE], loaded[CodeSystem.KVA], loaded[CodeSystem.ATC])


def test_the_numbers_that_a_coder_expects_fire_in_the_official_editions(books: Codebooks) -> None:
    told = []
    for case in CASES:
        encounter = read_encounter(case["encounter"]).encounter
        fired = {number for f in judge(ALL_RULES, encounter, books) for number in f.catalogue}
        if not set(case["fires"]) <= fired or set(case["silent"]) & fired:
            told.append((case["encounter"]["id"], sorted(fired)))

    assert len(CASES) > 1000
    assert told == []
