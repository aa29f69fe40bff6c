"""The builder and pair completion on ICD-10-SE 2022, KVÅ 2021 and ATC 2020."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.cli import main
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSet
from app.domain.coding_acts import Part, Place
from app.domain.completion import CompletionKind
from app.domain.concept import Level, Mark
from app.domain.external_cause import CauseShape, build_grid, shape_of
from app.domain.pairing import find_asterisks, find_daggers, list_codes
from app.domain.usable_code import find_usable
from app.rules.examples import example
from app.services.cause_builder import (
    CauseMemory,
    find_mechanisms,
    is_cause_whole,
    spell_cause,
    usual_mechanisms,
)
from app.services.completion import begin_completion, open_step
from app.services.completion_offers import find_offer
from app.services.completion_tables import read_tables
from app.services.context import AppContext

pytestmark = pytest.mark.acceptance
DAY = date(2023, 3, 3)


@pytest.fixture(scope="module")
def app(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("completion")
    paths = [shared_data / "icd10se" / "2022", shared_data / "kva" / "2021"]
    paths.append(shared_data / "atc" / "atc-sv-2020.tsv")
    assert main(["--data-dir", str(folder), "codebook", "import", *map(str, paths)]) == 0
    opened = bootstrap(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def books(app: AppContext) -> Codebooks:
    return app.library.for_day(DAY)


def found(app: AppContext, books: Codebooks, text: str) -> list[str]:
    return [each.parts.code for each in find_mechanisms(app, text, DAY, books)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("halkat", {"W00", "W01"}),
        ("snubblat", {"W01"}),
        ("ramlat av cykel", {"V18"}),
        ("hundbett", {"W54"}),
        ("överdos", {"X44", "X64", "Y14"}),
        ("knivhugg", {"X99"}),
        ("bilolycka", {"V49"}),
    ],
)
def test_everyday_words_find_what_happened(
    app: AppContext, books: Codebooks, words: str, expected: set[str]
) -> None:
    assert expected <= set(found(app, books, words)[: len(expected)])


def test_every_cause_of_the_edition_can_be_built_and_nothing_else(
    app: AppContext, books: Codebooks
) -> None:
    book, words = books.icd10se, read_tables(app.resources).words
    categories = [c for c in book.concepts() if c.level is Level.CATEGORY and "V" <= c.code < "Z"]
    built = set()
    for category in categories:
        grid = build_grid(book, category.code, words, DAY)
        assert grid is not None
        built |= {concept.code for concept in grid.codes.values()}
        places = [row.words for row in grid.rows]
        assert len(set(places)) == len(places)
        if shape_of(category.code) is CauseShape.PLACE:
            assert len(grid.rows) == 10
    whole = {
        c.code
        for c in book.concepts()
        if "V01" <= c.code < "Y99" and is_cause_whole(book, c.code) and not c.is_structural
    }
    assert len(built) > 20_000
    assert built == whole


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "W01.09",
            "Fall i samma plan genom halkning, snavning eller snubbling — bostad — "
            "ospecificerad aktivitet",
        ),
        (
            "V13.42",
            "Cyklist skadad i kollision med personbil eller lätt lastbil — förare av cykel "
            "skadad i trafikolycka — förvärvsarbete",
        ),
        ("Y35.0", "Legalt ingripande med skjutvapen"),
        ("Y07.1A", "Barnmisshandel, fysisk, utövad av förälder"),
        ("X34.09", "Jordbävning — bostad — ospecificerad aktivitet"),
    ],
)
def test_a_cause_is_spelled_out_in_words(
    app: AppContext, books: Codebooks, code: str, said: str
) -> None:
    assert spell_cause(app, code, books) == said


def test_every_usual_cause_and_every_term_is_in_the_edition(
    app: AppContext, books: Codebooks
) -> None:
    tables = read_tables(app.resources)
    usual = {code for row in tables.usual_causes for code in row.others}
    usual |= {code for row in tables.terms for code in row.codes}

    assert {code for code in usual if books.icd10se.concept(code) is None} == set()


def test_every_injury_has_usual_causes(app: AppContext, books: Codebooks) -> None:
    injuries = CodeSet.parse("S00-T98")
    categories = [
        c.code for c in books.icd10se.concepts() if c.level is Level.CATEGORY and c.code in injuries
    ]
    assert len(categories) > 150
    without = [code for code in categories if not usual_mechanisms(app, code, books, CauseMemory())]
    assert without == []


def test_every_procedure_of_delivery_and_every_effect_is_in_the_editions(
    app: AppContext, books: Codebooks
) -> None:
    tables = read_tables(app.resources)
    procedures = {code for row in tables.deliveries for code in row.others}
    effects = [span for row in tables.effects for span in row.codes.ranges]

    assert {code for code in procedures if books.kva.concept(code) is None} == set()
    assert {span.first for span in effects if books.icd10se.concept(span.first) is None} == set()


def test_every_code_of_the_pair_table_is_in_the_edition(app: AppContext, books: Codebooks) -> None:
    book = books.icd10se
    for row in read_tables(app.resources).pairs:
        for span in row.codes.ranges:
            asterisk = book.concept(span.first)
            assert asterisk is not None, span
            assert asterisk.mark is Mark.ASTERISK, span
        unknown = [s.first for s in row.others.ranges if book.concept(s.first) is None]
        assert unknown == [], row.codes


@pytest.mark.parametrize(
    ("asterisk", "daggers"),
    [
        ("N08.3", {"E10.2", "E11.2", "E12.2", "E13.2", "E14.2"}),
        ("H36.0", {"E10.3", "E11.3", "E12.3", "E13.3", "E14.3"}),
        ("G63.2", {"E10.4", "E11.4", "E12.4", "E13.4", "E14.4"}),
        ("I79.2", {"E10.5", "E11.5", "E12.5", "E13.5", "E14.5"}),
        ("M14.2", {"E10.6", "E11.6", "E12.6", "E13.6", "E14.6"}),
        ("F00.1", {"G30.1"}),
        ("H19.1", {"B00.5"}),
    ],
)
def test_an_asterisk_lists_its_daggers(
    app: AppContext, books: Codebooks, asterisk: str, daggers: set[str]
) -> None:
    rows = read_tables(app.resources).pairs

    named = find_daggers(books.icd10se, asterisk, rows).named

    assert {concept.code for concept in list_codes(books.icd10se, named)} == daggers


@pytest.mark.parametrize(
    ("dagger", "first"),
    [
        ("E11.2", "N08.3"),
        ("E10.3", "H36.0"),
        ("E14.4", "G63.2"),
        ("E11.5", "I79.2"),
        ("C18.7", "D63.0"),
        ("G30.1", "F00.1"),
        ("N18.5", "D63.8"),
    ],
)
def test_a_dagger_lists_its_asterisks(
    app: AppContext, books: Codebooks, dagger: str, first: str
) -> None:
    listed = find_asterisks(books.icd10se, dagger, read_tables(app.resources).pairs)

    assert listed[0].code == first
    assert all(concept.mark is Mark.ASTERISK for concept in listed)


def test_known_pairs_of_the_published_list_are_not_refused(
    app: AppContext, books: Codebooks, shared_data: Path
) -> None:
    """A dagger of the list of 2012 lies in what may be searched for its asterisk."""
    rows, book = read_tables(app.resources).pairs, books.icd10se
    lines = (shared_data / "icd10se" / "code-pairs-2012.tsv").read_text(encoding="utf-8")
    pairs = [line.split("\t")[:2] for line in lines.splitlines()[1:]]
    known = refused = 0
    for written, partner in pairs:
        codes = [f"{c[:3]}.{c[3:]}" for c in (written, partner)]
        concepts = [book.concept(code) for code in codes]
        if None in concepts or concepts[0] is None or concepts[0].mark is not Mark.ASTERISK:
            continue
        known += 1
        refused += codes[1] not in find_daggers(book, codes[0], rows).span
    assert known > 500
    assert refused / known < 0.001


@pytest.mark.parametrize("code", ["T50.9", "L27.0", "O80.0", "O81.4", "O82.1", "O84.2", "Z37.0"])
def test_every_code_that_is_offered_is_in_use_on_the_day(
    app: AppContext, books: Codebooks, code: str
) -> None:
    event, place = example(code), Place(Part.DIAGNOSIS, 0)
    kinds = (CompletionKind.POISONING, CompletionKind.ADVERSE_EFFECT, CompletionKind.DELIVERY)
    offers = [offer for kind in kinds if (offer := find_offer(app, event, books, kind, place))]
    assert offers
    for offer in offers:
        progress = begin_completion(app, event, books, offer)
        while (step := open_step(app, progress, books)) is not None:
            day = event.day or DAY
            for option in step.options:
                assert find_usable(books, option.system, option.code, day), option.code
            progress = progress.answer(step.options[0].code if step.options else "")


def test_a_whole_delivery_comes_of_one_code(app: AppContext, books: Codebooks) -> None:
    event, place = example("O82.1"), Place(Part.DIAGNOSIS, 0)
    offer = find_offer(app, event, books, CompletionKind.DELIVERY, place)
    assert offer is not None

    progress = begin_completion(app, event, books, offer).answer("Z37.0").answer("MCA10")

    assert [d.code for d in progress.draft.diagnoses] == ["O82.1", "Z37.0"]
    assert [p.code for p in progress.draft.procedures] == ["MCA10"]
