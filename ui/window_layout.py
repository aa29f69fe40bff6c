"""How the main window is laid out: strips above the screens, a question and the status below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: In pixels; beside a record system there is no more.
_LEAST_WIDTH, _LEAST_HEIGHT = 900, 600


def lay_out(window: MainWindow) -> None:
    """Put the parts of the window in their places."""
    window.setWindowTitle("Kodklar")
    window.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
    window.setAcceptDrops(True)
    holder = QWidget()
    window.setCentralWidget(holder)  # empty: what is full is slow to move
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for strip in (window.banner, window.alert, window.task):
        column.addWidget(strip)
    column.addWidget(window.stack, 1)
    for screen in (window.who, window.preview, window.sheet):
        window.stack.addWidget(screen)
    column.addWidget(window.reason)
    window.statusBar().addPermanentWidget(window.saved)
    window.statusBar().addPermanentWidget(window.person_label)
