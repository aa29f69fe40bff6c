"""Search over ICD-10-SE 2022, KVÅ 2021 and ATC 2020."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.engine import LibrarySearch
from app.services.code_search import search_batch

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
SYSTEMS = {"ICD": ICD, "KVA": KVA, "ATC": ATC}
Ask = Callable[..., list[SearchHit]]


@pytest.fixture(scope="module")
def engine(books: Codebooks) -> LibrarySearch:
    def for_day(day: date | None) -> Codebooks:
        return books

    return LibrarySearch(SimpleNamespace(for_day=for_day), ROOT / "codebooks" / "lexicon")


@pytest.fixture(scope="module")
def ask(engine: LibrarySearch) -> Ask:
    def _ask(text: str, *systems: CodeSystem, limit: int = 10) -> list[SearchHit]:
        return engine.search(SearchQuery(text, systems, limit))

    return _ask


def test_every_code_is_first_when_it_is_typed_in_full(ask: Ask, books: Codebooks) -> None:
    for system in CodeSystem:
        for concept in books.of(system).concepts()[::29]:
            if any(sign.isdigit() for sign in concept.code):
                first = ask(concept.code.lower(), system)[0]
                assert (first.code, first.kind) == (concept.code, MatchKind.EXACT_CODE)


def test_most_titles_typed_in_full_find_their_code(ask: Ask, books: Codebooks) -> None:
    asked = [
        concept
        for system in CodeSystem
        for concept in books.of(system).concepts()[::131]
        if not concept.is_structural and not concept.code.startswith(("V", "W", "X", "Y"))
    ]
    found = [c for c in asked if c.title in [hit.title for hit in ask(c.title, c.system)]]
    assert len(found) / len(asked) > 0.95


@pytest.mark.parametrize(
    ("name", "at_one", "at_ten"), [("queries_dev", 0.85, 0.95), ("synonyms_dev", 0.5, 0.7)]
)
def test_the_shared_questions_are_answered(
    ask: Ask, shared_data: Path, name: str, at_one: float, at_ten: float
) -> None:
    right = []
    for row in _rows(shared_data / "search" / f"{name}.tsv"):
        wanted = tuple(row["accept"].replace(".", "").split("|"))
        hits = ask(row["query"], SYSTEMS[row["system"]])
        right.append([hit.code.replace(".", "").startswith(wanted) for hit in hits])
    assert sum(any(r[:1]) for r in right) / len(right) >= at_one
    assert sum(any(r) for r in right) / len(right) >= at_ten


def test_the_shared_file_of_questions_is_a_batch(engine: LibrarySearch, shared_data: Path) -> None:
    path = shared_data / "search" / "queries_dev.tsv"
    answers = list(search_batch(SimpleNamespace(engine=engine), path, SearchQuery("", limit=10)))
    assert [a["query"] for a in answers] == [row["query"] for row in _rows(path)]
    assert all(a["hits"] for a in answers)


def test_every_target_of_the_lexicon_exists(engine: LibrarySearch, books: Codebooks) -> None:
    codes = {
        system: sorted(c.code.replace(".", "") for c in books.of(system).concepts())
        for system in CodeSystem
    }

    def is_known(code: str, known: list[str]) -> bool:
        at = bisect_left(known, code)
        return at < len(known) and known[at].startswith(code)

    lost = [
        (term.text, code)
        for term in engine._lexicon.lexicon.terms
        if term.points_at_codes and term.system
        for code in term.codes
        if not is_known(code, codes[term.system])
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("stroke", "I64"),
        ("propp i hjärnan", "I63"),
        ("halsfluss", "J03"),
        ("höftprotes", "NFB"),
        ("dt buk", "AJ004"),
        ("Alvedon", "N02BE01"),
        ("hjartinfarkt", "I21"),
        ("akut hjärtinf", "I21"),
    ],
)
def test_what_people_say_is_found_in_all_three_books_at_once(
    ask: Ask, typed: str, code: str
) -> None:
    assert ask(typed)[0].code.startswith(code)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
