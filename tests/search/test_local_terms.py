"""Terms of the workplace are found like those of the lexicon, at once, and cost no index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.local_term import LocalTerm, LocalTermKind, Signature, TermText
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search import edition_search
from app.search.engine import LibrarySearch
from app.search.local_terms import NO_TERMS, with_local_terms
from app.search.spelling import KnownWords

from .conftest import ATC, ICD, KVA, SmallLibrary

KIND = LocalTermKind
BY = Signature("anna", "Anna", datetime.fromisoformat("2026-11-22T12:00"))


def term(
    text: str, *targets: str, system: CodeSystem | None = ICD, kind: LocalTermKind = KIND.SYNONYM
) -> LocalTerm:
    return LocalTerm(text, TermText(text, targets, system, kind), BY)


class Workplace:
    """A source of the terms that a test approves."""

    def __init__(self, *terms: LocalTerm) -> None:
        self.terms, self.reads = list(terms), 0

    def checksum(self) -> str:
        return "|".join(each.id for each in self.terms)

    def approved(self) -> list[LocalTerm]:
        self.reads += 1
        return self.terms


@pytest.fixture
def workplace() -> Workplace:
    return Workplace(
        term("pumpfel", "I50"),
        term("hjärtstrul", "I50", kind=KIND.LAY),
        term("sockersjuka två", "E11.9", kind=KIND.LATIN),
        term("ms", "I44", kind=KIND.ABBREVIATION),
        term("ms", "NFB49", system=KVA, kind=KIND.ABBREVIATION),
        term("värkpiller", "paracetamol", system=None),
    )


@pytest.fixture
def engine(workplace: Workplace, lexicon_dir: Path) -> LibrarySearch:
    return LibrarySearch(SmallLibrary(), lexicon_dir, terms=workplace)


def first(engine: LibrarySearch, text: str, *systems: CodeSystem) -> SearchHit:
    return engine.search(SearchQuery(text, systems))[0]


@pytest.mark.parametrize(
    ("typed", "code", "kind", "why"),
    [
        ("pumpfel", "I50", MatchKind.WORDS, "lokal synonym: pumpfel → I50"),
        ("Hjärtstrul", "I50", MatchKind.WORDS, "lokalt vardagsord: hjärtstrul → I50"),
        ("två sockersjuka", "E11.9", MatchKind.WORDS, "lokal latin: sockersjuka två → E11.9"),
        ("värkpiller", "N02BE01", MatchKind.WORDS, "lokal synonym: värkpiller → paracetamol"),
        ("pumpf", "I50", MatchKind.PREFIX, "lokal synonym: pumpfel → I50"),
        ("pumpfle", "I50", MatchKind.FUZZY, "rättat: pumpfle → pumpfel"),
    ],
)
def test_an_approved_term_is_found_as_one_of_the_lexicon_is(
    engine: LibrarySearch, typed: str, code: str, kind: MatchKind, why: str
) -> None:
    hit = first(engine, typed)

    assert (hit.code, hit.kind, hit.why) == (code, kind, why)


def test_an_ambiguous_term_lists_all_that_it_means(engine: LibrarySearch) -> None:
    hits = engine.search(SearchQuery("ms"))

    assert {h.code for h in hits if h.kind is MatchKind.WORDS} == {"I44", "NFB49"}


def test_a_new_term_is_found_at_once_and_nothing_is_built_again(
    engine: LibrarySearch, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.prepare()
    assert "I48" not in {hit.code for hit in engine.search(SearchQuery("zappel"))}

    def build(*_all: object) -> None:
        raise AssertionError("the index is built again")

    monkeypatch.setattr(edition_search, "compile_edition", build)
    workplace.terms.append(term("zappel", "I48"))
    engine.reload()

    assert first(engine, "zappel").code == "I48"
    assert "zappel" in engine.synonyms_of(ICD, "I48")


def test_a_term_that_another_workstation_took_out_of_use_goes_with_the_next_preparation(
    engine: LibrarySearch, workplace: Workplace
) -> None:
    assert first(engine, "pumpfel").code == "I50"

    del workplace.terms[0]
    engine.prepare()

    assert not any("pumpfel" in hit.why for hit in engine.search(SearchQuery("pumpfel")))


def test_terms_are_read_once_for_as_long_as_they_are_the_same(
    engine: LibrarySearch, workplace: Workplace
) -> None:
    for _ in range(3):
        engine.prepare()
        engine.search(SearchQuery("pumpfel"))

    assert workplace.reads == 1


def test_without_local_terms_the_lexicon_itself_is_asked(lexicon_dir: Path) -> None:
    engine = LibrarySearch(SmallLibrary(), lexicon_dir)
    known = KnownWords.of(["appendicit", "astma"])

    assert with_local_terms(NO_TERMS, NO_TERMS) is NO_TERMS
    assert known.including(()) is known
    assert known.including(["astma", "borrelia"]) == KnownWords.of(
        ["appendicit", "astma", "borrelia"]
    )
    assert engine.search(SearchQuery("pumpfel", (ATC,))) == []
