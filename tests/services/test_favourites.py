"""Keeping codes at hand, and what is said of those that are no longer in use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.errors import AppError, NotFoundError
from app.services.context import AppContext
from app.services.favourites import (
    add_favourite,
    is_favourite,
    list_favourites,
    remove_favourite,
    toggle_favourite,
)
from tests.services.workday import ANNA, BO

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
NOON = datetime.fromisoformat("2026-11-22T12:00")
#: A substance that was retired at the end of a year.
RETIRED = Concept(ATC, "N02BE99", "Gammalt", Level.ITEM, valid_to=date(2024, 12, 31))


class OneDrug:
    """A library in which ATC knows one retired substance."""

    def __init__(self, app: AppContext) -> None:
        self._library = app.library

    def for_day(self, day: date | None) -> Codebooks:
        book = MemoryCodebook(Edition("atc", ATC, "ATC", "2024"), [RETIRED])
        return replace(self._library.for_day(day), atc=book)


def test_a_code_is_kept_and_let_go_by_the_same_act(app: AppContext) -> None:
    assert toggle_favourite(app, ANNA, ICD, "i109") is True
    assert is_favourite(app, ANNA, ICD, "I10.9")
    assert not is_favourite(app, BO, ICD, "I10.9")
    assert not is_favourite(app, ANNA, ATC, "I10.9")
    assert toggle_favourite(app, ANNA, ICD, "I10.9") is False
    assert list_favourites(app, ANNA) == []


def test_favourites_come_oldest_first_with_their_concepts(app: AppContext) -> None:
    clock = iter([NOON.replace(hour=13), NOON])
    app = replace(app, now=lambda: next(clock, NOON))
    toggle_favourite(app, ANNA, KVA, "ZXA00")
    toggle_favourite(app, ANNA, ICD, "I10.9")

    found = list_favourites(app, ANNA)

    assert [each.favourite.code for each in found] == ["I10.9", "ZXA00"]
    assert [each.concept.code for each in found if each.concept] == ["I10.9", "ZXA00"]
    assert [each.remark for each in found] == ["", ""]


def test_a_code_that_no_edition_knows_stays_a_favourite_and_says_so(app: AppContext) -> None:
    toggle_favourite(app, ANNA, ICD, "Q99.99")

    (found,) = list_favourites(app, ANNA)

    assert found.concept is None
    assert found.remark.startswith("Koden gäller inte")


@pytest.mark.parametrize(
    ("day", "is_in_use"),
    [(date(2024, 12, 31), True), (date(2025, 1, 1), False), (None, False)],
)
def test_a_retired_code_is_in_use_to_its_last_day(
    app: AppContext, day: date | None, is_in_use: bool
) -> None:
    app = replace(app, library=OneDrug(app), now=lambda: NOON)
    toggle_favourite(app, ANNA, ATC, RETIRED.code)

    (found,) = list_favourites(app, ANNA, day)

    assert (found.concept == RETIRED) is is_in_use


def test_a_chapter_cannot_be_kept(app: AppContext) -> None:
    chapter = app.library.for_day(None).icd10se.children(None)[0]

    with pytest.raises(AppError, match="kapitel"):
        toggle_favourite(app, ANNA, ICD, chapter.code)

    assert list_favourites(app, ANNA) == []


def test_adding_asks_for_a_code_in_use_and_twice_is_once(app: AppContext) -> None:
    first = add_favourite(app, ANNA, ICD, "i109")
    add_favourite(app, ANNA, ICD, "I10.9")

    assert first.code == "I10.9"
    assert [each.favourite for each in list_favourites(app, ANNA)] == [first]
    with pytest.raises(NotFoundError, match=r"Q99\.99"):
        add_favourite(app, ANNA, ICD, "q9999")


def test_what_is_not_kept_cannot_be_removed(app: AppContext) -> None:
    add_favourite(app, ANNA, ICD, "I10.9")

    with pytest.raises(NotFoundError, match="Bo Ek"):
        remove_favourite(app, BO, ICD, "I10.9")
    remove_favourite(app, ANNA, ICD, "i10.9")

    assert list_favourites(app, ANNA) == []
