"""Everything that can have the focus says what it is, and the focus goes in a sensible order."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QMenuBar,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

import ui
from app.services.context import AppContext
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow

EVENT = "demo-hip-fracture"
#: Parts that Qt names after the widget that they belong to.
_PARTS = (QScrollBar, QSplitterHandle, QMenuBar)


def controls(window: QWidget) -> list[QWidget]:
    """Every widget of ours that can have the focus, hidden ones included."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, _PARTS)
        and not _belongs_to_another(widget)
    ]


def _belongs_to_another(widget: QWidget) -> bool:
    if widget.window().windowType() == Qt.WindowType.Popup:
        return True
    parent = widget.parentWidget()
    in_view = isinstance(parent, QAbstractScrollArea) and widget is not parent
    in_combo = isinstance(parent, QComboBox) or "Combo" in type(parent).__name__
    return in_view or in_combo or widget.objectName().startswith("qt_")


def test_every_control_of_every_screen_has_a_name(
    on_desk: Callable[[str], MainWindow], app: AppContext
) -> None:
    window = on_desk(EVENT)
    window.view.show_keys()
    window.go_back()

    unnamed = [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for widget in controls(window)
        if not widget.accessibleName().strip() and not _is_idle(widget)
    ]

    assert unnamed == []
    assert len(controls(window)) > 30


def _is_idle(widget: QWidget) -> bool:
    """A button that offers nothing until it is given something to do, and a bare tab bar."""
    return isinstance(widget, QTabBar) or (
        not widget.isVisible() and hasattr(widget, "text") and not widget.text()
    )


@pytest.mark.parametrize(
    ("find", "name", "role"),
    [
        (lambda w: w.coding.search.field, "Sök kod", QAccessible.Role.EditableText),
        (lambda w: w.coding.search.list, "Dina och patientens koder", QAccessible.Role.List),
        (lambda w: w.coding.codes.list, "Valda koder", QAccessible.Role.List),
        (lambda w: w.coding.findings.list, "Anmärkningar", QAccessible.Role.List),
        (lambda w: w.coding.search.tree, "Hierarki", QAccessible.Role.Tree),
        (lambda w: w.work_list.table, "Arbetslista", QAccessible.Role.Table),
        (lambda w: w.coding.sign_button, "Signera", QAccessible.Role.Button),
    ],
)
def test_a_screen_reader_is_told_name_and_role(
    on_desk: Callable[[str], MainWindow], find, name, role
) -> None:
    interface = QAccessible.queryAccessibleInterface(find(on_desk(EVENT)))

    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == name
    assert interface.role() == role


def test_a_row_of_codes_is_spoken_whole(on_desk: Callable[[str], MainWindow], qtbot) -> None:
    window = on_desk(EVENT)
    window.coding.presenter.make_principal("S72.00")

    row = window.coding.codes.codes.index(1)

    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "S72.00, Lårbenshalsbrott, slutet, huvuddiagnos"


def test_severity_is_icon_and_word_and_not_colour_alone(
    on_desk: Callable[[str], MainWindow],
) -> None:
    rows = on_desk(EVENT).coding.findings.rows

    assert rows.rowCount() > 0
    for row in range(rows.rowCount()):
        spoken = rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert any(word in spoken for word in ("Fel", "Varning", "Råd"))


def test_tab_goes_through_the_coding_screen_and_comes_back(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard
) -> None:
    window = on_desk(EVENT)
    first, seen = keyboard.focus, []
    for _ in range(60):
        seen.append(keyboard.focus)
        keyboard.press("Tab")
        if keyboard.focus is first:
            break

    assert keyboard.focus is first
    coding = window.coding
    wanted = (coding.search.list, coding.search.tree, coding.codes.list, coding.findings.list)
    places = [seen.index(widget) for widget in wanted]
    assert places == sorted(places)


def test_the_keyboard_alone_reaches_every_field_of_the_work_list(
    window: MainWindow, keyboard: Keyboard
) -> None:
    work = window.work_list
    first, seen = keyboard.focus, []
    for _ in range(40):
        seen.append(keyboard.focus)
        keyboard.press("Tab")
        if keyboard.focus is first:
            break

    assert {work.table, work.filter, work.units, work.statuses} <= set(seen)


@pytest.mark.parametrize("name", ["field", "list", "tree"])
def test_where_the_focus_is_can_be_seen(on_desk: Callable[[str], MainWindow], qtbot, name) -> None:
    search = on_desk(EVENT).coding.search
    widget = getattr(search, name)
    other = search.tree if name != "tree" else search.list
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    without = widget.grab().toImage()

    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)

    assert widget.grab().toImage() != without


def test_the_standard_buttons_speak_swedish(qapp: QApplication, qtbot) -> None:
    standard = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(standard.Cancel | standard.Save)
    qtbot.addWidget(box)

    texts = {b: box.button(b).text().replace("&", "") for b in (standard.Cancel, standard.Save)}

    assert texts == {standard.Cancel: "Avbryt", standard.Save: "Spara"}
    assert QLocale().language() == QLocale.Language.Swedish


def test_no_modal_box_is_opened_but_for_files_and_print() -> None:
    """Whatever ends in Dialog or is a message box may only be one of the system's own."""
    allowed = {"QFileDialog", "QPrintDialog", "QDialogButtonBox"}
    used: set[str] = set()
    for path in Path(ui.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        used |= {n for n in names if n.startswith("Q") and ("Dialog" in n or "MessageBox" in n)}

    assert used <= allowed
    assert {"QFileDialog", "QPrintDialog"} <= used


def test_nothing_modal_comes_up_while_an_event_is_coded_and_signed(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard, qtbot
) -> None:
    window = on_desk(EVENT)
    keyboard.press("F9", "F8", "F7", "F6")
    window.coding.presenter.make_principal("I48.2")
    keyboard.press("Escape")

    assert QApplication.activeModalWidget() is None
    assert not any(w.isModal() for w in QApplication.topLevelWidgets() if w.isVisible())


def test_the_work_list_is_opened_with_the_list_in_focus(
    window: MainWindow, keyboard: Keyboard
) -> None:
    assert keyboard.focus is window.work_list.table
