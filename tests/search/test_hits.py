"""The rows of an answer are made when they are looked at, and are the same whenever that is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.search import SearchHit
from app.search import hits
from app.search.hits import Hits
from app.search.ranking import FIRST_PAGE
from tests.search.conftest import Ask


def _first_page(found: Hits) -> None:
    assert len(found[:FIRST_PAGE]) == min(FIRST_PAGE, len(found))


def _last(found: Hits) -> None:
    assert found[-1] == list(found)[len(found) - 1]


@pytest.mark.parametrize("look_first", [_first_page, _last, list, reversed, len])
def test_rows_are_the_same_in_whatever_order_they_are_looked_at(
    ask: Ask, look_first: Callable[[Hits], object]
) -> None:
    found = ask("i")
    assert len(found) > FIRST_PAGE

    look_first(found)

    assert [found[at] for at in range(len(found))] == list(ask("i"))


def test_only_the_first_page_is_made_with_the_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def row(*parts: object) -> SearchHit:
        hit = original(*parts)
        made.append(hit.code)
        return hit

    original = hits._row
    monkeypatch.setattr(hits, "_row", row)
    found = ask("i")
    _first_page(found)
    assert len(made) == FIRST_PAGE

    assert [hit.code for hit in found] == made
    assert [hit.code for hit in found] == made


def test_rows_are_made_once_whichever_threads_look_at_them(ask: Ask) -> None:
    found = ask("i")
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: list(found), range(8)))

    assert all(each == told[0] for each in told)
    assert all(one is other for one, other in zip(told[0], told[-1], strict=True))


def test_a_place_that_is_not_there_is_refused_as_of_a_list(ask: Ask) -> None:
    found = ask("hjärt")
    with pytest.raises(IndexError):
        found[len(found)]
    assert found[len(found) :] == []
