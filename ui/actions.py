"""Every command of the program in one table: menus, shortcuts and the key sheet come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.action_spec import ActionSpec
from ui.command_tables.clinician import CLINICIAN
from ui.command_tables.codebooks import CODEBOOKS
from ui.command_tables.coding import CODING
from ui.command_tables.desks import DESKS
from ui.command_tables.drg import DRG
from ui.command_tables.events import EVENTS
from ui.command_tables.files import FILES
from ui.command_tables.queries import QUERIES
from ui.command_tables.reviewing import REVIEWING
from ui.command_tables.training import TRAINING
from ui.command_tables.view import VIEW
from ui.command_tables.work_list import WORK_LIST
from ui.field_keys import FIELD_KEYS

#: In the order of the menus.
ACTIONS: tuple[ActionSpec, ...] = (
    *FILES, *CODING, *REVIEWING, *EVENTS, *WORK_LIST, *QUERIES, *CLINICIAN, *CODEBOOKS, *DRG,
    *DESKS, *TRAINING, *VIEW,
)  # fmt: skip


def install(
    window: QMainWindow, handlers: Sequence[QObject], specs: Sequence[ActionSpec] = ACTIONS
) -> Mapping[str, QAction]:
    """Create the actions, connect each to its handler and build the window's menus."""
    actions: dict[str, QAction] = {}
    menus: dict[str, QMenu] = {}
    for spec in specs:
        if spec.menu not in menus:
            menus[spec.menu] = window.menuBar().addMenu(spec.menu)
            menus[spec.menu].setToolTipsVisible(True)  # a grey command shows no status tip
        action = QAction(spec.text, window)
        action.setObjectName(spec.name)
        action.setStatusTip(spec.tip)
        action.setToolTip(spec.tip)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        handler = next(h for h in handlers if hasattr(h, spec.name))
        action.triggered.connect(partial(_call, getattr(handler, spec.name)))
        menus[spec.menu].addAction(action)
        actions[spec.name] = action
    return actions


def _call(slot: Callable[[], None], *_checked: object) -> None:
    slot()


def key_rows(own: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Rows (keys, what, where) of the key sheet, commands first; `own` are a person's keys."""
    bound = own or {}
    commands = [
        (keys.replace("Shift", "Skift"), spec.tip, str(spec.where))
        for spec in ACTIONS
        if (keys := bound.get(spec.name, spec.shortcut))
    ]
    return commands + [(key.keys, key.text, key.where) for key in FIELD_KEYS]


def shortcuts_markdown() -> str:
    """Return the key table for docs/shortcuts.md."""
    lines = ["# Keys", "", "| keys | what | where |", "|---|---|---|"]
    lines += [f"| {keys} | {what} | {where} |" for keys, what, where in key_rows()]
    return "\n".join(lines) + "\n"
