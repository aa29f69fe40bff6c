"""Hands on the keyboard: every key goes to the widget that has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Key = Qt.Key
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}


class Keyboard:
    """Presses keys by their names, `Ctrl+Return`, and waits for what they bring about."""

    def __init__(self, qt: QApplication, qtbot: Any) -> None:
        self._qt, self._bot = qt, qtbot

    @property
    def focus(self) -> QWidget:
        """The widget that keys go to."""
        widget = self._qt.focusWidget()
        assert widget is not None, "no widget has the focus"
        return widget

    def press(self, *chords: str) -> None:
        """Press one chord after the other."""
        for chord in chords:
            *names, key = chord.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in names:
                modifiers |= _MODIFIERS[name]
            QTest.keyClick(self.focus, getattr(Key, f"Key_{key}"), modifiers)

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self.focus, letter)
            else:  # QTest knows the ASCII keys only
                self._press_letter(letter)

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the program work until something is true."""
        self._bot.waitUntil(condition)

    def _press_letter(self, letter: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(self.focus, event)
