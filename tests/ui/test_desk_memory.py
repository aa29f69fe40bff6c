"""What the desk remembers: undo and place over a restart, own keys, and the palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit

from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.work_list import WorkListQuery
from app.services.context import AppContext
from app.services.desk_memory import DeskPlace, find_place, read_keys, save_keys
from app.services.work_list import work_page
from tests.ui.keyboard import Keyboard
from ui.actions import ACTIONS
from ui.desk import Desk
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.palette_presenter import PaletteEntry, PaletteKind, PalettePresenter
from ui.screens.hindered import say_why
from ui.screens.pages import key_sheet
from ui.screens.palette import Palette


def presenter_of(window: MainWindow) -> CodingPresenter:
    assert window.coding is not None
    return window.coding.presenter


def codes_of(window: MainWindow) -> list[str]:
    encounter = presenter_of(window).encounter
    return [row.code for row in encounter.diagnoses] if encounter is not None else []


@pytest.fixture
def event_id(window: MainWindow) -> str:
    """Any event of the demonstration data that waits."""
    work = window.work_list
    assert work is not None
    item = work.model.row_item(0)
    assert item is not None
    return item.id


@pytest.fixture
def left_with_two_codes(on_desk: Callable[[str], MainWindow], event_id: str, qtbot) -> MainWindow:
    """An event that somebody coded and then left for the list."""
    window = on_desk(event_id)
    presenter = presenter_of(window)
    presenter.assign(CodeSystem.ICD10SE, "J18.9")
    presenter.assign(CodeSystem.ICD10SE, "I10.9")
    with qtbot.waitSignal(presenter.left):
        window.events.show_work_list()
    return window


def test_undo_reaches_back_over_what_was_done_before_the_event_was_left(
    left_with_two_codes: MainWindow, on_desk: Callable[[str], MainWindow], event_id: str
) -> None:
    window = on_desk(event_id)
    presenter = presenter_of(window)

    presenter.undo()
    presenter.undo()
    assert codes_of(window) == []
    presenter.redo()

    assert codes_of(window) == ["J18.9"]


def test_the_event_that_lay_on_the_desk_is_opened_when_its_coder_returns(
    on_desk: Callable[[str], MainWindow], event_id: str, app: AppContext, person: Person, qtbot
) -> None:
    window = on_desk(event_id)
    qtbot.waitUntil(lambda: find_place(app, person) == DeskPlace(event_id))

    window.sit_down(person)  # as after the program died: nothing was left

    qtbot.waitUntil(lambda: _is_on_desk(window, event_id))


def test_who_left_the_event_returns_to_the_list(
    left_with_two_codes: MainWindow, app: AppContext, person: Person, qtbot
) -> None:
    qtbot.waitUntil(lambda: find_place(app, person) == DeskPlace())


def test_an_own_key_works_is_on_the_sheet_and_outlives_the_program(
    window: MainWindow, app: AppContext, person: Person, jobs: Jobs, qtbot
) -> None:
    window.keys.show_own_keys()
    screen = window.keys._screen
    assert screen is not None
    screen.filter.setText("Nästa händelse")
    screen.pressed.setKeySequence(QKeySequence("F10"))

    assert window.actions_by_name["next_event"].shortcut() == QKeySequence("F10")
    qtbot.waitUntil(lambda: read_keys(app, person) == {"next_event": "F10"})
    qtbot.waitUntil(lambda: "har tangenten F10" in screen.message.text())
    assert ("F10", "Hämta nästa händelse i tur", "Överallt") in _key_sheet(window)


def test_a_tip_names_the_own_key_and_why_its_button_is_grey_as_long_as_it_is(
    window: MainWindow,
) -> None:
    work, keys = window.work_list, window.keys._keys
    assert work is not None and keys is not None
    tip = work._next.toolTip

    keys.bind("next_event", "F10")
    assert tip() == "Hämta nästa händelse i listan (F10)"

    say_why((work._next,), "Bara någon annan får.")
    window.show_screen(work)
    assert tip() == "Bara någon annan får."

    say_why((work._next,), "")
    keys.restore("next_event")
    assert tip() == "Hämta nästa händelse i listan (Ctrl+N)"


def test_a_key_that_is_taken_is_refused_on_the_screen(window: MainWindow) -> None:
    window.keys.show_own_keys()
    screen = window.keys._screen
    assert screen is not None
    screen.filter.setText("Nästa händelse")
    screen.pressed.setKeySequence(QKeySequence("Ctrl+Q"))

    assert screen.message.text().startswith("Ctrl+Q är redan tangenten för ”Avsluta”")
    assert window.actions_by_name["next_event"].shortcut() == QKeySequence("Ctrl+N")


def test_another_person_has_their_own_keys(
    window: MainWindow, app: AppContext, person: Person, colleague: Person, qtbot
) -> None:
    save_keys(app, person, {"sign": "F10"})
    window.sit_down(person)
    qtbot.waitUntil(lambda: window.actions_by_name["sign"].shortcut() == QKeySequence("F10"))

    window.sit_down(colleague)

    qtbot.waitUntil(lambda: window.actions_by_name["sign"].shortcut() == QKeySequence("F9"))


def test_a_command_is_found_and_done_in_the_palette(window: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Ctrl+K")
    keyboard.type("tangenter tabell")
    keyboard.press("Return")

    keyboard.until(lambda: window.stack.currentWidget() is window.sheet)
    assert window.keys.palette is not None
    assert not window.keys.palette.isVisible()


def test_enter_in_the_empty_palette_does_nothing_and_the_last_command_is_a_key_away(
    window: MainWindow, keyboard: Keyboard
) -> None:
    shown = window.stack.currentWidget()
    keyboard.press("Ctrl+K", "Return")
    palette = window.keys.palette
    assert palette is not None
    assert palette.isVisible()
    assert window.stack.currentWidget() is shown
    keyboard.type("tangenter tabell")
    keyboard.press("Return")
    keyboard.until(lambda: window.stack.currentWidget() is window.sheet)
    keyboard.press("Escape")
    keyboard.until(lambda: window.stack.currentWidget() is shown)

    keyboard.press("Ctrl+K", "Down", "Return")

    keyboard.until(lambda: window.stack.currentWidget() is window.sheet)


def test_codes_that_only_look_like_a_command_are_left_out(desk: Desk, qtbot) -> None:
    presenter = PalettePresenter(desk)
    presenter.begin(ACTIONS, None)
    found: list[list[PaletteEntry]] = []
    presenter.answered.connect(found.append)

    presenter.ask("alltid")
    qtbot.waitUntil(lambda: presenter.is_settled)

    assert found[-1][0].text == "Alltid nästa"
    assert PaletteKind.CODE not in {entry.kind for entry in found[-1]}


def test_a_whole_code_stands_before_the_events_that_have_it(
    desk: Desk, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = work_page(desk.app, WorkListQuery(), 0, 1)
    monkeypatch.setattr("ui.presenters.palette_presenter.work_page", lambda *_asked: rows)
    presenter = PalettePresenter(desk)
    found: list[list[PaletteEntry]] = []
    presenter.answered.connect(found.append)

    presenter.ask("J18.9")
    qtbot.waitUntil(lambda: presenter.is_settled)
    assert [entry.kind for entry in (found[-1][0], found[-1][-1])] == ["Koder", "Händelser"]

    presenter.ask("pneumoni")
    qtbot.waitUntil(lambda: presenter.is_settled)
    assert [entry.kind for entry in (found[-1][0], found[-1][-1])] == ["Händelser", "Koder"]


def test_escape_leaves_the_palette_and_gives_the_focus_back(
    window: MainWindow, keyboard: Keyboard
) -> None:
    before = keyboard.focus
    keyboard.press("Ctrl+K")
    keyboard.type("sig")
    keyboard.press("Escape")

    assert keyboard.focus is before
    assert window.keys.palette is not None
    assert not window.keys.palette.isVisible()


def test_an_event_is_opened_from_the_palette(
    window: MainWindow, keyboard: Keyboard, event_id: str
) -> None:
    work = window.work_list
    assert work is not None
    item = work.model.row_item(0)
    assert item is not None
    keyboard.press("Ctrl+K")
    keyboard.type(item.patient_number)
    palette = window.keys.palette
    assert palette is not None
    keyboard.until(
        lambda: any(e.item and e.item.target == event_id for e in palette.entries.entries)
    )
    keyboard.press("Return")

    keyboard.until(lambda: _is_on_desk(window, event_id))


def test_a_code_of_the_palette_is_searched_on_the_coding_screen(
    on_desk: Callable[[str], MainWindow], event_id: str, keyboard: Keyboard
) -> None:
    window = on_desk(event_id)
    keyboard.press("Ctrl+K")
    keyboard.type("J18.9")
    palette = window.keys.palette
    assert palette is not None
    keyboard.until(
        lambda: any(e.item and e.item.target == "J18.9" for e in palette.entries.entries)
    )
    keyboard.press("Return")

    assert window.coding is not None
    field = window.coding.search.field
    assert isinstance(field, QLineEdit)
    assert field.text() == "J18.9"


def test_what_fits_nothing_says_so(window: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Ctrl+K")
    keyboard.type("qqxx zz")
    palette = window.keys.palette
    assert palette is not None
    keyboard.until(lambda: "Inget stämmer" in palette.hint)

    keyboard.press("Return")

    assert palette.isVisible()


def _key_sheet(window: MainWindow) -> list[tuple[str, str, str]]:
    return key_sheet(window.keys.own)[1]


def _is_on_desk(window: MainWindow, event_id: str) -> bool:
    encounter = presenter_of(window).encounter
    return encounter is not None and encounter.id == event_id


def _offered(palette: Palette) -> list[str]:
    return [entry.item.target for entry in palette.entries.entries if entry.item is not None]
