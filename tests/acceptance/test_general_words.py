"""A general word is answered with its general code, and causes stay behind."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.concept import Edition
from app.domain.search import SearchHit, SearchQuery
from app.persistence.readers.file_readers import FileReaders
from app.search.engine import LibrarySearch

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.acceptance

TABLE = ROOT / "tests" / "search" / "general_words.tsv"
#: Words about causes, whose codes V–Y are the answer.
ABOUT_CAUSES = {"fall", "trafikolycka", "drunkning"}
#: Of 91 words so many may have another code first: the lexicon grows beside the search.
MOST_OTHERS = 3


def _rows() -> list[tuple[str, tuple[str, ...]]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [
            (row["word"], tuple(row["accepted"].split()))
            for row in csv.DictReader(lines, delimiter="\t")
        ]


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> dict[str, list[SearchHit]]:
    readers = FileReaders(ROOT / "resources")
    (found,) = readers.recognise([shared_data / "icd10se" / "2022"])
    edition = Edition(found.name, found.system, found.name, "")
    book = MemoryCodebook(edition, readers.read(found))

    def for_day(_: date | None) -> Codebooks:
        return Codebooks(book, book, book)

    engine = LibrarySearch(SimpleNamespace(for_day=for_day), ROOT / "codebooks" / "lexicon")
    icd = (CodeSystem.ICD10SE,)
    return {word: engine.search(SearchQuery(word, icd, 10)) for word, _ in _rows()}


def test_general_words_have_their_general_code_first(
    answers: dict[str, list[SearchHit]],
) -> None:
    others = [
        (word, answers[word][0].code if answers[word] else None)
        for word, accepted in _rows()
        if not (answers[word] and answers[word][0].code.startswith(accepted))
    ]
    assert len(others) <= MOST_OTHERS, others


def test_causes_stay_behind_unless_the_word_is_about_them(
    answers: dict[str, list[SearchHit]],
) -> None:
    first = {word: hits[0].code for word, hits in answers.items() if hits}
    assert {word for word, code in first.items() if is_external_cause(code)} <= ABOUT_CAUSES
