"""Favourites in the windows: read once, kept fresh by answers, told when storage is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.codes import CodeSystem
from app.services.favourites import toggle_favourite
from tests.ui.storage import AWAY, Storage
from ui.desk import Desk
from ui.presenters.favourites_presenter import FavouritesPresenter

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA


@pytest.fixture
def presenter(desk: Desk) -> FavouritesPresenter:
    return FavouritesPresenter(desk)


def test_they_are_read_the_first_time_only(
    desk: Desk, presenter: FavouritesPresenter, qtbot
) -> None:
    toggle_favourite(desk.app, desk.person, ICD, "S72.00")
    with qtbot.waitSignal(presenter.changed):
        presenter.read()
    toggle_favourite(desk.app, desk.person, ICD, "D62.9")

    with qtbot.assertNotEmitted(presenter.changed, wait=50):
        presenter.read()

    assert presenter.keys == {(ICD, "S72.00")}


def test_the_answer_of_storage_says_what_is_kept(presenter: FavouritesPresenter, qtbot) -> None:
    told: list[str] = []
    presenter.told.connect(told.append)

    with qtbot.waitSignal(presenter.changed):
        presenter.toggle(ICD, "S72.00")
    assert presenter.keys == {(ICD, "S72.00")}
    with qtbot.waitSignal(presenter.changed):
        presenter.toggle(ICD, "S72.00")

    assert presenter.keys == frozenset()
    assert told == ["S72.00 är nu favorit.", "S72.00 är inte längre favorit."]


def test_the_day_decides_what_a_favourite_means(
    desk: Desk, presenter: FavouritesPresenter, qtbot
) -> None:
    for system, code in ((ICD, "S72.00"), (KVA, "NFB19"), (ICD, "Q99.99")):
        toggle_favourite(desk.app, desk.person, system, code)
    with qtbot.waitSignal(presenter.changed):
        presenter.read()
    assert presenter.concepts() == []  # no event, no codebooks
    day = date(2025, 10, 9)

    presenter.set_books(desk.app.library.for_day(day), day)

    assert {f.favourite.code: f.concept is not None for f in presenter.concepts()} == {
        "S72.00": True,
        "NFB19": True,
        "Q99.99": False,
    }
    assert [f.favourite.code for f in presenter.concepts((KVA,))] == ["NFB19"]


def test_nothing_is_marked_that_could_not_be_stored(desk: Desk, qtbot) -> None:
    storage = Storage(desk.app)
    storage.is_away = True
    presenter = FavouritesPresenter(
        replace(desk, app=replace(desk.app, unit_of_work=storage.unit_of_work))
    )

    with qtbot.waitSignal(presenter.told) as told:
        presenter.toggle(ICD, "S72.00")

    assert told.args == [AWAY]
    assert presenter.keys == frozenset()
