"""The project's own 300 questions: the codes they accept are real, and nobody else wrote them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.persistence.readers.file_readers import FileReaders

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "search" / "own_queries.tsv"
SYSTEMS = {"ICD": CodeSystem.ICD10SE, "KVA": CodeSystem.KVA, "ATC": CodeSystem.ATC}
EDITIONS = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")
KINDS = {
    "abbreviation",
    "brand",
    "clinical",
    "code-like",
    "compound",
    "latin",
    "lay",
    "misspelled",
}
Rows = list[dict[str, str]]


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


@pytest.fixture(scope="module")
def own() -> Rows:
    return _rows(OWN)


def test_every_accepted_code_begins_a_code_of_its_edition(own: Rows, shared_data: Path) -> None:
    readers = FileReaders(ROOT / "resources")
    codes = {
        book.system: [concept.code.replace(".", "") for concept in readers.read(book)]
        for book in readers.recognise([shared_data / name for name in EDITIONS])
    }
    lost = [
        (row["query"], code)
        for row in own
        for code in row["accepted"].split()
        if not any(known.startswith(code) for known in codes[SYSTEMS[row["system"]]])
    ]
    assert lost == []


def test_the_systems_have_their_share_and_every_kind_is_asked(own: Rows) -> None:
    assert Counter(row["system"] for row in own) == {"ICD": 180, "KVA": 80, "ATC": 40}
    assert {row["kind"] for row in own} == KINDS
    assert all(row["accepted"].split() for row in own)


def test_no_question_is_asked_twice(own: Rows) -> None:
    asked = Counter(_folded(row["query"]) for row in own)
    assert [text for text, times in asked.items() if times > 1] == []


def test_no_question_is_copied_from_the_shared_sets(own: Rows, shared_data: Path) -> None:
    shared = {
        _folded(row["query"])
        for name in ("queries_dev", "synonyms_dev")
        for row in _rows(shared_data / "search" / f"{name}.tsv")
    }
    assert [row["query"] for row in own if _folded(row["query"]) in shared] == []
