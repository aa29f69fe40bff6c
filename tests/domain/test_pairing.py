"""Which daggers and asterisks go together, by links, titles and our table."""

from __future__ import annotations

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSet, CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark
from app.domain.pairing import (
    PairRow,
    find_asterisks,
    find_daggers,
    is_asterisk_expected,
    list_codes,
    may_be_dagger,
)

ICD = CodeSystem.ICD10SE
ROWS = (
    PairRow(CodeSet.parse("I79.2"), CodeSet.parse("E10.5 E11.5"), is_offered=True),
    PairRow(CodeSet.parse("I98.2"), CodeSet.parse("K70"), is_offered=False),
)


def code(
    code: str, title: str = "Titel", mark: Mark = Mark.NONE, partners: tuple[str, ...] = ()
) -> Concept:
    is_category = len(code) == len("A00")
    level = Level.CATEGORY if is_category else Level.SUBCATEGORY
    parent = None if is_category else code[:3]
    return Concept(
        ICD, code, title, level, parent, mark, is_leaf=not is_category, partners=partners
    )


STAR, DAGGER = Mark.ASTERISK, Mark.DAGGER
BOOK = MemoryCodebook(
    Edition("i", ICD, "ICD-10-SE", "2022"),
    [
        code("A17"),
        code("A17.8", "Tuberkulos i nervsystemet", DAGGER),
        code("C18"),
        code("C18.7", "Tumör i sigmoideum"),
        code("D63", "Anemi vid kroniska sjukdomar", STAR),
        code("D63.0", "Anemi vid tumörsjukdom (C00-D48)", STAR),
        code("E10"),
        code("E10.3"),
        code("E10.5"),
        code("E11"),
        code("E11.3"),
        code("E11.5"),
        code("G01"),
        code("G01.9", "Meningit vid bakteriesjukdomar som klassificeras på annan plats", STAR),
        code("G46", "Vaskulära syndrom (I60-I67)", STAR),
        code("G46.8", "Andra vaskulära syndrom", STAR),
        code("H36", "Näthinneförändringar", STAR),
        code("H36.0", "Diabetisk retinopati (E10-E14) med gemensam fjärdeposition .3)", STAR),
        code("I79", "Kärlförändringar", STAR),
        code("I79.2", "Perifer angiopati vid sjukdomar på annan plats", STAR),
        code("I98", "Andra tillstånd", STAR),
        code("I98.2", "Esofagusvaricer vid sjukdomar på annan plats", STAR),
        code("K67", "Bukhinnan", STAR),
        code("K67.0", "Klamydiaperitonit", STAR, ("A74.8†",)),
        code("A74"),
        code("A74.8", "Klamydiasjukdom", DAGGER, ("K67.0*",)),
        code("K70"),
        code("K70.3", "Levercirros"),
    ],
)


def test_the_links_of_the_edition_come_first() -> None:
    assert str(find_daggers(BOOK, "K67.0", ROWS).span) == "A74.8"
    assert next(c.code for c in find_asterisks(BOOK, "A74.8", ROWS)) == "K67.0"


def test_a_title_names_its_daggers_with_their_fourth_character() -> None:
    daggers = find_daggers(BOOK, "H36.0", ROWS)

    assert str(daggers.named) == "E10.3, E11.3, E12.3, E13.3, E14.3"
    assert daggers.span == daggers.named
    assert [c.code for c in list_codes(BOOK, daggers.named)] == ["E10.3", "E11.3"]


def test_the_title_of_the_category_speaks_for_what_is_below() -> None:
    assert str(find_daggers(BOOK, "G46.8", ROWS).span) == "I60–I67"


def test_our_table_names_what_no_title_does() -> None:
    daggers = find_daggers(BOOK, "I79.2", ROWS)

    assert [c.code for c in list_codes(BOOK, daggers.named)] == ["E10.5", "E11.5"]
    assert "I25.1" in daggers.span


def test_a_kind_of_disease_is_a_guess_at_its_chapters() -> None:
    daggers = find_daggers(BOOK, "G01.9", ROWS)

    assert not daggers.named.ranges
    assert "A39.0" in daggers.span
    assert "E11.3" not in daggers.span


def test_a_wide_range_is_left_to_the_search() -> None:
    assert list_codes(BOOK, find_daggers(BOOK, "D63.0", ROWS).span) == []


def test_a_category_is_listed_by_what_stands_below_it() -> None:
    assert [c.code for c in list_codes(BOOK, CodeSet.parse("K70"))] == ["K70.3"]


def test_asterisks_come_with_the_narrowest_first() -> None:
    assert [c.code for c in find_asterisks(BOOK, "E11.3", ROWS)] == ["H36.0"]
    assert [c.code for c in find_asterisks(BOOK, "C18.7", ROWS)] == ["D63.0"]


@pytest.mark.parametrize(
    ("dagger", "is_expected"),
    [("A17.8", True), ("E11.5", True), ("K70.3", False), ("C18.7", False), ("H36.0", False)],
)
def test_an_asterisk_is_expected_of_marked_codes_and_of_offered_rows(
    dagger: str, is_expected: bool
) -> None:
    assert is_asterisk_expected(BOOK, dagger, ROWS) is is_expected


@pytest.mark.parametrize(
    ("chosen", "may"), [("E11.3", True), ("H36.0", False), ("W01.09", False), ("I10.9", False)]
)
def test_only_a_disease_without_asterisk_may_be_a_dagger(chosen: str, may: bool) -> None:
    assert may_be_dagger(BOOK, chosen) is may
