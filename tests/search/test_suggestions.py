"""What is offered where a question finds nothing, or guesses alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.concept import Concept, Level
from app.domain.search import FilterKind, FoundPart, MatchKind, SearchQuery, Suggestions
from app.search.engine import LibrarySearch

from .conftest import ATC, ICD, KVA, SmallLibrary

TITLES = {
    "I20": "Angina pectoris",
    "I21": "Akut hjärtinfarkt",
    "I25.2": "Gammal hjärtinfarkt",
    "J45": "Astma hos barn",
    "J46": "Akut svår astma",
    "J18.9": "Pneumoni, ospecificerad",
}


class ChaptersLibrary(SmallLibrary):
    """ICD-10-SE with two chapters, one code of which may not be principal."""

    def __init__(self) -> None:
        super().__init__()
        tops = {
            "I": Concept(ICD, "09", "Cirkulationsorganens sjukdomar", Level.CHAPTER, is_leaf=False),
            "J": Concept(ICD, "10", "Andningsorganens sjukdomar", Level.CHAPTER, is_leaf=False),
        }
        codes = [
            Concept(ICD, code, title, Level.CATEGORY, tops[code[0]].code,
                    may_be_principal=code != "I25.2")
            for code, title in TITLES.items()
        ]  # fmt: skip
        edition = self.books[ICD].edition
        self.books[ICD] = MemoryCodebook(edition, [*tops.values(), *codes])


@pytest.fixture(scope="module")
def engine(lexicon_dir: Path) -> LibrarySearch:
    return LibrarySearch(ChaptersLibrary(), lexicon_dir)


Suggest = Callable[..., Suggestions]


@pytest.fixture(scope="module")
def suggest(engine: LibrarySearch) -> Suggest:
    return lambda text, *systems, **asked: engine.suggest(SearchQuery(text, systems, **asked))


def test_a_question_that_finds_what_was_typed_has_no_suggestions(suggest: Suggest) -> None:
    for text in ("hjärtinfarkt", "I21", "hjärtinf", "kap:9", ""):
        assert suggest(text) == Suggestions(), text


def test_unknown_words_are_replaced_by_their_nearest_where_they_stand(suggest: Suggest) -> None:
    assert "Akut hjärtinfarkt" in suggest("Akut hjrtinfrakt").spellings
    assert "svår astma" in suggest("svår asmta").spellings
    assert suggest("hjrtinfarkt kap:9").spellings == ("hjärtinfarkt kap:9",)


def test_a_nearest_word_stands_alone_where_the_whole_finds_nothing(suggest: Suggest) -> None:
    assert suggest("pneumonni angina").spellings == ("pneumoni",)


def test_the_parts_that_find_something_are_counted(suggest: Suggest) -> None:
    found = suggest("akut astma hjärtinfarkt", ICD)
    assert found.parts == (FoundPart("akut astma", 2), FoundPart("hjärtinfarkt", 2))
    assert suggest("xyzzy hjärtinfarkt", ICD).parts == (FoundPart("hjärtinfarkt", 2),)
    assert suggest("hjärtinfarkt xyzzy -gammal", ICD).parts == (
        FoundPart("hjärtinfarkt -gammal", 1),
    )


def test_words_that_say_little_are_no_part(suggest: Suggest) -> None:
    assert suggest("akut xyzzy", ICD).parts == ()


def test_the_chapter_that_the_parts_point_at_gives_its_terms(suggest: Suggest) -> None:
    found = suggest("propp i hjärtinfarkten xyzzy", ICD)
    assert found.chapter == "Cirkulationsorganens sjukdomar"
    assert ("propp i hjärtat", ICD, "I21") in {(t.term, t.system, t.code) for t in found.terms}
    assert {term.code[0] for term in found.terms} == {"I"}
    assert len(found.terms) <= 8


def test_what_is_like_nothing_has_no_suggestions(suggest: Suggest) -> None:
    assert suggest("qqqq zzzz") == Suggestions()


def test_every_filter_that_took_something_away_says_how_much(suggest: Suggest) -> None:
    (one,) = suggest("hjärtinfarkt", ICD, chapter="10").without[:1]
    assert (one.kind, one.label, one.hits) == (FilterKind.CHAPTER, "kapitel 10", 2)
    found = suggest("hjärtinfarkt kap:10", KVA)
    assert found.without == ()
    found = suggest("gammal kap:9", ICD, principal_only=True).without
    assert [(w.kind, w.label, w.hits) for w in found] == [
        (FilterKind.PRINCIPAL, "bara huvuddiagnoser", 1)
    ]
    (one,) = suggest("astma", ATC).without
    assert (one.kind, one.label, one.hits) == (FilterKind.SYSTEMS, "bara ATC", 2)
    (one,) = suggest("astma", ICD, among=frozenset({(ICD, "I20")})).without
    assert (one.kind, one.hits) == (FilterKind.AMONG, 2)


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("hjärtinfarkt kap:10", "kap:10", "hjärtinfarkt"),
        ("hjärtinfarkt kod:J*", "kod:J*", "hjärtinfarkt"),
        ('"hjärtinfarkt akut"', '"hjärtinfarkt akut"', "hjärtinfarkt akut"),
        ("angina -pectoris", "-pectoris", "angina"),
    ],
)
def test_a_filter_among_the_words_can_be_left_out(
    suggest: Suggest, text: str, label: str, rest: str
) -> None:
    (without, *_) = suggest(text, ICD).without
    assert (without.kind, without.label, without.text) == (FilterKind.TYPED, label, rest)
    assert without.hits > 0


words = st.sampled_from(
    ["akut", "hjrtinfarkt", "astma", "asmta", "xyzzy", "kap:9", "-akut", '"akut astma"', "J46"]
)
anything = st.one_of(st.text(max_size=30), st.lists(words, max_size=5).map(" ".join))


@given(text=anything, chapter=st.sampled_from(["", "9", "77"]))
@settings(max_examples=120, deadline=None)
def test_all_that_is_offered_finds_something_above_the_line(
    engine: LibrarySearch, text: str, chapter: str
) -> None:
    query = SearchQuery(text, (ICD,), chapter=chapter)
    found = engine.suggest(query)
    offered = [*found.spellings, *(part.text for part in found.parts)]
    for each in offered:
        hits = engine.search(SearchQuery(each, (ICD,), 1000, chapter=chapter))
        assert any(hit.kind is not MatchKind.FUZZY for hit in hits), each
    assert all(part.hits for part in found.parts)
    assert bool(found.terms) <= bool(found.chapter)


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "x", "7", "4711 0815", "😀", "😀 astmq", "קוד", "مرض", "...", "-", '"',
             "asmta " * 2000, "a" * 10_000, "\u202eamtsa", "I10" * 50, "\ud800", "i på av"],
)  # fmt: skip
def test_odd_text_is_answered_calmly(suggest: Suggest, text: str) -> None:
    assert isinstance(suggest(text), Suggestions)
