"""Search inside the record: a field with the number of hits, the next and the one before."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.screens.parts import button, is_history_key, label
from ui.screens.record_document import width

#: More hits than anybody steps through; further ones are neither counted nor marked.
MOST_HITS = 2000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QWidget):
    """Shown while one searches in the record; Escape closes it."""

    asked = Signal(str)
    stepped = Signal(int)  # 1: the next hit, -1: the one before
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = _FindField()
        self.count = label("", "muted")
        self._back = button("‹", "Föregående träff (Skift+F3)")
        self._onwards = button("›", "Nästa träff (F3 eller Retur)")
        self._back.setAccessibleName("Föregående träff")
        self._onwards.setAccessibleName("Nästa träff")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for widget in (self._back, self._onwards):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            layout.addWidget(widget)
        self.field.textChanged.connect(self.asked)
        self.field.stepped.connect(self.stepped)
        self.field.left.connect(self.closed)
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._onwards.clicked.connect(lambda: self.stepped.emit(1))

    def open(self) -> None:
        """Show the bar, ready for other words."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_count(self, row: int, count: int) -> None:
        """Say which of the hits is shown; rows count from 0."""
        if not self.field.text():
            told = ""
        elif not count:
            told = "Inga träffar"
        else:
            told = f"{row + 1} av {count}" + ("+" if count == MOST_HITS else "")
        self.count.setText(told)
        self.count.setAccessibleName(f"Träffar i journalen: {told}")


class _FindField(QLineEdit):
    """The line one types in; it takes the keys that mean the hits."""

    stepped = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Sök i journalen")
        self.setPlaceholderText("Sök i journalen")
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the codes, and take Escape before the window does."""
        if is_history_key(event):
            event.ignore()
            return True
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with Enter and F3, with Shift backwards; Escape leaves."""
        if event.key() in (*_ENTER, Qt.Key.Key_F3):
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_F3)


def find_places(text: str, words: str) -> list[tuple[int, int]]:
    """Find words in a text, whatever their case; places are counted as Qt counts them."""
    wanted = words.strip()
    if not wanted:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())), re.IGNORECASE)
    found: list[tuple[int, int]] = []
    done = place = 0
    for hit in pattern.finditer(text):
        start = place + width(text[done : hit.start()])
        done, place = hit.end(), start + width(hit.group())
        found.append((start, place))
        if len(found) == MOST_HITS:
            break
    return found
