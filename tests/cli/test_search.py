"""`kodklar search` with filters: beside the text, and in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Kodklar


def codes(answer: Any) -> list[str]:
    return [hit["code"] for hit in answer.objects[0]["hits"]]


@pytest.mark.parametrize("chapter", ["9", "IX"])
def test_a_chapter_may_stand_beside_the_text_or_in_it(kodklar: Kodklar, chapter: str) -> None:
    beside = codes(kodklar("search", "akut", "--chapter", chapter, "--json"))
    assert beside == codes(kodklar("search", f"kap:{chapter} akut", "--json"))
    assert beside
    assert all(code.startswith("I") for code in beside)


def test_only_codes_that_may_be_principal(kodklar: Kodklar) -> None:
    every = codes(kodklar("search", "ett barn levande fött", "--json"))
    principal = codes(kodklar("search", "ett barn levande fött", "--principal-only", "--json"))
    assert "Z37.0" in every
    assert "Z37.0" not in principal


def test_a_file_is_answered_as_its_questions_one_by_one(kodklar: Kodklar, tmp_path: Path) -> None:
    texts = ["hjärtinfarkt -akut", "kod:I2* infarkt", "alvedon"]
    path = tmp_path / "frågor.tsv"
    path.write_text("\n".join(["query", *texts, ""]), encoding="utf-8")
    answers = kodklar("search", "--batch", path, "--limit", "5").objects
    singly = [kodklar("search", text, "--limit", "5", "--json").objects[0] for text in texts]
    assert [answer["hits"] for answer in answers] == [answer["hits"] for answer in singly]


def test_a_section_and_filters_exclude_each_other(kodklar: Kodklar) -> None:
    answer = kodklar("search", "akut", "--within", "I20-I25", "--chapter", "9")
    assert answer.status != 0
    assert "Ta bort --chapter" in answer.err
