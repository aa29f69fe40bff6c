"""The supplied exercises and the test numbers, held against the real files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.finding import Severity
from app.domain.training import Exercise
from app.domain.training_identity import TestNumbers
from app.exchange.exercise_reader import read_exercise
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES
from tests.data_makers.identity_fingerprints import FILES, TARGET, make

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parents[2]
EXERCISES = [read_exercise(path).exercise for path in (ROOT / "resources/exercises").glob("*.toml")]

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)


@each_exercise
def test_every_code_of_a_key_exists_officially(exercise: Exercise, books: Codebooks) -> None:
    asked = [(system, code) for system, each in exercise.key.codes() for code in each.accepted]
    asked += [(wrong.system, wrong.code) for wrong in exercise.key.wrong]

    missing = [code for system, code in asked if books.of(system).concept(code) is None]

    assert missing == []


@each_exercise
def test_a_key_has_no_error_by_the_official_files(exercise: Exercise, books: Codebooks) -> None:
    coded = replace(exercise.coded(with_optional=True), record_text=exercise.record.text)

    found = [f for f in judge(ALL_RULES, coded, books) if f.severity is not Severity.ADVICE]

    assert [(finding.rule_id, finding.message) for finding in found] == []


def test_every_official_test_number_is_known_again(shared_data: Path) -> None:
    is_test = TestNumbers.read((ROOT / TARGET).read_bytes())
    numbers = [n for name in FILES for n in (shared_data / "identity" / name).read_text().split()]

    assert len(numbers) > 8_500
    assert all(is_test(number) for number in numbers)


def test_the_fingerprints_are_those_of_the_official_files(shared_data: Path) -> None:
    assert (ROOT / TARGET).read_bytes() == make(shared_data / "identity")
