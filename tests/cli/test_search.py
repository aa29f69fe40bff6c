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


def test_marks_are_in_the_json_and_on_a_terminal_alone(
    kodklar: Kodklar, monkeypatch: pytest.MonkeyPatch
) -> None:
    hit = kodklar("search", "hypertoni", "--limit", "1", "--json").objects[0]["hits"][0]
    ((begin, end),) = hit["marked"]
    assert hit["title"][begin:end].lower() == "hypertoni"
    assert "\x1b" not in kodklar("search", "hypertoni").out
    monkeypatch.setattr("app.cli.search.shows_bold", lambda: True)
    header, first, *_ = kodklar("search", "hypertoni", "--limit", "3").out.splitlines()
    assert f"\x1b[1m{hit['title'][begin:end]}\x1b[0m" in first
    plain = first.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert plain.index(hit["why"]) == header.index("varför")


def test_a_question_without_hits_says_what_to_try(kodklar: Kodklar) -> None:
    misspelt = kodklar("search", "hypertonii", "xyzzyq", "astma").out
    assert "Delar som ger träffar: astma (" in misspelt
    meant = kodklar("search", "hyprtoni").out.partition("Menade du: ")[2]
    assert "hypertoni" in meant.partition("?")[0].split(", ")
    elsewhere = kodklar("search", "hypertoni", "--system", "icd10se", "--chapter", "10")
    assert "Utan --chapter: " in elsewhere.out
    assert kodklar("search", "hypertoni", "--chapter", "10").status == 0
    assert "Närmast i kapitlet " in kodklar("search", "astma", "xyzzyq").out


def test_suggestions_stand_in_the_json_only_where_there_are_any(kodklar: Kodklar) -> None:
    assert "suggestions" not in kodklar("search", "astma", "--json").objects[0]
    told = kodklar("search", "astma xyzzyq", "--json").objects[0]["suggestions"]
    assert told["parts"][0]["text"] == "astma"
    assert told["terms"][0].keys() == {"term", "system", "code"}


ODD = [
    "x",
    "7",
    "4711 0815",
    "😀",
    "קוד مرض",
    "-",
    '"',
    "a" * 10_000,
    "astmq " * 2000,
    "\u202eamtsa",
]


def test_odd_questions_are_answered_alike_one_by_one_and_in_a_file(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = tmp_path / "frågor.tsv"
    path.write_text("\n".join(["query", *ODD, "\0\0", ""]), encoding="utf-8")
    answers = kodklar("search", "--batch", path, "--limit", "5")
    assert answers.status == 0
    assert len(answers.objects) == len(ODD) + 1
    for text, answer in zip(ODD, answers.objects, strict=False):
        single = kodklar("search", "--limit", "5", "--json", "--", text)
        assert single.status == 0
        assert single.objects[0]["hits"] == answer["hits"]
