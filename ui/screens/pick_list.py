"""A few sentences to pick one of by its number: arrows and Enter, or the digit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

#: Space above and below a sentence.
_PAD = 6
_MOST_LINES = 12


class PickList(QListWidget):
    """Shown only while there is something to pick; Esc takes it away."""

    picked = Signal(int)  # position of the sentence
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(lambda item: self._pick(self.row(item)))
        self.hide()

    def offer(self, sentences: Sequence[str]) -> None:
        """Show sentences, numbered from 1, and go to the first."""
        self.clear()
        for number, sentence in enumerate(sentences, start=1):
            self.addItem(QListWidgetItem(f"{number}  {sentence}"))
        self.show()
        self._fit()
        self.setCurrentRow(0)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the screen does."""
        if _asks_for_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits, Enter and Esc; the rest moves as in any list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.currentRow())
        elif Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self._pick(event.key() - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each sentence the lines that the new width makes necessary."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the sentences, within limits."""
        wanted = sum(self.sizeHintForRow(row) for row in range(self.count()))
        most = _MOST_LINES * self.fontMetrics().lineSpacing()
        return QSize(super().sizeHint().width(), min(wanted + 2 * self.frameWidth(), most))

    def _fit(self) -> None:
        width = self.viewport().width() - 4 * _PAD
        flags = int(Qt.TextFlag.TextWordWrap)
        for row in range(self.count()):
            item = self.item(row)
            box = self.fontMetrics().boundingRect(0, 0, max(width, 40), 10_000, flags, item.text())
            item.setSizeHint(QSize(0, box.height() + 2 * _PAD))

    def _pick(self, row: int) -> None:
        if 0 <= row < self.count():
            self.picked.emit(row)


def _asks_for_escape(event: QEvent) -> bool:
    """Whether Esc is about to be taken for a shortcut."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.key() == Qt.Key.Key_Escape
