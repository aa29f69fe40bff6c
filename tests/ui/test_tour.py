"""The first start: which desk, and five steps through it that can be left at any time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.access import Role
from app.services import access
from app.services.context import AppContext
from app.services.intake import remove_demo
from tests.ui.conftest import RESOURCES
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.tour_steps import EVENT, HOME, TOURS
from ui.screens.who import DESK_LINES
from ui.theme import ThemeName, apply_theme

each_desk = pytest.mark.parametrize("role", list(Role))


def sit_down(window: MainWindow, app: AppContext, role: Role) -> None:
    window.sit_down(access.add_person(app, f"Kim {role.value}", role))


@each_desk
def test_a_new_person_chooses_a_desk_and_is_offered_its_tour(
    bare_window: MainWindow, qtbot, role: Role
) -> None:
    who = bare_window.who
    assert who.roles[role].accessibleDescription() == DESK_LINES[role]
    who.name.setText("Robin Ny")
    who.roles[role].setChecked(True)

    who.name.returnPressed.emit()
    qtbot.waitUntil(bare_window.tour.card.isVisible)

    assert bare_window.desk is not None and bare_window.desk.person.role is role
    assert "fem steg" in bare_window.tour.card.said


def test_the_offer_gives_way_to_a_visit_that_is_opened(
    bare_window: MainWindow, app: AppContext, qtbot
) -> None:
    sit_down(bare_window, app, Role.CLINICIAN)
    bare_window.tour.offer()
    qtbot.waitUntil(bare_window.tour.card.isVisible)

    bare_window.events.open_event("demo-primary-care-drug-rash")

    qtbot.waitUntil(lambda: not bare_window.tour.card.isVisible())


@each_desk
def test_escape_declines_the_offer_and_leaves_the_desk_where_it_is(
    bare_window: MainWindow, app: AppContext, qtbot, keyboard: Keyboard, role: Role
) -> None:
    window = bare_window
    sit_down(window, app, role)
    window.tour.offer()
    qtbot.waitUntil(window.tour.card.isVisible)
    desk = window.stack.currentWidget()

    keyboard.press("Escape")

    assert not window.tour.card.isVisible()
    assert window.stack.currentWidget() is desk


def test_who_has_sat_here_before_is_not_offered_the_tour(window: MainWindow) -> None:
    assert not window.tour.card.isVisible()


@each_desk
def test_each_of_the_five_steps_frames_the_widget_that_it_speaks_of(
    bare_window: MainWindow, app: AppContext, qtbot, keyboard: Keyboard, role: Role
) -> None:
    window, tour = bare_window, bare_window.tour
    sit_down(window, app, role)
    window.actions_by_name["start_tour"].trigger()
    qtbot.waitUntil(lambda: tour.step is not None)

    for step in TOURS[role]:
        assert tour.step is step
        qtbot.waitUntil(lambda: tour.target is not None and tour.frame.isVisible())
        assert tour.target is not None
        at = QRect(tour.target.mapTo(window, QPoint()), tour.target.size())
        qtbot.waitUntil(lambda at=at: tour.frame.geometry().intersects(at))
        qtbot.waitUntil(tour.card.onward.hasFocus)
        assert step.text in tour.card.onward.accessibleDescription()
        keyboard.press("Return")

    assert tour.step is None
    assert not tour.card.isVisible() and not tour.frame.isVisible()
    if window.stack.currentWidget() is window.coding:
        qtbot.waitUntil(window.coding.search.field.hasFocus)


@each_desk
def test_a_tour_has_five_steps_that_lead_to_commands_of_the_program(
    bare_window: MainWindow, role: Role
) -> None:
    ways = {step.go for step in TOURS[role]} - {HOME, EVENT, ""}

    assert len(TOURS[role]) == 5
    assert ways <= set(bare_window.actions_by_name)


def test_escape_leaves_the_tour_and_nothing_else(
    window: MainWindow, qtbot, keyboard: Keyboard
) -> None:
    window.tour.start_tour()
    qtbot.waitUntil(lambda: window.tour.step is not None)
    keyboard.press("Return")
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.coding)

    keyboard.press("Escape")

    assert window.tour.step is None
    assert window.stack.currentWidget() is window.coding
    assert not window.tour.card.isVisible()


def test_without_the_demonstration_events_the_tour_offers_to_read_them_in(
    window: MainWindow, app: AppContext, qtbot
) -> None:
    remove_demo(app)

    window.tour.start_tour()
    qtbot.waitUntil(window.alert.isVisible)

    assert "påhittade händelserna" in window.alert.text
    assert window.tour.step is None


@pytest.mark.parametrize("scale", [100, 200])
def test_the_card_stays_within_a_small_window(
    window: MainWindow, qapp: QApplication, qtbot, scale: int
) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.CONTRAST_DARK, scale)
    window.resize(900, 600)
    window.tour.start_tour()
    qtbot.waitUntil(lambda: window.tour.step is not None)

    card = window.tour.card
    qtbot.waitUntil(lambda: window.rect().contains(card.geometry()))
    for part in (card.leave, card.back, card.onward):
        qtbot.waitUntil(lambda part=part: part.width() >= part.sizeHint().width())
    frame, work = window.tour.frame, window.work_list
    kept = (work.filter, work.table.horizontalHeader())  # the filter and the head stay in sight

    def is_clear(part: QWidget) -> bool:
        return not card.geometry().intersects(QRect(part.mapTo(window, QPoint()), part.size()))

    qtbot.waitUntil(lambda: frame.isVisible() and all(map(is_clear, kept)))
    window.tour.leave()
