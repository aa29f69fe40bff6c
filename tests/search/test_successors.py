"""A code that is out of use names the one that took over from it, and is never guessed at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.period import Period
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.engine import LibrarySearch

from .conftest import ATC, ICD, KVA, SmallLibrary

LAST_DAY, TODAY = date(2020, 12, 31), date(2024, 6, 1)
DRUGS = {
    "L01EA01": ("Imatinib", None),
    "L01XE01": ("imatinib", LAST_DAY),
    "M01AE09": ("Flurbiprofen", None),
    "R02AX01": ("Flurbiprofen", LAST_DAY),
    "L01AA01": ("Tvillingol", None),
    "L01AB01": ("Tvillingol", None),
    "L01AC09": ("Tvillingol", LAST_DAY),
    "L01BB01": ("Nyol", LAST_DAY),
    "L01BB02": ("Nyol", LAST_DAY),
}


def _book(edition_id: str, year: int | None, listed: list[Concept]) -> MemoryCodebook:
    system = listed[0].system
    valid = Period(date(year, 1, 1), None) if year else Period()
    return MemoryCodebook(Edition(edition_id, system, system.value, str(year), valid), listed)


class YearsLibrary(SmallLibrary):
    """ATC with codes that ended, and ICD-10-SE of two years, the later with a code less."""

    def __init__(self) -> None:
        super().__init__()
        drugs = [
            Concept(ATC, code, title, Level.ITEM, valid_to=ended)
            for code, (title, ended) in DRUGS.items()
        ]
        before = [
            Concept(ICD, "J18", "Pneumoni", Level.CATEGORY),
            Concept(ICD, "J18.7", "Ny sjukdom", Level.SUBCATEGORY, "J18"),
            Concept(ICD, "J18.6", "Sjukdom som delades", Level.SUBCATEGORY, "J18"),
            Concept(ICD, "U07", "Utgången kategori", Level.CATEGORY),
        ]
        now = [before[0], Concept(ICD, "J19.9", "Ny sjukdom", Level.SUBCATEGORY, "J18")]
        self.books[ATC] = _book("atc", None, drugs)
        self.books[ICD] = _book("icd-2024", 2024, now)
        self.before = _book("icd-2023", 2023, before)

    def editions(self) -> list[Edition]:
        return [*super().editions(), self.before.edition]

    def codebook(self, edition_id: str) -> MemoryCodebook | None:
        is_before = edition_id == self.before.edition.id
        return self.before if is_before else super().codebook(edition_id)

    def for_day(self, day: date | None) -> Codebooks:
        books = super().for_day(day)
        return replace(books, icd10se=self.before) if day and day.year < 2024 else books


@pytest.fixture(scope="module")
def engine(lexicon_dir: Path) -> LibrarySearch:
    return LibrarySearch(YearsLibrary(), lexicon_dir, today=lambda: TODAY)


def _hits(
    engine: LibrarySearch, text: str, *systems: CodeSystem, **asked: object
) -> list[SearchHit]:
    return engine.search(SearchQuery(text, systems, **asked))


def test_a_retired_code_that_is_shown_names_its_successor(engine: LibrarySearch) -> None:
    for text in ("imatinib", "L01XE01", "L01XE"):
        hits = {hit.code: hit for hit in _hits(engine, text, ATC, show_retired=True)}
        assert hits["L01XE01"].valid_to == LAST_DAY
        assert hits["L01XE01"].successors == ("L01EA01",)
    assert _hits(engine, "imatinib", ATC)[0].successors == ()


@pytest.mark.parametrize("text", ["L01XE01", "l01xe01", "L01XE01 leukemi"])
def test_a_retired_code_typed_in_full_leads_to_its_successor(
    engine: LibrarySearch, text: str
) -> None:
    first = _hits(engine, text, ATC)[0]
    assert (first.code, first.kind) == ("L01EA01", MatchKind.CODE_PREFIX)
    assert first.why == "L01XE01 utgick 2020-12-31, ersatt av L01EA01"


def test_a_retired_code_that_is_shown_stands_before_its_successor(engine: LibrarySearch) -> None:
    hits = _hits(engine, "L01XE01", show_retired=True)
    assert [(hit.code, hit.kind) for hit in hits] == [
        ("L01XE01", MatchKind.EXACT_CODE),
        ("L01EA01", MatchKind.CODE_PREFIX),
    ]


@pytest.mark.parametrize("code", ["R02AX01", "L01AC09", "L01BB01"])
def test_no_successor_is_guessed_in_another_group_or_among_equals_or_out_of_use(
    engine: LibrarySearch, code: str
) -> None:
    (first, *_) = _hits(engine, code, ATC, show_retired=True)
    assert (first.code, first.successors) == (code, ())
    assert not any("ersatt av" in hit.why for hit in _hits(engine, code, ATC))


def test_a_code_of_an_earlier_edition_leads_to_the_one_that_is_called_the_same(
    engine: LibrarySearch,
) -> None:
    (hit,) = _hits(engine, "j187")
    assert (hit.code, hit.why) == ("J19.9", "J187 utgick 2023-12-31, ersatt av J19.9")
    gone, _ = _hits(engine, "J18.7", show_retired=True)
    assert (gone.code, gone.valid_to) == ("J18.7", date(2023, 12, 31))
    assert (gone.kind, gone.successors) == (MatchKind.EXACT_CODE, ("J19.9",))


def test_a_code_of_an_earlier_edition_without_successor_tells_when_it_ended(
    engine: LibrarySearch,
) -> None:
    (hit,) = _hits(engine, "J18.6")
    assert (hit.code, hit.why) == ("J18", "J186 utgick 2023-12-31, närmaste kod")
    assert _hits(engine, "J18.5")[0].why == "J185 finns inte, närmaste kod"
    assert _hits(engine, "U07") == []


def test_earlier_editions_are_read_for_whole_codes_of_their_system_alone(
    lexicon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    library = YearsLibrary()
    monkeypatch.setattr(library, "codebook", read.append)
    engine = LibrarySearch(library, lexicon_dir, today=lambda: TODAY)
    for text in ("pneumoni", "J1", "J18", "J18 pneumoni", "NFB49", "C07AB02", "J17-J19"):
        _hits(engine, text)
    assert read == []
    _hits(engine, "J18.7")
    assert read == ["icd-2023"]


def test_a_code_is_no_retired_one_on_a_day_of_its_own_edition(engine: LibrarySearch) -> None:
    (hit,) = _hits(engine, "J18.7", day=date(2023, 5, 1))
    assert (hit.code, hit.valid_to, hit.successors) == ("J18.7", None, ())


def test_filters_hold_for_what_took_over(engine: LibrarySearch) -> None:
    assert _hits(engine, "L01XE01", ATC, among=frozenset({(ATC, "M01AE09")})) == []
    assert _hits(engine, "J187", show_retired=True, principal_only=True)[0].code == "J19.9"
    assert _hits(engine, "J187", KVA) == []
