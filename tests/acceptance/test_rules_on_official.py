"""The catalogue's cases on the official files, and its groups of sex and age held against them."""

from __future__ import annotations

import json
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.codes import format_icd
from app.domain.concept import Level
from app.domain.patient import Sex
from app.exchange.encounter_json import read_encounter
from app.persistence.readers.file_readers import FileReaders
from app.rules.categories import is_category
from app.rules.conditional_rows import read_ages, read_sexes
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    json.loads(line)
    for path in sorted((ROOT / "tests/rules").glob("catalogue_cases*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["encounter"]["id"])
def test_the_number_fires_on_the_official_files_too(case: dict[str, Any], books: Codebooks) -> None:
    encounter = read_encounter(case["encounter"]).encounter
    findings = list(judge(ALL_RULES, encounter, books))

    fired = {number for finding in findings for number in finding.catalogue}
    assert (case["number"] in fired) is case["fires"], [f.message for f in findings]


def _listed(shared_data: Path, name: str, books: Codebooks) -> dict[str, str]:
    """Return the codes of a list that are still in use, each with what is said of it.

    Those that are meant only beside another code (a pair) are left out.
    """
    path = shared_data / "icd10se" / f"norddrg2014-{name}.tsv"
    head, *lines = (text.split("\t") for text in path.read_text("utf-8").splitlines())
    at, pair = head.index("rule"), head.index("d_code")
    rows = {format_icd(cells[0]): cells[at] for cells in lines if not cells[pair]}
    return {code: said for code, said in rows.items() if books.icd10se.concept(code) is not None}


@pytest.mark.parametrize(
    ("number", "name"),
    [(98, "newborn-mdc15"), (99, "adult-only-00P01"), (100, "child-only-00P02")],
)
def test_every_code_of_an_age_group_has_its_row(
    number: int, name: str, books: Codebooks, shared_data: Path
) -> None:
    official, ages = _listed(shared_data, name, books), read_ages()

    missing = [
        code
        for code in official
        if not any(number in line.catalogue for _, line in ages.about((code,)))
    ]

    assert len(official) > 20
    assert missing == []


def test_every_sex_bound_code_has_its_row(books: Codebooks, shared_data: Path) -> None:
    official, sexes = _listed(shared_data, "sex-by-mdc", books), read_sexes()

    missing = [
        code
        for code, said in official.items()
        if not any(
            line.sex is (Sex.FEMALE if "female" in said else Sex.MALE)
            for _, line in sexes.about((code,))
        )
    ]

    assert len(official) > 1_000
    assert missing == []


@pytest.mark.parametrize("year", ["2021", "2022"])
def test_the_categories_that_tables_may_name_are_those_of_the_files(
    year: str, shared_data: Path
) -> None:
    readers = FileReaders(ROOT / "resources")
    found = list(readers.recognise([shared_data / "icd10se" / year]))
    official = {c.code for c in readers.read(found[0]) if c.level is Level.CATEGORY}
    letters = [f"{letter}{number:02}" for letter in ascii_uppercase for number in range(100)]

    assert {code for code in letters if is_category(code)} - official <= {"U97"}
    assert official <= {code for code in letters if is_category(code)}
