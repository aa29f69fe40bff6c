"""Sets of questions that the lexicon was not written for stay as well answered as they are."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.codebook_ports import Codebook, Codebooks
from app.domain.codes import CodeSystem
from app.domain.search import SearchQuery
from app.search.engine import LibrarySearch

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = {"ICD": CodeSystem.ICD10SE, "KVA": CodeSystem.KVA, "ATC": CodeSystem.ATC}
#: So many hits stand on the first page.
FIRST_PAGE = 10


class Row(NamedTuple):
    """A question, and the beginnings of the codes that answer it."""

    text: str
    system: CodeSystem
    accepted: tuple[str, ...]


class FixedLibrary:
    """Three editions for every day."""

    def __init__(self, books: dict[CodeSystem, Codebook]) -> None:
        self._books = Codebooks(*(books[system] for system in CodeSystem))

    def for_day(self, _: object) -> Codebooks:
        return self._books


def _rows(name: str) -> list[Row]:
    path = ROOT / "tests" / "search" / f"{name}_queries.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Row(row["query"], SYSTEMS[row["system"]], tuple(row["accepted"].split()))
            for row in csv.DictReader(lines, delimiter="\t")
        ]


@pytest.fixture(scope="module")
def library(books: Codebooks) -> FixedLibrary:
    return FixedLibrary({system: books.of(system) for system in SYSTEMS.values()})


@pytest.fixture(scope="module")
def engine(library: FixedLibrary) -> LibrarySearch:
    return LibrarySearch(library, ROOT / "codebooks" / "lexicon")


def _shares(engine: LibrarySearch, rows: list[Row], *, is_open: bool = False) -> list[float]:
    """Give the shares of questions with a right code first, and on the first page."""
    places = []
    for row in rows:
        systems = () if is_open else (row.system,)
        hits = engine.search(SearchQuery(row.text, systems, FIRST_PAGE))
        right = [
            hit.system is row.system and hit.code.replace(".", "").startswith(row.accepted)
            for hit in hits
        ]
        places.append(right.index(True) if True in right else FIRST_PAGE)
    return [sum(place < within for place in places) / len(places) for within in (1, FIRST_PAGE)]


@pytest.mark.parametrize("name", ["blind", "held_out", "day", "evening"])
def test_every_accepted_code_begins_a_code_of_its_edition(name: str, library: FixedLibrary) -> None:
    known = {
        system: [
            concept.code.replace(".", "") for concept in library.for_day(None).of(system).concepts()
        ]
        for system in CodeSystem
    }
    lost = [
        (row.text, code)
        for row in _rows(name)
        for code in row.accepted
        if not any(each.startswith(code) for each in known[row.system])
    ]
    assert lost == []


def test_the_blind_questions_are_answered_in_their_own_system(engine: LibrarySearch) -> None:
    first, on_page = _shares(engine, _rows("blind"))
    assert first >= 0.95
    assert on_page >= 0.99


def test_the_blind_questions_are_answered_where_no_system_is_chosen(
    engine: LibrarySearch,
) -> None:
    first, on_page = _shares(engine, _rows("blind"), is_open=True)
    assert first >= 0.93
    assert on_page >= 0.98


def test_the_held_out_questions_are_answered_as_well_as_they_were(engine: LibrarySearch) -> None:
    first, on_page = _shares(engine, _rows("held_out"))
    assert first >= 0.60
    assert on_page >= 0.79


def test_what_is_typed_in_a_day_is_answered(engine: LibrarySearch) -> None:
    first, on_page = _shares(engine, _rows("day"))
    assert first >= 0.95
    assert on_page >= 0.98


def test_what_is_typed_in_a_day_is_answered_where_no_system_is_chosen(
    engine: LibrarySearch,
) -> None:
    first, on_page = _shares(engine, _rows("day"), is_open=True)
    assert first >= 0.91
    assert on_page >= 0.97


def test_what_is_asked_with_its_circumstances_is_answered(engine: LibrarySearch) -> None:
    first, on_page = _shares(engine, _rows("evening"))
    assert first >= 0.87
    assert on_page >= 0.95
    first, on_page = _shares(engine, _rows("evening"), is_open=True)
    assert first >= 0.81
    assert on_page >= 0.95
