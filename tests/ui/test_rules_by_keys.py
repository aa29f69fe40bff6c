"""The rule browser with hands on the keyboard: find, read, switch off, back to the coding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.access import Person, Role
from app.services import access
from app.services.context import AppContext
from app.services.workplace_rules import workplace_switches
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.rule_browser import RuleBrowser

EVENT = "demo-pneumonia-heart-failure"


def browser(window: MainWindow, keyboard: Keyboard) -> RuleBrowser:
    screen = window.stack.currentWidget()
    assert isinstance(screen, RuleBrowser)
    keyboard.until(lambda: screen.model.rowCount() > 0)
    return screen


def shown(screen: RuleBrowser) -> list[str]:
    return [row.page.rule_id for row in screen.model.items]


@pytest.fixture
def lead(app: AppContext) -> Person:
    return access.add_person(app, "Lea Dal", Role.LEAD)


def test_a_rule_is_found_by_a_code_and_read(window: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Ctrl+Shift+R")
    screen = browser(window, keyboard)
    every = len(shown(screen))

    keyboard.type("Z37.0")

    assert 0 < len(shown(screen)) < every
    assert "HD002" in shown(screen)
    keyboard.press("Down", "End")
    last = shown(screen)[-1]
    assert screen.current is not None and screen.current.rule_id == last
    assert last in screen.text.toPlainText()
    assert "Källa" in screen.text.toPlainText()
    keyboard.press("Escape")
    assert window.stack.currentWidget() is window.work_list


def test_a_day_that_cannot_be_read_is_told(window: MainWindow, keyboard: Keyboard) -> None:
    window.rules.browse_rules()
    screen = browser(window, keyboard)
    every = shown(screen)

    screen.filters.day.setText("i går")

    assert "2026-01-31" in screen._empty.text()
    assert shown(screen) == every
    screen._clear.click()
    assert screen._empty.text() == ""
    screen.field.setText("finns inte alls")
    assert shown(screen) == []
    assert "Rensa" in screen._empty.text()


def test_the_browser_opens_at_the_finding_that_is_chosen(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard
) -> None:
    window = on_desk(EVENT)
    assert window.coding is not None and window.coding.findings.current is not None
    rule_id = window.coding.findings.current.finding.rule_id

    keyboard.press("Ctrl+Shift+R")

    screen = browser(window, keyboard)
    assert screen.current is not None and screen.current.rule_id == rule_id
    assert [each.row() for each in screen.table.selectionModel().selectedRows()] == [
        screen.table.currentIndex().row()
    ]
    keyboard.press("Escape")
    assert window.stack.currentWidget() is window.coding


def test_the_lead_switches_an_unverified_rule_off_and_on(
    app: AppContext, bare_window: MainWindow, keyboard: Keyboard, lead: Person
) -> None:
    bare_window.sit_down(lead)
    bare_window.rules.browse_rules()
    screen = browser(bare_window, keyboard)
    rule_id = next(r.rule_id for r in app.rules if not r.is_verified)
    screen.open_at(rule_id)
    off, on = screen._off, screen._on
    keyboard.until(off.isEnabled)

    off.click()
    keyboard.type("Stämmer inte här")
    keyboard.press("Return")

    keyboard.until(on.isVisible)
    assert "Arbetsplatsen: avstängd" in screen.text.toPlainText()
    assert [own.switch.rule_id for own in workplace_switches(app)] == [rule_id]
    on.click()
    keyboard.until(off.isVisible)
    assert workplace_switches(app) == ()


def test_a_coder_is_told_who_may(app: AppContext, window: MainWindow, keyboard: Keyboard) -> None:
    window.rules.browse_rules()
    screen = browser(window, keyboard)
    screen.open_at(next(r.rule_id for r in app.rules if not r.is_verified))

    keyboard.until(screen.hindrance.isVisible)
    assert "kodningsansvarig" in screen.hindrance.text()
    assert not screen._off.isEnabled()
    screen.open_at(next(r.rule_id for r in app.rules if r.is_verified))
    assert not screen._off.isVisible()


def test_the_book_is_put_on_pages(window: MainWindow, keyboard: Keyboard) -> None:
    window.rules.browse_rules()
    screen = browser(window, keyboard)

    next(b for b in screen.findChildren(QPushButton) if "ut regelboken" in b.text()).click()

    keyboard.until(lambda: window.stack.currentWidget() is window.preview)
    assert window.preview.document.pageCount() > 10
