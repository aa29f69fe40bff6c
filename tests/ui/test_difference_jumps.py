"""Every way out of the differences and back: browser, templates, regional lists, an event."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.code_set import CodeSetItem, SetScope
from app.domain.codes import CodeSystem
from app.domain.edition_difference import DifferenceKind, TouchKind
from app.services.code_sets import save_code_set
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from app.services.favourites import add_favourite
from app.services.regional import import_regional
from tests.persistence.readers.made_files import EXTENSIONS, icd_folder
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow

ICD, EVENT = CodeSystem.ICD10SE, "demo-hip-fracture"
WITHDRAWN, NEW = "A08.3A", "A08.3B"
NEXT = EXTENSIONS.replace("A083A\t", "A083B\t")
BLOCKED = "kod;spärr;skäl;giltig från;giltig till\nA08.3A;ej huvuddiagnos;För smal;;\n"


@pytest.fixture
def touched(
    on_desk: Callable[[str], MainWindow],
    app: AppContext,
    person,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch,
) -> MainWindow:
    """The differences of two years, in which a withdrawn code is used everywhere."""
    monkeypatch.setattr(MainWindow, "prepare_search", lambda _window: None)
    import_codebook(app, [icd_folder(tmp_path, "2021")])
    presenter = on_desk(EVENT).coding.presenter
    presenter.make_principal(WITHDRAWN)
    keyboard.until(lambda: presenter.is_reviewed)
    add_favourite(app, person, ICD, WITHDRAWN)
    save_code_set(app, person, "Tarm", [CodeSetItem(ICD, WITHDRAWN)], shared=SetScope.PERSONAL)
    (tmp_path / "sparrlista.csv").write_text(BLOCKED, encoding="utf-8")
    import_regional(app, tmp_path / "sparrlista.csv")
    window = presenter.parent().window()
    keyboard.press("Ctrl+L")
    keyboard.until(lambda: window.stack.currentWidget() is window.work_list)
    import_codebook(app, [icd_folder(tmp_path, "2022", digit5=NEXT)])
    keyboard.press("Ctrl+Shift+U")
    screen = window.codebooks.differences.screen
    keyboard.until(lambda: screen.changes.rowCount() > 1 and not window.task.is_busy)
    yield window
    window.browser.close()


def choose(window: MainWindow, keyboard: Keyboard, kind: DifferenceKind) -> None:
    """Go down the changes to the one of a kind."""
    screen = window.codebooks.differences.screen
    screen.table.setFocus()
    keyboard.press("Ctrl+Home")
    for _ in range(screen.changes.rowCount()):
        if screen.current.change.kind is kind:
            return
        keyboard.press("Down")
    raise AssertionError(f"no change is {kind}")


def jump(window: MainWindow, keyboard: Keyboard, kind: TouchKind) -> None:
    """Follow the withdrawn code to a place of a kind that uses it."""
    choose(window, keyboard, DifferenceKind.WITHDRAWN)
    keyboard.press("Return")
    detail = window.codebooks.differences.screen.detail
    keyboard.until(detail.table.hasFocus)
    keyboard.press("Ctrl+Home")
    for _ in range([touched.kind for touched in detail.touched.items].index(kind)):
        keyboard.press("Down")
    keyboard.press("Return")


def test_a_favourite_of_a_withdrawn_code_is_shown_in_the_edition_that_has_it(
    touched: MainWindow, keyboard: Keyboard
) -> None:
    jump(touched, keyboard, TouchKind.FAVOURITE)

    browser = touched.browser.opened
    keyboard.until(lambda: WITHDRAWN in browser.page.heading.text())
    assert browser.presenter.book.edition.version == "2021"


def test_a_code_is_shown_in_the_newer_edition_where_that_has_it(
    touched: MainWindow, keyboard: Keyboard
) -> None:
    choose(touched, keyboard, DifferenceKind.NEW)
    keyboard.press("Alt+D")
    keyboard.until(lambda: touched.browser.opened is not None)

    browser = touched.browser.opened
    keyboard.until(lambda: NEW in browser.page.heading.text())
    assert browser.presenter.book.edition.version == "2022"


@pytest.mark.parametrize(
    ("kind", "screen"),
    [(TouchKind.TEMPLATE, "code_sets"), (TouchKind.BLOCK_LIST, "regional")],
)
def test_templates_and_regional_lists_are_gone_to_and_come_back_from(
    touched: MainWindow, keyboard: Keyboard, kind: TouchKind, screen: str
) -> None:
    differences = touched.codebooks.differences.screen

    jump(touched, keyboard, kind)
    keyboard.until(lambda: touched.stack.currentWidget().help_name == screen)
    keyboard.press("Escape")

    assert touched.stack.currentWidget() is differences
    assert differences.current.change.code == WITHDRAWN


def test_an_event_is_opened_and_the_same_differences_come_again(
    touched: MainWindow, keyboard: Keyboard
) -> None:
    jump(touched, keyboard, TouchKind.EVENT)
    keyboard.until(lambda: touched.stack.currentWidget() is touched.coding)
    assert touched.coding.presenter.encounter.id == EVENT

    keyboard.press("Ctrl+Shift+U")
    screen = touched.codebooks.differences.screen
    keyboard.until(lambda: screen.changes.rowCount() > 1 and not touched.task.is_busy)
    assert screen.presenter.difference.after.version == "2022"
