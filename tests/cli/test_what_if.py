"""`kodklar review HÄNDELSE --what-if …`, as somebody types it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.encounter import Diagnosis, DiagnosisRole
from tests.cli.conftest import Kodklar
from tests.services.workday import put, stay


@pytest.fixture
def visit(tmp_path: Path) -> str:
    rows = (Diagnosis("Z09.9", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"))
    app = bootstrap(tmp_path)
    put(app, replace(stay("e1"), diagnoses=rows))
    app.close()
    return "e1"


def test_what_falls_is_told_in_words(kodklar: Kodklar, visit: str) -> None:
    answer = kodklar("review", visit, "--what-if", "first=J18.9")

    assert answer.status == 0
    risen, fallen, _stays = (part.strip() for part in answer.out.split(":\n")[1:])
    assert risen.startswith("inga anmärkningar")
    assert "HD005" in fallen


def test_a_rising_error_is_told_as_json_and_by_the_status(kodklar: Kodklar, visit: str) -> None:
    answer = kodklar("review", visit, "--what-if", "without=Z099", "--json")

    assert answer.status == 1
    (told,) = answer.objects
    assert (told["id"], told["what_if"]) == ("e1", "without=Z099")
    assert [finding["rule"] for finding in told["rises"]] == ["HD001"]
    assert set(told) == {"id", "what_if", "rises", "falls", "stays"}


@pytest.mark.parametrize(
    "words",
    [
        ("e1", "--what-if", "J18.9"),
        ("e1", "--what-if", "first="),
        ("e1", "--what-if", "without=I10.9"),
        ("e1", "e2", "--what-if", "first=J18.9"),
        ("--all", "--what-if", "first=J18.9"),
        ("finns-inte", "--what-if", "first=J18.9"),
    ],
)
def test_what_cannot_be_tried_is_told_in_a_sentence(kodklar: Kodklar, visit: str, words) -> None:
    assert kodklar("review", *words).is_one_sentence()
