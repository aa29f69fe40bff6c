"""Codes that are out of use on the day of the question are no answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.search import SearchHit, SearchQuery
from app.search.engine import LibrarySearch

from .conftest import ATC, ICD, SmallLibrary

LAST_DAY, FIRST_DAY, TODAY = date(2019, 12, 31), date(2025, 1, 1), date(2024, 6, 1)
RETIRED = {"C07AB99": "Gammalol", "C07AB98": "Gammalol, kombinationer"}
Ask = Callable[..., list[str]]


class DatedLibrary(SmallLibrary):
    """The small library with codes that have ended, and one that has not begun."""

    outside: tuple[CodeSystem, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        ended = [
            Concept(ATC, code, title, Level.ITEM, valid_to=LAST_DAY)
            for code, title in RETIRED.items()
        ]
        self.extend(ATC, [*ended, Concept(ATC, "C07AB97", "Nyolol", Level.ITEM, None)])
        self.extend(
            ICD,
            [
                Concept(ICD, "I21.7", "Akut utgången infarkt", Level.SUBCATEGORY, "I21",
                        valid_to=LAST_DAY),
                Concept(ICD, "I21.6", "Akut kommande infarkt", Level.SUBCATEGORY, "I21",
                        valid_from=FIRST_DAY),
            ],
        )  # fmt: skip

    def extend(self, system: CodeSystem, added: list[Concept]) -> None:
        book = self.books[system]
        self.books[system] = MemoryCodebook(book.edition, [*book.concepts(), *added])

    def for_day(self, day: date | None) -> Codebooks:
        return replace(super().for_day(day), outside=self.outside)


@pytest.fixture
def library() -> DatedLibrary:
    return DatedLibrary()


@pytest.fixture
def ask(library: DatedLibrary, lexicon_dir: Path) -> Ask:
    engine = LibrarySearch(library, lexicon_dir, today=lambda: TODAY)

    def _ask(text: str, day: date | None = None, limit: int = 50) -> list[str]:
        return [hit.code for hit in _hits(text, day, limit)]

    def _hits(text: str, day: date | None, limit: int) -> list[SearchHit]:
        return engine.search(SearchQuery(text, (), limit, day))

    _ask.hits = _hits
    return _ask


@pytest.mark.parametrize(
    "text", ["I21.7", "i217", "I21", "I2", "utgången", "utgån", "utgangen", "utgånen",
             "I21.7 smärta", "I20-I25", "akut infarkt"],
)  # fmt: skip
def test_a_retired_code_is_found_while_it_lasted_and_never_later(ask: Ask, text: str) -> None:
    assert "I21.7" in ask(text, LAST_DAY)
    assert "I21.7" not in ask(text, date(2020, 1, 1))
    assert "I21.7" not in ask(text)


@pytest.mark.parametrize("text", ["I21.6", "I21", "kommande", "kommand", "komande"])
def test_a_code_is_found_from_its_first_day(ask: Ask, text: str) -> None:
    assert "I21.6" not in ask(text, date(2024, 12, 31))
    assert "I21.6" in ask(text, FIRST_DAY)


def test_where_no_edition_covers_the_day_a_later_beginning_says_nothing(
    library: DatedLibrary, ask: Ask
) -> None:
    library.outside = (ICD,)
    assert "I21.6" in ask("kommande", TODAY)
    assert "I21.7" not in ask("utgången", TODAY)


def test_retired_codes_take_no_place_from_others(library: DatedLibrary, lexicon_dir: Path) -> None:
    many = [
        Concept(ATC, f"B01AA{n:02}", "Blodol", Level.ITEM, valid_to=LAST_DAY) for n in range(1, 40)
    ]
    library.extend(ATC, [*many, Concept(ATC, "B01AB01", "Blodol, ny", Level.ITEM)])
    engine = LibrarySearch(library, lexicon_dir, today=lambda: TODAY)
    for text in ("blodol", "B01"):
        assert [hit.code for hit in engine.search(SearchQuery(text, (ATC,), 2))] == ["B01AB01"]


def test_a_retired_code_typed_in_full_tells_when_it_ended(ask: Ask) -> None:
    [nearest] = ask.hits("I21.7", TODAY, 50)
    assert (nearest.code, nearest.why) == ("I21", "I217 utgick 2019-12-31, närmaste kod")
    [nearest] = ask.hits("I21.6", TODAY, 50)
    assert nearest.why == "I216 gäller inte än, närmaste kod"
