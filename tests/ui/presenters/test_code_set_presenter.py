"""Templates in the windows: found by what is typed, waited for, told when they cannot be kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.code_set import CodeSetItem, SetScope
from app.domain.codes import CodeSystem
from app.services.code_sets import save_code_set
from tests.ui.storage import AWAY, Storage
from ui.desk import Desk
from ui.presenters.code_set_presenter import CodeSetPresenter

ITEMS = (CodeSetItem(CodeSystem.ICD10SE, "S72.00", is_principal=True),)


@pytest.fixture
def presenter(desk: Desk, qtbot) -> CodeSetPresenter:
    for name in ("Höft", "Höftprotes", "Knä"):
        save_code_set(desk.app, desk.person, name, ITEMS)
    save_code_set(desk.app, desk.person, "Knä", ITEMS, shared=SetScope.SHARED)
    presenter = CodeSetPresenter(desk)
    with qtbot.waitSignal(presenter.changed):
        presenter.refresh()
    return presenter


@pytest.mark.parametrize(
    ("typed", "scope", "name"),
    [
        ("höft", SetScope.PERSONAL, "Höft"),
        ("höftp", SetScope.PERSONAL, "Höftprotes"),
        ("Knä", SetScope.PERSONAL, "Knä"),
        ("knä (delad)", SetScope.SHARED, "Knä"),
    ],
)
def test_a_template_is_found_by_what_is_typed(
    presenter: CodeSetPresenter, typed: str, scope: SetScope, name: str
) -> None:
    found = presenter.find(typed)

    assert found is not None
    assert (found.name, found.scope) == (name, scope)


@pytest.mark.parametrize("typed", ["hö", "protes", "Axel"])
def test_what_may_mean_several_or_none_finds_nothing(
    presenter: CodeSetPresenter, typed: str
) -> None:
    assert presenter.find(typed) is None


def test_only_the_same_name_and_scope_would_be_replaced(presenter: CodeSetPresenter) -> None:
    assert presenter.named("knä", SetScope.SHARED) is not None
    assert presenter.named("höft", SetScope.SHARED) is None


def test_a_question_asked_before_they_are_read_waits(desk: Desk, qtbot) -> None:
    save_code_set(desk.app, desk.person, "Höft", ITEMS)
    presenter = CodeSetPresenter(desk)
    seen: list[list[str]] = []
    presenter.when_read(lambda: seen.append(presenter.labels()))
    assert seen == []

    presenter.refresh()
    qtbot.waitUntil(lambda: bool(seen))
    presenter.when_read(lambda: seen.append([]))

    assert seen == [["Höft"], []]


def test_a_change_that_is_not_stored_is_told_and_the_list_stays(desk: Desk, qtbot) -> None:
    storage = Storage(desk.app)
    presenter = CodeSetPresenter(
        replace(desk, app=replace(desk.app, unit_of_work=storage.unit_of_work))
    )
    with qtbot.waitSignal(presenter.changed):
        presenter.save("Höft", ITEMS, SetScope.PERSONAL)
    storage.is_away = True
    told: list[str] = []
    presenter.told.connect(told.append)

    for act in (
        lambda: presenter.remove(presenter.code_sets[0]),
        lambda: presenter.rename(presenter.code_sets[0], "Knä"),
        lambda: presenter.save("Arm", ITEMS, SetScope.SHARED),
    ):
        with qtbot.waitSignal(presenter.changed):
            act()

    assert told == [AWAY] * 3
    assert presenter.labels() == ["Höft"]
