"""Own codes past the limit are those that an unlimited answer would have."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.own_codes import OwnCode, OwnCodes, OwnReason, UsedCode, place_own
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.engine import LibrarySearch
from app.services.context import AppContext
from app.services.own_codes import SHORTEST_FURTHER, search_with_own

from .test_invariants import CONCEPTS, ROOT, UNLIMITED, StarterLibrary, questions
from .test_validity import LAST_DAY, TODAY, DatedLibrary

USABLE = [concept for concept in CONCEPTS if not concept.is_structural]


@pytest.fixture(scope="module")
def engine() -> LibrarySearch:
    return LibrarySearch(StarterLibrary(), ROOT / "codebooks" / "lexicon")


class Asking:
    """As much of a workstation as a question needs."""

    def __init__(self, engine: LibrarySearch) -> None:
        self.engine: Any = engine

    def ask(self, own: OwnCodes, query: SearchQuery) -> list[SearchHit]:
        return search_with_own(cast("AppContext", self), own, self.engine.search(query), query)


def kept(*keys: tuple[CodeSystem, str]) -> OwnCodes:
    used = (OwnCode(OwnReason.FAVOURITE, UsedCode(*key)) for key in keys)
    return OwnCodes(tuple(used))


@settings(max_examples=60, deadline=None)
@given(
    questions.filter(lambda text: len(text.strip()) >= SHORTEST_FURTHER),
    st.lists(st.sampled_from(USABLE), max_size=60),
    st.sampled_from([1, 3, 10]),
)
def test_a_short_answer_has_the_own_codes_of_an_unlimited_one(
    engine: LibrarySearch, text: str, chosen: list[Any], limit: int
) -> None:
    own = kept(*((concept.system, concept.code) for concept in chosen))

    short = Asking(engine).ask(own, SearchQuery(text, (), limit))

    unlimited = place_own(own, engine.search(SearchQuery(text, (), UNLIMITED)), text)
    wanted = [hit for hit in unlimited if hit.kind is MatchKind.OWN]
    exact = sum(hit.kind is MatchKind.EXACT_CODE for hit in unlimited)
    if limit > exact:  # some hit of the best section is on the page
        own_hits = [hit for hit in short if hit.kind is MatchKind.OWN]
        assert own_hits == wanted[: limit - exact]
    assert len(short) <= limit


def test_a_code_out_of_use_is_an_own_code_only_where_such_are_asked_for(lexicon_dir: Path) -> None:
    engine = LibrarySearch(DatedLibrary(), lexicon_dir, today=lambda: TODAY)
    own = kept((CodeSystem.ICD10SE, "I21.7"))

    def found(day: date, **asked: bool) -> list[str]:
        query = SearchQuery("utgången", (), 1, day, **asked)
        hits = Asking(engine).ask(own, query)
        return [hit.code for hit in hits if hit.kind is MatchKind.OWN]

    assert found(TODAY) == []
    assert found(LAST_DAY) == ["I21.7"]
    assert found(TODAY, show_retired=True) == ["I21.7"]


def test_an_abbreviation_stands_before_a_favourite_that_merely_begins_so(
    lexicon_dir: Path,
) -> None:
    engine = LibrarySearch(DatedLibrary(), lexicon_dir)
    own = kept((CodeSystem.KVA, "JKA21"))  # laparoskopisk kolecystektomi

    whole, begun = (Asking(engine).ask(own, SearchQuery(text)) for text in ("kol", "kolecy"))

    assert (whole[0].code, whole[0].kind) == ("J44", MatchKind.WORDS)
    assert (begun[0].code, begun[0].kind) == ("JKA21", MatchKind.OWN)


def test_a_favourite_comes_first_before_its_word_is_finished(engine: LibrarySearch) -> None:
    own = kept((CodeSystem.ICD10SE, "I50.9"))  # hjärtsvikt

    for text in ("hj", "hjä", "hjär", "hjärt", "hjärts", "hjärtsvikt"):
        found = Asking(engine).ask(own, SearchQuery(text, (), 60))
        assert (found[0].code, found[0].kind) == ("I50.9", MatchKind.OWN), text
