"""The strips around the screens: a question, a notice, a task; and the sheet and first screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.access import Person, Role
from app.services.job_control import JobControl
from tests.ui.keyboard import Keyboard
from ui.jobs import Jobs
from ui.screens.notice import Notice
from ui.screens.reason_bar import ReasonBar
from ui.screens.sheet import SheetScreen
from ui.screens.task_strip import TaskStrip
from ui.screens.who import WhoScreen


@pytest.fixture
def page(qtbot) -> Iterator[QWidget]:
    holder = QWidget()
    holder.setMinimumSize(900, 500)
    QVBoxLayout(holder)
    qtbot.addWidget(holder)
    return holder


def show(page: QWidget, *widgets: QWidget, qtbot) -> None:
    for widget in widgets:
        page.layout().addWidget(widget)
    page.resize(900, 500)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


@pytest.fixture
def bar(page: QWidget, qtbot) -> ReasonBar:
    field, bar = QLineEdit(), ReasonBar()
    show(page, field, bar, qtbot=qtbot)
    field.setFocus()
    return bar


def test_a_typed_reason_answers_and_the_focus_goes_back(bar, keyboard: Keyboard) -> None:
    before, answers = keyboard.focus, []
    bar.ask("Varför?", ("Därför",), answers.append)

    keyboard.type("Ett eget skäl")
    keyboard.press("Return")

    assert answers == ["Ett eget skäl"]
    assert not bar.isVisible()
    assert keyboard.focus is before


def test_a_ready_reason_is_chosen_with_the_arrows(bar, keyboard: Keyboard) -> None:
    answers: list[str] = []
    bar.ask("Varför?", ("Första", "Andra"), answers.append)

    keyboard.press("Down", "Return")

    assert answers == ["Andra"]


@pytest.mark.parametrize("keys", [("Escape",), ("Tab", "Tab", "Return")], ids=["esc", "button"])
def test_a_question_can_be_let_be(bar, keyboard: Keyboard, keys) -> None:
    answers: list[str] = []
    bar.ask("Varför?", ("Därför",), answers.append)

    keyboard.press(*keys)

    assert answers == []
    assert not bar.isVisible()


def test_an_empty_reason_is_no_answer(bar, keyboard: Keyboard) -> None:
    answers: list[str] = []
    bar.ask("Varför?", ("Därför",), answers.append)

    keyboard.press("Delete", "Return")

    assert answers == []


def test_a_question_about_what_has_left_the_screen_is_taken_away(bar) -> None:
    answers: list[str] = []
    bar.ask("Varför?", ("Därför",), answers.append)

    bar.dismiss()

    assert not bar.isVisible()


def test_a_notice_offers_one_thing_and_goes_when_it_is_done(page, qtbot) -> None:
    notice, done = Notice("alert"), []
    show(page, notice, qtbot=qtbot)
    notice.tell("Något hände.", "&Gör", "Gör det", lambda: done.append(True))
    assert notice.isVisible()
    assert notice.text == "Något hände."

    notice.run()

    assert done == [True]
    assert not notice.isVisible()


def test_a_task_shows_its_progress_and_ends(page, jobs: Jobs, qtbot) -> None:
    strip, gate, results = TaskStrip(jobs), threading.Event(), []
    show(page, strip, qtbot=qtbot)

    def work(control: JobControl) -> int:
        control.step(3, 10, "Läser rad 3 …")
        gate.wait(5)
        return 7

    strip.run("Läser …", work, results.append, results.append)
    qtbot.waitUntil(lambda: strip._bar.value() == 3)
    assert strip.is_busy
    assert strip._text.text() == "Läser rad 3 …"
    gate.set()

    qtbot.waitUntil(lambda: results == [7])
    assert not strip.is_busy
    assert not strip.isVisible()


def test_a_cancelled_task_stops_and_says_nothing(page, jobs: Jobs, qtbot) -> None:
    strip, stopped, results = TaskStrip(jobs), threading.Event(), []
    show(page, strip, qtbot=qtbot)

    def work(control: JobControl) -> None:
        try:
            while True:
                control.step(0, 0, "Läser …")
                time.sleep(0.001)
        finally:
            stopped.set()

    strip.run("Läser …", work, results.append, results.append)
    qtbot.wait(20)
    strip.cancel()

    qtbot.waitUntil(stopped.is_set)
    qtbot.wait(20)
    assert results == []
    assert not strip.isVisible()


def test_the_end_of_a_cancelled_task_does_not_end_the_next_one(page, jobs: Jobs, qtbot) -> None:
    strip, first, second, results = TaskStrip(jobs), threading.Event(), threading.Event(), []
    show(page, strip, qtbot=qtbot)
    strip.run("Första", lambda _c: first.wait(5), results.append, results.append)
    strip.cancel()
    strip.run("Andra", lambda _c: second.wait(5), results.append, results.append)

    first.set()
    qtbot.wait(50)

    assert strip.is_busy
    second.set()
    qtbot.waitUntil(lambda: not strip.is_busy)


def test_a_failed_task_tells_its_error(page, jobs: Jobs, qtbot) -> None:
    strip, errors = TaskStrip(jobs), []
    show(page, strip, qtbot=qtbot)

    strip.run("Läser …", lambda _c: 1 // 0, errors.append, errors.append)

    qtbot.waitUntil(lambda: len(errors) == 1)
    assert isinstance(errors[0], ZeroDivisionError)
    assert not strip.is_busy


def test_the_last_person_is_offered_first_and_enter_goes_on(
    page, keyboard: Keyboard, qtbot
) -> None:
    screen, chosen = WhoScreen(), []
    screen.chosen.connect(chosen.append)
    show(page, screen, qtbot=qtbot)
    people = [Person("1", "Alva"), Person("2", "Bo", Role.LEAD)]
    screen.show_people(people, "2")

    keyboard.press("Return")
    keyboard.type("al")  # the names are what is searched, not the desks
    keyboard.press("Return")

    assert chosen == [people[1], people[0]]


def test_a_first_person_chooses_the_desk_and_goes_on_with_enter(
    page, keyboard: Keyboard, qtbot
) -> None:
    screen, added = WhoScreen(), []
    screen.added.connect(lambda *said: added.append(said))
    show(page, screen, qtbot=qtbot)
    screen.show_people([])

    keyboard.type("Alva")
    keyboard.press("Tab", "Tab", "Down", "Return")

    assert added == [("Alva", Role.CLINICIAN, ())]
    screen.show_people([])
    assert screen.name.text() == ""


def test_a_table_on_a_sheet_is_filtered_as_typed_and_closed_with_escape(
    page, keyboard: Keyboard, qtbot
) -> None:
    sheet, closed = SheetScreen(), []
    sheet.closed.connect(lambda: closed.append(True))
    show(page, sheet, qtbot=qtbot)
    for _again in range(2):
        sheet.show_rows("Rubrik", ("A", "B"), [("ett", "två"), ("tre", "fyra")], "Tomt.")
    sheet.filter.setFocus()

    keyboard.type("tre")

    view = sheet._table_layout.itemAt(2).widget()
    assert view.model().rowCount() == 1
    keyboard.press("Escape")
    assert closed == [True]


def test_a_task_that_is_cancelled_says_so(page: QWidget, jobs: Jobs, qtbot) -> None:
    strip = TaskStrip(jobs)
    show(page, strip, qtbot=qtbot)
    gate = threading.Event()
    strip.run("Läser …", lambda _control: gate.wait(5), lambda _done: None, lambda _error: None)

    with qtbot.waitSignal(strip.cancelled):
        strip.cancel()

    gate.set()
    assert not strip.is_busy
