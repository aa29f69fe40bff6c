"""The builder of external causes on the starter edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.codebook_ports import Codebooks
from app.domain.external_cause import CauseParts, build_grid
from app.services.cause_builder import (
    CauseMemory,
    cause_grid,
    choose_cell,
    find_mechanisms,
    is_cause_whole,
    read_memory,
    remember_cause,
    spell_cause,
    usual_mechanisms,
)
from app.services.completion_tables import read_tables
from app.services.context import AppContext
from app.services.settings import read_settings, write_setting

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("builder")
    opened = bootstrap(folder, f"sqlite:///{sqlite_template}")
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
        ("ramlat av cykel", {"V18"}),
        ("hundbett", {"W54"}),
        ("överdos", {"X44", "X64", "Y14"}),
        ("intox", {"X44", "X64", "Y14"}),
        ("trappa", {"W10"}),
        ("biverkan", {"Y57"}),
    ],
)
def test_everyday_words_find_what_happened(
    app: AppContext, books: Codebooks, words: str, expected: set[str]
) -> None:
    assert expected <= set(found(app, books, words)[: len(expected)])


def test_a_mechanism_comes_once_however_many_codes_it_has(
    app: AppContext, books: Codebooks
) -> None:
    codes = found(app, books, "fall")

    assert len(codes) == len(set(codes))
    assert len(codes) > 5


def test_nothing_but_external_causes_is_found(app: AppContext, books: Codebooks) -> None:
    assert found(app, books, "lårbensbrott") == []
    assert all("V01" <= code < "Y99" for code in found(app, books, "läkemedel"))


def test_a_code_says_place_and_activity_as_far_as_it_is_typed(
    app: AppContext, books: Codebooks
) -> None:
    assert found(app, books, "w0109")[0] == "W01.09"
    assert found(app, books, "W01.0")[0] == "W01.0"
    assert found(app, books, "w01")[0] == "W01"


@pytest.mark.parametrize(
    ("diagnosis", "first"),
    [("S72.0", "W01"), ("T50.9", "X44"), ("T58.9", "X47"), ("T81.4", "Y83"), ("T92.1", "Y86")],
)
def test_what_usually_causes_a_diagnosis_comes_first(
    app: AppContext, books: Codebooks, diagnosis: str, first: str
) -> None:
    usual = usual_mechanisms(app, diagnosis, books, CauseMemory())

    assert usual[0].concept.code == first
    assert all(each.why == "Vanliga vid diagnosen" for each in usual)


def test_what_was_chosen_of_late_goes_before_what_is_usual(
    app: AppContext, books: Codebooks
) -> None:
    memory = CauseMemory(recent=("W10", "X64"))

    codes = [each.concept.code for each in usual_mechanisms(app, "S72.0", books, memory)]

    assert codes[:2] == ["W10", "W01"]
    assert "X64" not in codes


def test_where_nothing_is_usual_only_what_was_chosen_of_late_is_shown(
    app: AppContext, books: Codebooks
) -> None:
    memory = CauseMemory(recent=("W10",))

    assert [m.concept.code for m in usual_mechanisms(app, "J18.9", books, memory)] == ["W10"]


def test_the_code_that_is_built_is_spelled_out(app: AppContext, books: Codebooks) -> None:
    title = books.icd10se.concept("W01")
    assert title is not None

    said = spell_cause(app, "W01.09", books)

    assert said == f"{title.title} — bostad — ospecificerad aktivitet"
    assert spell_cause(app, "Z99.99", books) == ""


def test_every_code_of_every_grid_is_in_the_edition_and_whole(
    app: AppContext, books: Codebooks
) -> None:
    words = read_tables(app.resources).words
    causes = [
        concept.code
        for concept in books.icd10se.concepts()
        if len(concept.code) == 3 and "V01" <= concept.code < "Y99"
    ]
    assert len(causes) > 100
    for mechanism in causes:
        grid = build_grid(books.icd10se, mechanism, words, DAY)
        assert grid is not None
        for (fourth, fifth), concept in grid.codes.items():
            assert books.icd10se.concept(concept.code) == concept
            assert is_cause_whole(books.icd10se, concept.code)
            assert grid.spell(fourth, fifth)


@pytest.mark.parametrize(
    ("parts", "memory", "expected"),
    [
        (CauseParts("W01"), CauseMemory(), "W01.99"),
        (CauseParts("W01"), CauseMemory("0", "2"), "W01.02"),
        (CauseParts("W01", "4"), CauseMemory("0", "2"), "W01.42"),
        (CauseParts("W01", "4", "1"), CauseMemory("0", "2"), "W01.41"),
        (CauseParts("V18"), CauseMemory("4", "2"), "V18.92"),
        (CauseParts("Y57"), CauseMemory("0", "2"), "Y57.9"),
    ],
)
def test_the_grid_begins_where_the_last_choice_was(
    app: AppContext, books: Codebooks, parts: CauseParts, memory: CauseMemory, expected: str
) -> None:
    grid = cause_grid(app, parts.mechanism, books, DAY)
    assert grid is not None

    start = choose_cell(grid, parts, memory)

    assert start.code == expected
    assert grid.find(start) is not None


def test_the_choice_is_kept_for_each_person(app: AppContext) -> None:
    remember_cause(app, "kim", "W01.02")
    remember_cause(app, "kim", "V18.49")
    remember_cause(app, "alex å", "X44.91")

    assert read_memory(app, "kim") == CauseMemory("0", "9", ("V18", "W01"))
    assert read_memory(app, "alex å") == CauseMemory("9", "1", ("X44",))
    assert read_memory(app, "somebody else") == CauseMemory()


def test_only_the_last_five_mechanisms_are_kept(app: AppContext) -> None:
    for code in ("W00.01", "W01.01", "W10.01", "W18.01", "W19.01", "W00.01", "W06.01"):
        remember_cause(app, "mo", code)

    assert read_memory(app, "mo").recent == ("W06", "W00", "W19", "W18", "W10")


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "{", '{"kim": 3}', '{"kim": {"recent": [1], "fourth": "00"}}']
)
def test_what_somebody_wrote_into_the_settings_does_no_harm(app: AppContext, text: str) -> None:
    before = read_settings(app.data_dir).get("cause_choices", "{}")
    write_setting(app.data_dir, "cause_choices", text)

    assert read_memory(app, "kim") == CauseMemory()

    write_setting(app.data_dir, "cause_choices", before)
