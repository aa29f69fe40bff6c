"""Statistics in the window: figures, charts, whose; and searches in vain, counted as one works."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.access import Person
from app.domain.coding_acts import set_principal
from app.domain.work_statistics import StatisticsQuery
from app.services.context import AppContext
from app.services.signing import sign_event
from app.services.work_statistics import note_search_miss, work_statistics
from tests.services.workday import event, put
from tests.ui.conftest import RESOURCES
from tests.ui.keyboard import Keyboard
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.presenters import miss_counter
from ui.presenters.miss_counter import MissCounter
from ui.presenters.statistics_presenter import periods
from ui.screens.statistics import StatisticsScreen
from ui.theme import ThemeName, apply_theme


@pytest.fixture
def signed(app: AppContext, person: Person, colleague: Person) -> None:
    for number, who in enumerate((person, colleague, colleague)):
        (stored,) = put(app, event(f"counted-{number}"))
        sign_event(app, set_principal(stored, "I10.9"), who, f"s{number}")


def opened(window: MainWindow, keyboard: Keyboard) -> StatisticsScreen:
    keyboard.press("Ctrl+Shift+S")
    screen = window.stack.currentWidget()
    assert isinstance(screen, StatisticsScreen)
    keyboard.until(lambda: screen.presenter.found is not None and bool(screen.charts))
    return screen


def test_ones_own_figures_come_first_and_those_of_all_are_a_choice_away(
    signed: None, window: MainWindow, keyboard: Keyboard, qapp: QApplication, qtbot
) -> None:
    screen = opened(window, keyboard)
    presenter = screen.presenter
    assert presenter.found is not None
    assert presenter.found.events == 1

    screen.whose.setFocus()
    with qtbot.waitSignal(presenter.drawn) as light:
        keyboard.press("Down")
    assert presenter.found.events == 3
    assert len(screen.charts) == 4

    # Another theme draws the same figures anew; nothing is counted for it.
    counted = presenter.found
    with qtbot.waitSignal(presenter.drawn) as dark:
        apply_theme(qapp, RESOURCES, ThemeName.DARK)
    assert presenter.found is counted
    assert len(screen.charts) == 4
    assert not set(dark.args[0]) & set(light.args[0])


def test_a_period_without_signatures_says_what_to_do(
    window: MainWindow, keyboard: Keyboard
) -> None:
    keyboard.press("Ctrl+Shift+S")
    screen = window.stack.currentWidget()
    assert isinstance(screen, StatisticsScreen)

    keyboard.until(lambda: screen.said.text().startswith("Inget är signerat"))

    assert not screen._print.isEnabled()


def test_the_figures_are_put_on_paper(signed: None, window: MainWindow, keyboard: Keyboard) -> None:
    screen = opened(window, keyboard)
    screen._print.click()

    keyboard.until(lambda: window.stack.currentWidget() is window.preview)


def test_escape_goes_back(window: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Ctrl+Shift+S")
    keyboard.press("Escape")

    keyboard.until(lambda: window.stack.currentWidget() is window.work_list)


def test_a_text_that_found_nothing_is_counted_once_it_was_looked_at(
    desk: Desk, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = MissCounter(desk)
    counter.follow("qwerty", [])
    counter.follow("qwertysjuka", [])  # typed on: the first was never looked at
    monkeypatch.setattr(miss_counter, "LOOKED_AT_S", 0.0)
    with qtbot.waitSignal(counter.noted) as noted:
        counter.follow("", [])
    counter.follow("höftfraktur", [object()])
    counter.flush()

    assert noted.args == ["qwertysjuka"]
    first, last = periods(desk.app.now().date())[2][1:]
    query = StatisticsQuery(first, last, desk.person.id)
    found = work_statistics(desk.app, desk.person, query).misses
    assert [(miss.text, miss.times) for miss in found] == [("qwertysjuka", 1)]


def test_the_heading_of_searches_in_vain_has_room(
    signed: None, window: MainWindow, keyboard: Keyboard, app: AppContext, person: Person
) -> None:
    note_search_miss(app, person, "qwertysjuka")
    screen = opened(window, keyboard)

    keyboard.until(lambda: not screen.miss_table.isHidden())

    header = screen.miss_table.horizontalHeader()
    assert header.sectionSize(0) >= header.sectionSizeHint(0)


def _events(screen: StatisticsScreen) -> int:
    return screen.presenter.found.events if screen.presenter.found is not None else -1


def test_twelve_months_begin_with_a_month_and_hold_twelve() -> None:
    for today in (date(2026, 1, 31), date(2026, 11, 22), date(2026, 12, 1)):
        _text, since, until = periods(today)[-1]
        assert (since.day, until) == (1, today)
        assert (until.year - since.year) * 12 + until.month - since.month == 11
