"""Which codes can be put on an event on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.usable_code import find_usable, is_bare_category, nearest_usable

ICD = CodeSystem.ICD10SE
DAY = date(2024, 5, 1)
CODES = (
    Concept(ICD, "A00-A09", "Tarminfektioner", Level.BLOCK),
    Concept(ICD, "A00", "Kolera", Level.CATEGORY),
    Concept(ICD, "A01", "Utgick", Level.CATEGORY, valid_to=date(2024, 4, 30)),
    Concept(ICD, "A02", "Sista dagen", Level.CATEGORY, valid_to=DAY),
    Concept(ICD, "A03", "Kommer", Level.CATEGORY, valid_from=date(2024, 5, 2)),
    Concept(ICD, "A04", "Första dagen", Level.CATEGORY, valid_from=DAY),
    Concept(ICD, "A04.1", "Med typ", Level.ITEM),
    Concept(ICD, "A04.2", "Utgången", Level.ITEM, valid_to=date(2024, 4, 30)),
    Concept(ICD, "W01.0", "Fall, i bostad", Level.ITEM),
)


@pytest.fixture
def books() -> Codebooks:
    icd, kva, atc = (
        MemoryCodebook(Edition(system.value, system, "Namn", "2024"), codes)
        for system, codes in ((ICD, CODES), (CodeSystem.KVA, ()), (CodeSystem.ATC, ()))
    )
    return Codebooks(icd, kva, atc)


@pytest.mark.parametrize(
    ("code", "is_usable"),
    [
        ("A00", True), ("A01", False), ("A02", True), ("A03", False), ("A04", True),
        ("A00-A09", False), ("B99", False),
    ],
)  # fmt: skip
def test_a_code_is_usable_from_its_first_to_its_last_day(
    books: Codebooks, code: str, is_usable: bool
) -> None:
    found = find_usable(books, ICD, code, DAY)

    assert (found is not None) is is_usable


def test_where_no_edition_covers_the_day_a_later_beginning_proves_nothing(
    books: Codebooks,
) -> None:
    outside = replace(books, outside=(ICD,))

    assert find_usable(outside, ICD, "A03", DAY) is not None
    assert find_usable(outside, ICD, "A01", DAY) is None


@pytest.mark.parametrize(
    ("code", "nearest"),
    [("A04.1A", "A04.1"), ("A04.12", "A04.1"), ("A04.2A", ""), ("A04.9", ""), ("W01.09", "")],
)
def test_the_nearest_code_is_the_one_that_was_extended(
    books: Codebooks, code: str, nearest: str
) -> None:
    found = nearest_usable(books, ICD, code, DAY)

    assert (found.code if found else "") == nearest


@pytest.mark.parametrize(
    ("system", "code", "is_leaf", "is_bare"),
    [
        (CodeSystem.ICD10SE, "I48", False, True),
        (CodeSystem.ICD10SE, "I48.9", True, False),
        (CodeSystem.ICD10SE, "E11.2", False, False),
        (CodeSystem.KVA, "UJD", False, False),
    ],
)
def test_only_a_category_of_icd_that_has_codes_below_it_is_bare(
    system: CodeSystem, code: str, is_leaf: bool, is_bare: bool
) -> None:
    assert is_bare_category(system, code, is_leaf=is_leaf) is is_bare
