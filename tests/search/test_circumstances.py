"""What a question says besides what it is about: answered where titles hold it, else left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.search import MatchKind, SearchQuery
from app.search.circumstances import circumstances_of
from app.search.engine import LibrarySearch
from app.search.normalise import words_of

from .conftest import SmallLibrary, concepts

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
SAID = ["ryggont", "efter", "lyft", "med", "vid", "hos", "patient", "pga", "kvinna", "75", "utan"]
_ICD = {
    "M54": "Ryggvärk",
    "M54.9": "Ryggont, ospecificerat",
    "R51": "Huvudvärk",
    "G97.1": "Huvudvärk efter lumbalpunktion",
    "X50": "Tungt lyft",
    "K92.1": "Blod i avföringen",
    "S34": "Nervskada",
    "S82": "Fraktur på underben",
}
_KVA = {
    "UJF32": "Koloskopi",
    "UJD02": "Gastroskopi",
    "JWE01": "Reoperation med gastroskop för djup blödning",
    "NHJ10": "Fixation av fraktur",
    "AA045": "Magnetresonanstomografi av hjärna",
    "AA012": "Datortomografi av hjärna med kontrast",
}


@pytest.fixture(scope="module")
def engine(lexicon_dir: Path) -> LibrarySearch:
    library = SmallLibrary()
    for system, titles in ((ICD, _ICD), (KVA, _KVA)):
        edition = Edition(f"{system.value}-2", system, system.value, "2")
        library.books[system] = MemoryCodebook(edition, concepts(system, titles))
    return LibrarySearch(library, lexicon_dir)


@pytest.mark.parametrize(
    ("text", "of_any", "of_procedure"),
    [
        ("ryggont efter tungt lyft", "efter tungt lyft", "efter tungt lyft"),
        ("hosta p.g.a. astma", "p g a astma", "p g a astma"),
        ("fraktur med nervskada", "", "med nervskada"),
        ("gastroskopi med biopsi efter blödning", "efter blödning", "med biopsi efter blödning"),
        ("patient med lunginflammation", "", ""),
        ("kvinna med höftfraktur", "", ""),
        ("gulsot hos nyfödd", "", ""),
        ("öronsjukdom efter ingrepp", "", ""),
        ("efter operation", "", ""),
        ("hosta", "", ""),
    ],
)
def test_what_stands_behind_the_head_is_a_circumstance(
    text: str, of_any: str, of_procedure: str
) -> None:
    found = circumstances_of(words_of(text))
    assert found == (frozenset(of_any.split()), frozenset(of_procedure.split()))


@given(words=st.lists(st.sampled_from(SAID), max_size=8))
def test_a_question_never_consists_of_circumstances_alone(words: list[str]) -> None:
    for found in circumstances_of(words):
        assert found <= set(words)
        assert not found or found != set(words)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ryggont efter tungt lyft", "M54.9"),
        ("gastroskopi hos patient med blödning", "UJD02"),
        ("koloskopi hos patient med blod i avföringen", "UJF32"),
        ("magnetresonanstomografi hjärna med nervskada", "AA045"),
    ],
)
def test_where_no_title_holds_all_of_it_the_head_is_the_answer(
    engine: LibrarySearch, text: str, first: str
) -> None:
    hit = engine.search(SearchQuery(text))[0]
    assert hit.code == first
    assert hit.kind is MatchKind.WORDS
    assert hit.is_unsure


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("huvudvärk efter lumbalpunktion", "G97.1"),
        ("datortomografi hjärna med kontrast", "AA012"),
    ],
)
def test_a_title_that_holds_all_of_it_goes_first(
    engine: LibrarySearch, text: str, first: str
) -> None:
    hit = engine.search(SearchQuery(text))[0]
    assert hit.code == first
    assert not hit.is_unsure


def test_what_a_disease_comes_with_is_no_mere_circumstance(engine: LibrarySearch) -> None:
    found = engine.search(SearchQuery("fraktur med nervskada", (ICD,)))
    assert {hit.kind for hit in found} == {MatchKind.FUZZY}
