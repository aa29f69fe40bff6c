"""A line that says something about a search, with a cross that takes it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.screens.parts import button, remark


class ChipRow(QWidget):
    """Hidden until there is something to say."""

    closed = Signal()

    def __init__(self, close_tip: str, look: str = "badge") -> None:
        super().__init__()
        self.text = remark(look)
        self.cross = button("×", close_tip, "link")
        self.cross.setAccessibleName(close_tip)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.text)
        row.addWidget(self.cross)
        row.addStretch(1)
        self.cross.clicked.connect(self.closed)
        self.hide()

    def say(self, text: str) -> None:
        """Show a text; an empty one hides the line."""
        self.text.setText(text)
        self.setVisible(bool(text))
