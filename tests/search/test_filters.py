"""Filters take away hits before the limit does, whichever way they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.compiled import compile_edition
from app.search.engine import LibrarySearch
from app.search.lexicon import Lexicon
from app.search.narrowing import Narrowing
from app.search.query_syntax import parse_question

from .conftest import ATC, ICD, SmallLibrary, concepts

Ask = Callable[..., list[str]]
LAST_DAY, TODAY = date(2019, 12, 31), date(2024, 6, 1)
TITLES = {
    "I20": "Angina pectoris",
    "I21": "Akut hjärtinfarkt",
    "I21.9": "Akut hjärtinfarkt, ospecificerad",
    "I25.2": "Gammal hjärtinfarkt",
    "J45": "Astma",
    "J45.9": "Astma, kroniskt besvärlig",
    "J46": "Akut svår astma",
    "J46.9": "Svår akut astma",
}


class ParentedLibrary(SmallLibrary):
    """Two chapters of ICD-10-SE with one retired code, one of ATC."""

    def __init__(self) -> None:
        super().__init__()
        tops = {
            "I": Concept(ICD, "09", "Cirkulationsorganen", Level.CHAPTER, is_leaf=False),
            "J": Concept(ICD, "10", "Andningsorganen", Level.CHAPTER, is_leaf=False),
        }
        codes = [
            Concept(ICD, code, title, Level.CATEGORY, tops[code[0]].code,
                    may_be_principal=code != "I25.2",
                    valid_to=LAST_DAY if code == "J46.9" else None)
            for code, title in TITLES.items()
        ]  # fmt: skip
        drugs = [Concept(ATC, "R", "Andningsorganen", Level.HEADING),
                 Concept(ATC, "R03AC02", "Astmol", Level.ITEM, "R")]  # fmt: skip
        for system, listed in ((ICD, [*tops.values(), *codes]), (ATC, drugs)):
            self.books[system] = MemoryCodebook(self.books[system].edition, listed)


@pytest.fixture(scope="module")
def search(lexicon_dir: Path) -> Callable[..., list[SearchHit]]:
    engine = LibrarySearch(ParentedLibrary(), lexicon_dir, today=lambda: TODAY)

    def _search(text: str, **filters: object) -> list[SearchHit]:
        return engine.search(SearchQuery(text, **filters))

    return _search


@pytest.fixture(scope="module")
def codes(search: Callable[..., list[SearchHit]]) -> Ask:
    return lambda text, **filters: [hit.code for hit in search(text, **filters)]


@pytest.mark.parametrize("chapter", ["9", "09", "IX", "ix"])
def test_a_chapter_is_kept_by_the_query_or_in_its_text(codes: Ask, chapter: str) -> None:
    wanted = ["I21", "I21.9"]
    assert codes("akut", chapter=chapter) == wanted
    assert codes(f"kap:{chapter} akut") == wanted
    assert codes(f"akut kap:{chapter} ") == wanted


def test_chapters_of_atc_are_letters(codes: Ask) -> None:
    assert codes("astm kap:R") == ["R03AC02"]


def test_a_chapter_that_does_not_exist_has_no_codes(codes: Ask) -> None:
    assert codes("akut", chapter="77") == []
    assert codes("akut", chapter="nonsens") == []


def test_codes_are_kept_by_beginning_and_range(codes: Ask) -> None:
    assert codes("kod:I25* hjärtinfarkt") == ["I25.2"]
    assert codes("hjärtinfarkt kod:I20-I22") == ["I21", "I21.9"]
    assert sorted(codes("akut kod:I21.9,J46")) == ["I21.9", "J46"]


def test_filters_alone_list_what_they_let_through_in_order_of_codes(
    search: Callable[..., list[SearchHit]],
) -> None:
    hits = search("kap:10 kod:J4*")
    assert [hit.code for hit in hits] == ["J45", "J45.9", "J46"]
    assert {(hit.kind, hit.why) for hit in hits} == {(MatchKind.CODE_PREFIX, "kapitel 10, kod J4")}
    assert search("", chapter="10") == []


def test_a_phrase_has_to_stand_in_the_title_in_that_order(codes: Ask) -> None:
    assert codes('"svår astma"') == ["J46"]
    assert codes('"astma svår"') == []
    assert codes("svår astma")[0] == "J46"


@pytest.mark.parametrize("minus", ["-akut", "-akuta", '-"akut hjärtinfarkt"'])
def test_a_minus_word_takes_its_inflections_away(codes: Ask, minus: str) -> None:
    assert codes(f"hjärtinfarkt {minus}") == ["I25.2"]


def test_a_minus_word_does_not_take_longer_words_away(codes: Ask) -> None:
    assert "I25.2" in codes("hjärtinfarkt -gam")
    assert codes("astma -kronisk kap:10") == ["J45", "J46"]


def test_only_principal_diagnoses_are_diagnoses_that_may_be_principal(codes: Ask) -> None:
    assert codes("hjärtinfarkt", principal_only=True) == ["I21", "I21.9"]
    assert "R03AC02" not in codes("astmol", principal_only=True)
    assert "09" not in codes("cirkulationsorganen", principal_only=True)


def test_filters_hold_for_typed_codes_too(codes: Ask) -> None:
    assert codes("I2", chapter="10") == []
    assert codes("I2 -akut") == ["I20", "I25.2"]
    assert codes("I252", principal_only=True) == []
    assert codes("J45 hjärtinfarkt kap:9")[0] == "I21"


def test_only_codes_of_a_list_are_answers_and_none_is_lost_to_the_limit(codes: Ask) -> None:
    listed = frozenset({(ICD, "J46"), (ICD, "I21.9"), (ATC, "I21"), (ICD, "X99")})
    assert codes("akut", among=listed) == ["I21.9", "J46"]
    assert codes("akut", among=listed, limit=1) == ["I21.9"]
    assert codes("I21", among=listed) == ["I21.9"]
    assert codes("astma", among=frozenset()) == []
    assert codes("akut", among=None) == codes("akut")


def test_a_filter_loses_nothing_to_the_limit(codes: Ask) -> None:
    assert codes("akut", limit=1) == ["I21"]
    assert codes("akut", limit=1, chapter="10") == ["J46"]
    assert codes("akut kod:J46", limit=1) == ["J46"]


def test_retired_codes_are_shown_when_asked_for_and_marked(
    search: Callable[..., list[SearchHit]],
) -> None:
    hidden = {hit.code: hit.valid_to for hit in search("svår astma")}
    shown = {hit.code: hit.valid_to for hit in search("svår astma", show_retired=True)}
    assert shown == {**hidden, "J46.9": LAST_DAY}
    assert set(hidden.values()) == {None}


def test_a_retired_code_typed_in_full_is_first_and_its_nearest_follows(
    search: Callable[..., list[SearchHit]],
) -> None:
    hits = search("J469", show_retired=True)
    assert [(hit.code, hit.kind, hit.valid_to) for hit in hits] == [
        ("J46.9", MatchKind.EXACT_CODE, LAST_DAY),
        ("J46", MatchKind.CODE_PREFIX, None),
    ]
    assert [hit.code for hit in search("J469")] == ["J46"]


def test_a_retired_code_was_in_use_on_its_last_day(
    search: Callable[..., list[SearchHit]],
) -> None:
    (hit,) = search("J469", day=LAST_DAY)
    assert (hit.code, hit.valid_to) == ("J46.9", None)


words = st.sampled_from(["akut", "svår", "astma", "hjärtinfarkt", "kronisk", "ak", "as", "angina"])
excluded = st.lists(words, min_size=1, max_size=2).map(" ".join)


@given(kept=st.lists(excluded, max_size=1), taken=st.lists(excluded, max_size=2))
@settings(deadline=None)
def test_titles_are_judged_alike_in_the_index_and_one_by_one(
    kept: list[str], taken: list[str]
) -> None:
    text = " ".join(["x", *(f'"{each}"' for each in kept), *(f'-"{each}"' for each in taken)])
    narrowing = Narrowing.of(SearchQuery(text), parse_question(text))
    listed = concepts(CodeSystem.ICD10SE, TITLES)
    index = compile_edition(listed, Lexicon([]), ICD).index
    one_by_one = [narrowing.lets_title_through(listed[row].title) for row in index.rows]
    assert narrowing.titles(index).tolist() == one_by_one
