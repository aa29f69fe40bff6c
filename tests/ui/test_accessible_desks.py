"""What a screen reader meets on every desk: each control has a name, a fitting role and a state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTextBrowser,
    QTreeView,
    QWidget,
)

from app.domain.access import Role
from app.services import access
from app.services.context import AppContext
from tests.ui.answers import let_every_answer_come
from tests.ui.test_accessible import controls
from ui.main_window import MainWindow

_ROLE = QAccessible.Role
#: The first that fits a widget decides.
FITTING: tuple[tuple[type[QWidget], frozenset[QAccessible.Role]], ...] = (
    (QRadioButton, frozenset({_ROLE.RadioButton})),
    (QCheckBox, frozenset({_ROLE.CheckBox})),
    (QPushButton, frozenset({_ROLE.Button, _ROLE.CheckBox, _ROLE.ButtonMenu})),
    (QAbstractButton, frozenset({_ROLE.Button, _ROLE.CheckBox, _ROLE.ButtonMenu})),
    (QLineEdit, frozenset({_ROLE.EditableText})),
    (QPlainTextEdit, frozenset({_ROLE.EditableText, _ROLE.StaticText, _ROLE.Document})),
    (QTextBrowser, frozenset({_ROLE.EditableText, _ROLE.StaticText, _ROLE.Document})),
    (QComboBox, frozenset({_ROLE.ComboBox})),
    (QTreeView, frozenset({_ROLE.Tree})),
    (QAbstractItemView, frozenset({_ROLE.List, _ROLE.Table})),
    (QTabBar, frozenset({_ROLE.PageTabList})),
)

#: Desk, the commands that lead to the screen, and the event that lies on the desk.
SCREENS: dict[str, tuple[Role, tuple[str, ...], str]] = {
    "work list": (Role.CODER, (), ""),
    "coding": (Role.CODER, (), "demo-hip-fracture"),
    "drg": (Role.CODER, ("toggle_drg",), "demo-hip-fracture"),
    "what if": (Role.CODER, ("show_what_if",), "demo-hip-fracture"),
    "unanswered questions": (Role.CODER, ("show_unanswered",), ""),
    "own keys": (Role.CODER, ("show_own_keys",), ""),
    "help": (Role.CODER, ("show_help",), ""),
    "tour": (Role.CODER, ("start_tour",), ""),
    "clinician": (Role.CLINICIAN, (), ""),
    "visit": (Role.CLINICIAN, (), "demo-primary-care-drug-rash"),
    "trainer": (Role.TRAINER, (), ""),
    "exercise to practise": (Role.TRAINER, ("practise_exercise",), ""),
    "exercise as a test": (Role.TRAINER, ("test_exercise",), ""),
    "exercise shown": (Role.TRAINER, ("demonstrate_exercise", "reveal_key"), ""),
    "exercise edited": (Role.TRAINER, ("edit_exercise",), ""),
    "exercise of an event": (Role.LEAD, ("make_exercise",), "demo-hip-fracture"),
    "palette": (Role.CODER, ("show_palette",), ""),
    "keys": (Role.CODER, ("show_keys",), ""),
    "rule of a list": (Role.CODER, ("new_list",), ""),
    "code sets": (Role.CODER, ("apply_code_set",), "demo-hip-fracture"),
    "saving a code set": (Role.CODER, ("save_code_set",), "demo-hip-fracture"),
    "question to the clinician": (Role.CODER, ("ask_clinician",), "demo-hip-fracture"),
    "answers": (Role.CODER, ("show_answers",), "demo-hip-fracture"),
    "completion": (Role.CODER, ("complete_code",), "demo-hip-fracture"),
    "external cause": (Role.CODER, ("build_cause",), "demo-hip-fracture"),
    "search term": (Role.CODER, ("propose_term",), "demo-hip-fracture"),
    "search in the record": (Role.CODER, ("find_in_record",), "demo-hip-fracture"),
    "preview of a print": (Role.CODER, ("print_summary",), "demo-hip-fracture"),
    "questions of a clinician": (Role.CLINICIAN, ("show_questions",), ""),
    "drg what if": (Role.CODER, ("show_drg_what_if",), "demo-hip-fracture"),
    "drg tables": (Role.LEAD, ("show_drg_tables",), ""),
    "people": (Role.LEAD, ("show_people",), ""),
    "access log": (Role.LEAD, ("show_access_log",), ""),
    "quarantine": (Role.LEAD, ("show_quarantine",), ""),
    "editions": (Role.LEAD, ("show_editions",), ""),
    "differences": (Role.LEAD, ("show_differences",), ""),
    "lists of kodserver": (Role.LEAD, ("show_kodserver",), ""),
    "local lists": (Role.LEAD, ("show_local_lists",), ""),
    "the region's lists": (Role.LEAD, ("show_regional",), ""),
    "products": (Role.LEAD, ("show_products",), ""),
    "local terms": (Role.LEAD, ("show_local_terms",), ""),
    "candidates": (Role.LEAD, ("show_candidates",), ""),
    "about": (Role.CODER, ("show_about",), ""),
    "second review": (Role.LEAD, ("show_second_review",), ""),
    "statistics": (Role.LEAD, ("show_statistics",), ""),
    "rules": (Role.LEAD, ("browse_rules",), ""),
}


@pytest.fixture
def shown(
    bare_window: MainWindow, app: AppContext, qtbot, request: pytest.FixtureRequest
) -> MainWindow:
    """The window with the screen that the test names in front."""
    role, commands, event = SCREENS[request.param]
    window = bare_window
    window.sit_down(access.add_person(app, "Kim Prov", role))
    if event:
        coding = window.coding
        assert coding is not None
        window.events.open_event(event)
        qtbot.waitUntil(lambda: coding.presenter.is_reviewed)
    for command in commands:
        let_every_answer_come(window.jobs, qtbot)
        action = window.actions_by_name[command]
        assert action.isEnabled(), f"{command} leads nowhere"
        action.trigger()
    let_every_answer_come(window.jobs, qtbot)
    return window


def visible_controls(window: MainWindow) -> list[QWidget]:
    return [widget for widget in controls(window) if widget.isVisible()]


def told(widget: QWidget, of: Callable[[QAccessible.Role, str], bool]) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    name, role = face.text(QAccessible.Text.Name).strip(), face.role()
    return (
        ""
        if of(role, name)
        else f"{type(widget).__name__} {widget.objectName()!r}: {role} {name!r}"
    )


@pytest.mark.parametrize("shown", sorted(SCREENS), indirect=True)
def test_every_control_says_its_name_role_and_state_and_one_has_the_focus(
    shown: MainWindow,
) -> None:
    met = visible_controls(shown)

    unnamed = [
        told(widget, lambda _role, name: bool(name))
        for widget in met
        if not isinstance(widget, QTabBar)
    ]
    odd = [
        told(widget, lambda role, _name, fit=fit: role in fit)
        for widget in met
        for fit in [next((roles for kind, roles in FITTING if isinstance(widget, kind)), None)]
        if fit is not None
    ]
    wrong = [
        f"{type(widget).__name__} {widget.accessibleName()!r}"
        for widget in met
        for state in [QAccessible.queryAccessibleInterface(widget).state()]
        if bool(state.disabled) == widget.isEnabled()
        or (widget.isEnabled() and not state.focusable)
        or bool(state.invisible)
    ]

    assert len(met) >= 3
    assert [each for each in unnamed if each] == []
    assert [each for each in odd if each] == []
    assert wrong == []
    focus = shown.focusWidget()
    # The tabs of a QTabWidget are a part of Qt's own, and as good a place for the focus.
    assert focus in met or isinstance(focus, QTabBar)
