"""A strip at the foot of the window that asks for a reason or a name, without a modal box."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from ui.screens.parts import button, label


class ReasonBar(QFrame):
    """Asks one question; Enter answers it, Esc takes it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasonBar")
        self._question = label("", "paneTitle")
        self.choice = QComboBox()
        self._then: Callable[[str], None] | None = None
        self._back: QWidget | None = None
        self._ok = button("&OK", "Svara (Retur)", "primary")
        self._cancel = button("A&vbryt", "Låt bli (Esc)")
        self._lay_out()
        self.hide()

    def ask(self, question: str, choices: Sequence[str], then: Callable[[str], None]) -> None:
        """Show the question with ready answers; any other text may be typed."""
        self._question.setText(question)
        self.choice.clear()
        self.choice.addItems(list(choices))
        self.choice.setAccessibleName(question)
        self._then = then
        self._back = self.window().focusWidget()
        self.show()
        self.choice.setFocus(Qt.FocusReason.PopupFocusReason)
        edit = self.choice.lineEdit()
        if edit is not None:
            edit.selectAll()

    def dismiss(self) -> None:
        """Take the question away: what it was about is no longer on screen."""
        self._then = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._answer()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.choice.setEditable(True)
        self.choice.setAccessibleName("Svar")
        self.choice.setMinimumWidth(160)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self._question)
        row.addWidget(self.choice, 1)
        row.addWidget(self._ok)
        row.addWidget(self._cancel)
        for widget in (self.choice, self.choice.lineEdit(), self._ok, self._cancel):
            if widget is not None:
                widget.installEventFilter(self)
        self._ok.clicked.connect(self._answer)
        self._cancel.clicked.connect(self._close)

    def _answer(self) -> None:
        if self._cancel.hasFocus():
            self._close()
            return
        text, then = self.choice.currentText().strip(), self._then
        self._close()
        if text and then is not None:
            then(text)

    def _close(self) -> None:
        self._then = None
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
