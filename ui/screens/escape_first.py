"""Esc for a part of a screen that has an Esc of its own: the part comes first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class EscapeFirst(QObject):
    """Takes Esc in every field of a panel before the shortcuts of the screen around it see it."""

    def __init__(self, panel: QWidget, then: Callable[[], None]) -> None:
        super().__init__(panel)
        self._then = then
        for field in panel.findChildren(QWidget):
            if field.focusPolicy() != Qt.FocusPolicy.NoFocus:
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._then()
                return True
        return super().eventFilter(watched, event)
