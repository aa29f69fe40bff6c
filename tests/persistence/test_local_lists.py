"""Local lists in both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.concept import SourceFile
from app.domain.local_list import ColumnMapping, LocalCode, LocalList
from app.persistence.unit_of_work import SqlUnitOfWork

NORWAY = LocalList(
    "lokal-norge-2024",
    "Årslista",
    "ICD-10 Norge",
    "2024",
    date(2024, 1, 1),
    SourceFile("liste.csv", "a"),
    ColumnMapping(1, 0, None, has_header=False, separator="\t"),
    3,
    datetime.fromisoformat("2026-11-21T10:00"),
    "Anna",
)
CODES = [
    LocalCode("A00.0", "Kolera", date(2020, 1, 1)),
    LocalCode("A00.0", "Kolera, ny", date(2024, 1, 1)),
    LocalCode("B01", "Åderbråck 100 %"),
]


@pytest.fixture
def stored(unit_of_work: Callable[[], SqlUnitOfWork]) -> Callable[[], SqlUnitOfWork]:
    with unit_of_work() as uow:
        uow.local_lists.add(NORWAY, iter(CODES))
        uow.commit()
    return unit_of_work


def test_a_list_comes_back_as_it_was_stored(stored: Callable[[], SqlUnitOfWork]) -> None:
    with stored() as uow:
        assert uow.local_lists.all() == [NORWAY]
        assert uow.local_lists.page(NORWAY.id, "", 0, 100) == CODES
        assert uow.local_lists.page(NORWAY.id, "", 1, 1) == [CODES[1]]
        assert uow.local_lists.page("annan", "", 0, 100) == []


def test_lists_stand_in_swedish_order_newest_version_first(
    stored: Callable[[], SqlUnitOfWork],
) -> None:
    older = replace(NORWAY, id="b", version="2023", valid_from=date(2023, 1, 1))
    first = replace(NORWAY, id="c", name="zebra")
    with stored() as uow:
        uow.local_lists.add(older, ())
        uow.local_lists.add(first, ())

        assert [each.id for each in uow.local_lists.all()] == ["c", NORWAY.id, "b"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a000", CODES[:2]),
        ("A0", CODES[:2]),
        ("ÅDER", CODES[2:]),
        ("100 %", CODES[2:]),
        ("_", []),
        ("0.0", CODES[:0]),
    ],
)
def test_codes_are_found_by_their_beginning_and_texts_by_any_part(
    stored: Callable[[], SqlUnitOfWork], text: str, found: list[LocalCode]
) -> None:
    with stored() as uow:
        assert uow.local_lists.page(NORWAY.id, text, 0, 100) == found


def test_the_rows_of_a_code_come_newest_first(stored: Callable[[], SqlUnitOfWork]) -> None:
    with stored() as uow:
        assert uow.local_lists.find(NORWAY.id, "a00.0") == [CODES[1], CODES[0]]


def test_a_list_is_removed_whole(stored: Callable[[], SqlUnitOfWork]) -> None:
    with stored() as uow:
        uow.local_lists.remove(NORWAY.id)
        uow.commit()

    with stored() as uow:
        assert uow.local_lists.all() == []
        assert uow.local_lists.page(NORWAY.id, "", 0, 100) == []
