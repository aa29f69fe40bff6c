"""The lead looks after the people of the workplace, by keys alone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent

from app.domain.access import Person, Role
from app.domain.permissions import Act
from app.services import access
from app.services.bulk_acts import assign_events
from app.services.context import AppContext
from app.services.leaving import people_and_work
from app.services.permissions import hindrances
from tests.ui.answers import let_every_answer_come
from tests.ui.keyboard import Keyboard
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.people import PeopleScreen


def _screen(window: MainWindow) -> PeopleScreen:
    screen = window.stack.currentWidget()
    assert isinstance(screen, PeopleScreen)
    return screen


def _named(app: AppContext, name: str) -> Person:
    return next(p for p in access.list_people(app) if p.name == name)


def test_what_belongs_to_the_lead_is_grey_to_others_and_says_so(
    app: AppContext, person: Person, bare_window: MainWindow, keyboard: Keyboard
) -> None:
    window, keys = bare_window, keyboard
    access.join(app, "Lo Ansvarig", Role.LEAD)
    window.sit_down(person)
    keys.until(lambda: not window.actions_by_name["show_people"].isEnabled())
    assert "Bara kodningsansvarig kan" in window.actions_by_name["show_people"].toolTip()
    assert not window.actions_by_name["show_access_log"].isEnabled()
    assert window.actions_by_name["import_codebook"].isEnabled()
    window.actions_by_name["show_editions"].trigger()
    editions = window.codebooks.editions.screen
    keys.until(lambda: len(editions.rows.items) > 0)
    assert not editions._remove.isEnabled()
    assert "Bara kodningsansvarig kan ta utgåvor" in editions._use.toolTip()
    window.actions_by_name["show_regional"].trigger()
    keys.until(lambda: bool(window.lists.desk.screen.take.toolTip()))
    assert not window.lists.desk.screen.take.isEnabled()


def test_what_the_last_to_sit_down_may_do_counts_however_late_the_answer_about_others_comes(
    app: AppContext,
    person: Person,
    bare_window: MainWindow,
    keyboard: Keyboard,
    jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
) -> None:
    lead, may_answer = access.join(app, "Lo Ansvarig", Role.LEAD), threading.Event()

    def late_about_the_lead(handle: AppContext, asked: Person) -> dict[Act, str]:
        if asked == lead:
            assert may_answer.wait(5)
        return hindrances(handle, asked)

    monkeypatch.setattr("ui.rights.hindrances", late_about_the_lead)
    bare_window.sit_down(lead)
    bare_window.sit_down(person)
    keyboard.until(lambda: bool(bare_window.rights.reason_of(Act.PEOPLE)))
    may_answer.set()
    let_every_answer_come(jobs, qtbot)

    assert not bare_window.actions_by_name["show_people"].isEnabled()


def test_the_lead_adds_changes_lets_leave_and_takes_back(
    app: AppContext, person: Person, bare_window: MainWindow, keyboard: Keyboard, qtbot
) -> None:
    window, keys = bare_window, keyboard
    lead = access.join(app, "Lo Ansvarig", Role.LEAD)
    assign_events(app, ["demo-hip-fracture"], person, lead)
    window.sit_down(lead)
    keys.until(window.actions_by_name["show_people"].isEnabled)
    window.actions_by_name["show_people"].trigger()
    screen = _screen(window)
    keys.until(lambda: len(screen._model.items) == 2)
    assert keys.focus is screen.table

    keys.press("Insert")
    keys.type("Kim Kodare")
    keys.press("Return")
    keys.until(lambda: "finns redan" in screen.form._fault.text())
    keys.press("Ctrl+A")
    keys.type("Vera Ny")
    keys.press("Tab", "Down", "Tab")
    keys.type("Xerox, Yoga")
    keys.press("Return", "Return")
    keys.until(lambda: len(screen._model.items) == 3)
    keys.until(lambda: keys.focus is screen.table)
    let_every_answer_come(window.jobs, qtbot)
    assert not window.alert.isVisible()  # nobody was added twice
    vera = _named(app, "Vera Ny")
    assert (vera.role, vera.units) == (Role.CLINICIAN, ("Xerox", "Yoga"))

    keys.until(lambda: screen.current is not None and screen.current.person == vera)
    keys.press("F2", "Up", "Tab", "Ctrl+A", "Delete", "Return")
    keys.until(lambda: _named(app, "Vera Ny").role is Role.CODER)
    assert _named(app, "Vera Ny").units == ()
    vera = _named(app, "Vera Ny")
    keys.until(lambda: screen.current is not None and screen.current.person == vera)
    keys.until(lambda: keys.focus is screen.table)

    screen.table.selectRow(0)
    assert screen.current is not None and screen.current.person == person
    assert screen.current.waiting.sentence == "1 tilldelad händelse"
    keys.press("Delete")
    assert "Vilken dag slutade Kim Kodare?" in window.reason._question.text()
    keys.press("Return")
    keys.until(lambda: len(screen._model.items) == 2)
    assert "Tilldelningen av 1 osignerad händelse är borttagen." in window.alert.text
    assert all(row.waiting.assigned == 0 for row in people_and_work(app))

    keys.press("Delete")  # the lead, who sits here
    keys.press("Return")
    keys.until(lambda: "enda kodningsansvariga" in window.alert.text)

    screen.everybody.setChecked(True)
    screen.table.selectRow(2)
    screen._return.click()
    keys.until(lambda: not _named(app, "Kim Kodare").has_left)
    keys.press("Escape")
    assert window.stack.currentWidget() is window.work_list


def test_who_has_left_is_not_asked_to_sit_down_and_nobody_makes_themselves_lead(
    app: AppContext, bare_window: MainWindow
) -> None:
    who = bare_window.who
    gone = access.add_person(app, "Gun Gick", Role.CODER)
    access.join(app, "Lo Ansvarig", Role.LEAD)
    with app.unit_of_work() as uow:
        uow.people.save(Person(gone.id, gone.name, left_on=app.now().date()))
        uow.commit()

    bare_window.view.choose_person()

    titles = [who.people.item(row) for row in range(who.people.rowCount())]
    assert [each.name for each in titles if each is not None] == ["Lo Ansvarig"]
    assert not who.roles[Role.LEAD].isEnabled() and who.roles[Role.CODER].isChecked()
    who.added.emit("Jag Själv", Role.LEAD, ())
    assert "finns redan en kodningsansvarig" in who._message.text()
    who.added.emit("Gun Gick", Role.CODER, ())
    assert "har arbetat här och slutat" in who._message.text()
    assert bare_window.desk is None


def test_nothing_is_done_in_the_name_of_who_has_stood_up(
    window: MainWindow, person: Person, keyboard: Keyboard
) -> None:
    window.view.change_person()
    keyboard.until(lambda: window.stack.currentWidget() is window.who)
    keyboard.press("F1", "Ctrl+K", "Ctrl+L")

    assert not window.actions_by_name["show_work_list"].isEnabled()
    assert not _takes_files(window)
    assert window.keys.palette is None or not window.keys.palette.isVisible()
    assert window.stack.currentWidget() is not window.work_list

    window.sit_down(person)

    keyboard.until(lambda: window.stack.currentWidget() is window.work_list)
    assert window.actions_by_name["show_work_list"].isEnabled()
    assert _takes_files(window)


def _takes_files(window: MainWindow) -> bool:
    """Whether files may be dropped on the window."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("en-fil.csv")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(), Qt.DropAction.CopyAction, files, left, none)
    event.setAccepted(False)
    window.dragEnterEvent(event)
    return event.isAccepted()
